"""The Polymarket US token endpoint: checks client assertions, issues access tokens that live 180 seconds."""

import base64
import binascii
import hashlib
import hmac
from typing import Any, NamedTuple, NoReturn, TypeGuard

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from sandbox.answers import refuse
from sandbox.credentials import Credentials
from sandbox.limits import Clock

TOKEN_SECONDS = 180
ASSERTION_SECONDS = 300
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
SCOPES = ("read:accounts", "read:positions", "read:orders", "read:instruments")


class AccessToken(NamedTuple):
    """What a valid access token says; `serial` counts the tokens issued."""

    serial: int
    scopes: frozenset[str]


class Tokens:
    """Issues and verifies the access tokens of one sandbox."""

    def __init__(self, credentials: Credentials, clock: Clock) -> None:
        self._credentials = credentials
        self._clock = clock
        self._used: dict[str, float] = {}
        self.issued = 0
        self.scopes: tuple[str, ...] = SCOPES

    def issue(self, request: dict[str, Any], *, token_url: str, base_url: str) -> dict[str, object]:
        """The token endpoint's answer; refuses with OAuth's error names."""
        if request.get("grant_type") != "client_credentials":
            deny(400, "unsupported_grant_type", "grant_type must be client_credentials")
        if request.get("client_assertion_type") != ASSERTION_TYPE:
            deny(400, "invalid_request", "client_assertion_type must be jwt-bearer")
        if request.get("client_id") != self._credentials.client_id:
            deny(401, "invalid_client", "unknown client")
        audience = request.get("audience")
        if not isinstance(audience, str) or audience.rstrip("/") != base_url:
            deny(403, "access_denied", "audience is not an API of this environment")
        self._check_assertion(request.get("client_assertion"), token_url)
        now = int(self._clock())
        self.issued += 1
        claims = {
            "iss": base_url,
            "sub": f"{self._credentials.client_id}@clients",
            "aud": audience,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "scope": " ".join(self.scopes),
            "firm_id": "acme-trading",
            "jti": str(self.issued),
        }
        return {"access_token": self._seal(claims), "token_type": "Bearer", "expires_in": TOKEN_SECONDS}

    def verify(self, token: str) -> AccessToken | None:
        """What the token says, or None if it is forged or has expired."""
        signed, _, signature = token.rpartition(".")
        try:
            if not hmac.compare_digest(unpadded(signature), self._mac(signed)):
                return None
            claims = msgspec.json.decode(unpadded(signed.partition(".")[2]))
        except (binascii.Error, ValueError):
            return None
        if claims["exp"] <= self._clock():
            return None
        return AccessToken(int(claims["jti"]), frozenset(claims["scope"].split()))

    def _seal(self, claims: dict[str, object]) -> str:
        # Clients never verify access tokens, so a keyed hash does where the venue signs with RSA.
        signed = f"{encode({'alg': 'HS256', 'typ': 'JWT'})}.{encode(claims)}"
        return f"{signed}.{base64.urlsafe_b64encode(self._mac(signed)).rstrip(b'=').decode()}"

    def _mac(self, signed: str) -> bytes:
        return hmac.new(self._credentials.token_key, signed.encode(), hashlib.sha256).digest()

    def _check_assertion(self, assertion: object, token_url: str) -> None:
        """Signature, algorithm and all six claims; each `jti` once."""
        claims = self._verified_claims(assertion)
        now = self._clock()
        if claims.get("iss") != self._credentials.client_id or claims.get("sub") != self._credentials.client_id:
            deny(401, "invalid_client_assertion", "iss and sub must both be the client id")
        if claims.get("aud") != token_url:
            deny(401, "invalid_client_assertion", "aud must be the token endpoint")
        issued, expires, identity = claims.get("iat"), claims.get("exp"), claims.get("jti")
        if not is_time(issued) or not is_time(expires) or not isinstance(identity, str) or not identity:
            deny(401, "invalid_client_assertion", "iat, exp and jti are required")
        if issued > now + 60 or expires <= now:
            deny(401, "invalid_client_assertion", "the assertion is not valid now")
        if expires > issued + ASSERTION_SECONDS:
            deny(401, "invalid_client_assertion", "the assertion lives longer than 300 seconds")
        self._used = {used: until for used, until in self._used.items() if until > now}
        if identity in self._used:
            deny(401, "invalid_client_assertion", "jti was used before")
        self._used[identity] = expires

    def _verified_claims(self, assertion: object) -> dict[str, Any]:
        if not isinstance(assertion, str) or assertion.count(".") != 2:
            deny(401, "invalid_client_assertion", "the assertion is not a JWT")
        signed, _, signature = assertion.rpartition(".")
        try:
            header = msgspec.json.decode(unpadded(signed.partition(".")[0]), type=dict[str, Any])
            claims = msgspec.json.decode(unpadded(signed.partition(".")[2]), type=dict[str, Any])
            raw_signature = unpadded(signature)
        except (binascii.Error, ValueError):
            deny(401, "invalid_client_assertion", "the assertion is not a JWT")
        if header.get("alg") != "RS256":
            deny(401, "invalid_client_assertion", "alg must be RS256")
        try:
            self._credentials.private_key.public_key().verify(
                raw_signature, signed.encode(), padding.PKCS1v15(), hashes.SHA256()
            )
        except InvalidSignature:
            deny(401, "invalid_client", "the signature does not match the registered key")
        return claims


def deny(status: int, error: str, description: str) -> NoReturn:
    """Refuses in OAuth's form."""
    refuse(status, {"error": error, "error_description": description})


def is_time(value: object) -> TypeGuard[int | float]:
    """A JSON number that can be a time; `true` is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def encode(claims: dict[str, Any]) -> str:
    """One part of a JWT."""
    return base64.urlsafe_b64encode(msgspec.json.encode(claims)).rstrip(b"=").decode()


def unpadded(text: str) -> bytes:
    """Decodes base64url without its padding. Raises ValueError."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
