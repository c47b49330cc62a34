"""Polymarket US's sign-in: a private_key_jwt assertion buys a token of 180 seconds, renewed early by one flight."""

import asyncio
import time
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

import jwt
import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from adapters.polymarket_us.tokens import Token, parse_token
from adapters.transport.calls import Call, Reply
from adapters.transport.transport import Transport
from domain.budget import BUDGET, Budget
from domain.errors import Unavailable, VenueCredentialsError, VenueError
from domain.ports import Result
from domain.venues import Venue

ASSERTION_LIFE = 60  # seconds; the venue allows 300
RENEWAL = 10.0  # seconds that a renewal may take in all
SMALLEST_KEY = 2048


class TokenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What every token request says, the assertion aside; `token_url` is also the assertion's audience."""

    token_url: str
    token_path: str
    audience: str
    client_id: str


class PolymarketUsAuth:
    """The firm's token and, where one is set, the participant header, sent as it was given."""

    def __init__(
        self,
        request: TokenRequest,
        key: RSAPrivateKey,
        participant_id: str | None,
        transport: Transport,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._request = request
        self._key = key
        self._participant_id = participant_id
        self._transport = transport
        self._clock = clock
        self._token: Token | None = None
        self._renewal: asyncio.Task[Result[Token]] | None = None

    async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        """Bearer token, participant, and the content type of a body. Raises VenueError when no token is to be had."""
        headers = {"authorization": f"Bearer {(await self._current()).text}"}
        if self._participant_id is not None:
            headers["x-participant-id"] = self._participant_id
        if body:
            headers["content-type"] = "application/json"
        return headers

    def renew(self, status: int, headers: Mapping[str, str]) -> bool:
        """A 401 says that the token it was sent is no longer good: drop that one, and try once more with a new one."""
        if status != 401:
            return False
        if self._token is not None and headers.get("authorization") == f"Bearer {self._token.text}":
            self._token = None
        return True

    async def scopes(self) -> tuple[str, ...] | None:
        """The scopes granted, where the token lists them, for no endpoint does. Raises VenueError."""
        return (await self._current()).scopes

    async def close(self) -> None:
        """Give the connections back."""
        if self._renewal is not None:
            self._renewal.cancel()
        await self._transport.close()

    async def _current(self) -> Token:
        """The token; while it is good its renewal is not waited for, so a token endpoint that fails costs nothing."""
        token, now = self._token, self._clock()
        if token is not None and now < token.renew_at:
            return token
        if self._renewal is None or self._renewal.done():
            self._renewal = asyncio.create_task(self._renewed(), name="POLYMARKET_US token")
            self._renewal.add_done_callback(lambda done: done.cancelled() or done.exception())
        if token is not None and now < token.ends_at:
            return token
        renewed = await asyncio.shield(self._renewal)
        if isinstance(renewed, Unavailable):
            raise renewed.error()
        return renewed

    async def _renewed(self) -> Result[Token]:
        """One token call; it has a deadline of its own, for it serves all who wait and not only the first."""
        budget = Budget(RENEWAL)
        budget.usage = BUDGET.get().usage
        BUDGET.set(budget)
        body = {
            "client_id": self._request.client_id,
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": self._assertion(),
            "audience": self._request.audience,
            "grant_type": "client_credentials",
        }
        call = Call("token", "POST", self._request.token_path, msgspec.json.encode(body), read=False)
        try:
            self._token = await self._transport.fetch(call, lambda reply: parse_token(reply, self._clock()))
        except VenueError as error:
            return error.unavailable
        return self._token

    def _assertion(self) -> str:
        now = int(time.time())
        claims = {
            "iss": self._request.client_id,
            "sub": self._request.client_id,
            "aud": self._request.token_url,
            "iat": now,
            "exp": now + ASSERTION_LIFE,
            "jti": str(uuid.uuid4()),
        }
        return jwt.encode(claims, self._key, algorithm="RS256")


class TokenCallAuth:
    """The token call carries its proof in the body; only the content type is a header."""

    async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        """The content type."""
        return {"content-type": "application/json"}

    def renew(self, status: int, headers: Mapping[str, str]) -> bool:
        """Nothing to renew."""
        return False


def private_key(path: Path) -> RSAPrivateKey:
    """Read an RSA key of at least 2,048 bits, PKCS#1 or PKCS#8 PEM. Raises ValueError or OSError."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise ValueError("the file holds no private key as unencrypted PEM") from None
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("the key is not an RSA key")  # noqa: TRY004 - a wrong file, not a wrong type of argument
    if key.key_size < SMALLEST_KEY:
        raise ValueError(f"the key has {key.key_size} bits, fewer than {SMALLEST_KEY}")
    return key


def token_refusal(call: Call, reply: Reply) -> VenueError:
    """Any refusal of the token call is one of the gateway's own credential."""
    message = f"Polymarket US refused the gateway's credential with {reply.status} (call: {call.name})."
    return VenueCredentialsError(Venue.POLYMARKET_US, message)
