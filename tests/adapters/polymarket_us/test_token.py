"""Polymarket US's sign-in: assertions, tokens and their renewal, and which keys are taken."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.polymarket_us.adapter import PolymarketUsAdapter
from adapters.polymarket_us.auth import PolymarketUsAuth, TokenCallAuth, TokenRequest
from adapters.settings import PolymarketUsSettings
from adapters.transport.calls import Auth, Refusal
from adapters.transport.rates import Limits
from adapters.transport.transport import Transport
from domain.budget import BUDGET, RESERVE, Budget
from domain.errors import (
    VenueAnswerError,
    VenueCredentialsError,
    VenueError,
    VenueRateLimitedError,
    VenueTimeoutError,
    VenueUnavailableError,
)
from domain.venues import Venue
from sandbox import Sandbox
from tests.adapters.conftest import OpenWired, Wired
from tests.adapters.scripted import AMPLE, Scripted, reply, settled

TOKEN_URL = "http://login.sandbox/oauth/token"
REQUEST = TokenRequest(token_url=TOKEN_URL, audience="http://api.sandbox", client_id="client-1")


def token(number: int, expires_in: float = 180) -> httpx.Response:
    """A token answer; the tokens are numbered in their scope."""
    text = jwt.encode({"scope": f"read:orders read:{number}"}, "0" * 32, "HS256")
    return reply(200, msgspec.json.encode({"access_token": text, "token_type": "Bearer", "expires_in": expires_in}))


def tokens(*answers: float | httpx.Response, delay: float = 0) -> Scripted:
    """A token endpoint: a life in seconds is a token of that life, the last answer repeats."""
    left = list(answers)

    async def answer(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(delay)
        number = len(http.requests)
        now = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(now, httpx.Response):
            return reply(now.status_code, b"{}", now.headers)
        return token(number, now)

    http = Scripted(answer)
    return http


@pytest.fixture
def key(sandbox_keys: Sandbox) -> rsa.RSAPrivateKey:
    """A key of 2,048 bits."""
    return sandbox_keys.credentials.private_key


OpenAuth = Callable[..., PolymarketUsAuth]


@pytest.fixture
async def open_auth(key: rsa.RSAPrivateKey) -> Any:
    """Open an auth on a token endpoint."""
    opened: list[PolymarketUsAuth] = []

    def open_one(http: Scripted, participant_id: str | None = None) -> PolymarketUsAuth:
        def connect(refusal: Refusal) -> Transport:
            return Transport(
                Venue.POLYMARKET_US,
                "http://login.sandbox",
                TokenCallAuth(),
                AMPLE,
                refusal,
                observe=lambda record: None,
                http=http,
            )

        auth = PolymarketUsAuth(REQUEST, key, participant_id, "/oauth/token", connect)
        opened.append(auth)
        return auth

    yield open_one
    for auth in opened:
        await auth.close()


async def bearer(auth: PolymarketUsAuth) -> int:
    """The number of the token that a call would carry."""
    headers = await auth.headers("GET", "/v1/whoami", b"")
    claims = jwt.decode(headers["authorization"].removeprefix("Bearer "), options={"verify_signature": False})
    return int(claims["scope"].rpartition(":")[2])


async def test_the_assertion(open_auth: OpenAuth, key: rsa.RSAPrivateKey) -> None:
    """The token call carries a fresh RS256 assertion of 60 seconds for the token endpoint, in a JSON body."""
    http = tokens(0)
    auth = open_auth(http)
    for _ in range(2):
        await bearer(auth)
    claims = []
    for request in http.requests:
        body = msgspec.json.decode(request.content)
        claims.append(jwt.decode(body.pop("client_assertion"), key.public_key(), ["RS256"], audience=REQUEST.token_url))
        assert body == {
            "client_id": "client-1",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "audience": "http://api.sandbox",
            "grant_type": "client_credentials",
        }
        assert (request.method, str(request.url)) == ("POST", TOKEN_URL)
        assert request.headers["content-type"] == "application/json"
        assert "authorization" not in request.headers
    assert all(claim["iss"] == claim["sub"] == "client-1" for claim in claims)
    assert all(claim["exp"] - claim["iat"] == 60 for claim in claims)
    assert len({claim["jti"] for claim in claims}) == 2


async def test_fifty_who_wait_are_one_assertion(open_auth: OpenAuth) -> None:
    """Fifty calls without a token send one assertion, and the token then serves the next ones."""
    http = tokens(180, delay=0.05)
    auth = open_auth(http)
    assert await asyncio.gather(*(bearer(auth) for _ in range(50))) == [1] * 50
    assert await bearer(auth) == 1
    assert len(http.requests) == 1


@pytest.mark.parametrize(("life", "renewed"), [(31, False), (180, False), (29, True), (1, True)])
async def test_a_token_is_renewed_thirty_seconds_early(open_auth: OpenAuth, life: float, *, renewed: bool) -> None:
    """With under thirty seconds left a renewal starts, and meanwhile the old token is used."""
    http = tokens(life, 180)
    auth = open_auth(http)
    assert [await bearer(auth) for _ in range(3)] == [1, 1, 1]
    await settled()
    assert await bearer(auth) == (2 if renewed else 1)
    assert len(http.requests) == (2 if renewed else 1)


async def test_a_token_that_has_ended_is_not_used(open_auth: OpenAuth) -> None:
    """A token without life left is renewed before the call."""
    auth = open_auth(tokens(0, 0, 180))
    assert [await bearer(auth) for _ in range(4)] == [1, 2, 3, 3]


@pytest.mark.parametrize("delay", [0, 30])
async def test_a_dead_token_endpoint_does_not_matter_while_the_token_is_good(open_auth: OpenAuth, delay: float) -> None:
    """With a token that is still good, a token endpoint that fails or hangs neither fails nor delays a call."""
    answers = [token(1, 20)]

    async def answer(_request: httpx.Request) -> httpx.Response:
        if answers:
            return answers.pop()
        await asyncio.sleep(delay)
        return reply(500)

    auth = open_auth(Scripted(answer))
    async with asyncio.timeout(2):
        for _ in range(10):
            assert await bearer(auth) == 1
            await settled()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (reply(500), VenueUnavailableError),
        (reply(400), VenueCredentialsError),
        (reply(401), VenueCredentialsError),
        (reply(403), VenueCredentialsError),
        (reply(404), VenueCredentialsError),
        (reply(429, headers={"retry-after": "60"}), VenueRateLimitedError),
        (reply(302), VenueAnswerError),
        (reply(200), VenueAnswerError),
    ],
    ids=lambda value: str(value.status_code) if isinstance(value, httpx.Response) else "",
)
async def test_a_token_that_is_refused(open_auth: OpenAuth, answer: httpx.Response, expected: type[VenueError]) -> None:
    """Without a token each refusal is the error that fits it, after one assertion."""
    http = tokens(answer)
    with pytest.raises(expected):
        await bearer(open_auth(http))
    assert len(http.requests) == 1


@pytest.mark.parametrize("text", ["opaque", "", "a.b.c", "e30.W10.AA"])
async def test_a_token_that_is_no_jwt_is_refused(open_auth: OpenAuth, text: str) -> None:
    """A token whose scopes cannot be read is refused without being repeated."""

    async def answer(_request: httpx.Request) -> httpx.Response:
        return reply(200, msgspec.json.encode({"access_token": text, "expires_in": 180}))

    with pytest.raises(VenueAnswerError, match="no JWT"):
        await bearer(open_auth(Scripted(answer)))


async def test_scopes_are_those_of_the_token(open_auth: OpenAuth) -> None:
    """The scopes are read from the token, sorted."""
    assert await open_auth(tokens(180)).scopes() == ("read:1", "read:orders")


async def test_the_impatient_do_not_take_the_token_from_the_patient(open_auth: OpenAuth) -> None:
    """When the one who began the renewal runs out of time, those who wait longer still get the token."""
    http = tokens(180, delay=0.2)
    auth = open_auth(http)

    async def ask(seconds: float) -> int:
        BUDGET.set(Budget(seconds + RESERVE))
        async with asyncio.timeout(seconds):
            return await bearer(auth)

    impatient, patient = await asyncio.gather(ask(0.05), ask(5), return_exceptions=True)
    assert isinstance(impatient, TimeoutError | VenueTimeoutError)
    assert patient == 1
    assert len(http.requests) == 1


async def test_the_token_call_counts_for_who_caused_it(open_auth: OpenAuth, scope: Budget) -> None:
    """A token call is an upstream call of the request that needed it."""
    await bearer(open_auth(tokens(180)))
    assert scope.usage[Venue.POLYMARKET_US].calls == 1


@pytest.mark.parametrize("participant_id", ["firms/ACME-Clearing/users/John Smith", None])
async def test_the_participant_is_sent_verbatim_or_not_at_all(open_auth: OpenAuth, participant_id: str | None) -> None:
    """x-participant-id is the configured text, and absent when none is configured."""
    headers = await open_auth(tokens(180), participant_id).headers("POST", "/v1/x", b"{}")
    assert headers.get("x-participant-id") == participant_id
    assert headers["content-type"] == "application/json"


async def test_only_the_refused_token_is_dropped(open_auth: OpenAuth) -> None:
    """A 401 to a call with an older token does not drop the new one; other statuses drop nothing."""
    http = tokens(180)
    auth = open_auth(http)
    old = await auth.headers("GET", "/", b"")
    assert not auth.renew(403, old)
    assert auth.renew(401, old)
    assert await bearer(auth) == 2
    assert auth.renew(401, old)
    assert await bearer(auth) == 2
    assert len(http.requests) == 2


# Through the whole adapter


async def test_an_expired_token_is_renewed_once(wired: Wired) -> None:
    """One 401 costs a renewal and a second attempt, which succeeds."""
    port = wired.ports.accounts[Venue.POLYMARKET_US]
    await port.probe()
    wired.sandbox.faults.set("polymarket_us", "expired_token", times=1)
    wired.forget()
    await port.probe()
    assert wired.calls(Venue.POLYMARKET_US) == {"whoami": 2, "token": 1}


Respond = Callable[[httpx.Request], Awaitable[httpx.Response]]


@pytest.fixture
async def open_adapter(key: rsa.RSAPrivateKey, tmp_path: Path) -> Any:
    """Open an adapter on a token endpoint and an API of one's own."""
    opened: list[PolymarketUsAdapter] = []
    path = tmp_path / "key.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )

    def open_one(login: Scripted, api: Scripted) -> PolymarketUsAdapter:
        def connect(venue: Venue, base_url: str, auth: Auth, limits: Limits, refusal: Refusal) -> Transport:
            http = login if "login" in base_url else api
            return Transport(venue, base_url, auth, limits, refusal, observe=lambda record: None, http=http)

        settings = PolymarketUsSettings(
            base_url="http://api.sandbox",
            token_url=TOKEN_URL,
            audience="http://api.sandbox",
            client_id="client-1",
            private_key_file=path,
            limits=AMPLE,
        )
        opened.append(PolymarketUsAdapter(settings, connect))
        return opened[-1]

    yield open_one
    for adapter in opened:
        await adapter.close()


async def test_a_token_that_is_always_refused_is_no_loop(
    open_adapter: Callable[[Scripted, Scripted], PolymarketUsAdapter],
) -> None:
    """A venue that refuses every token is asked twice, with two tokens, and then the credential is refused."""

    async def refuse(_request: httpx.Request) -> httpx.Response:
        return reply(401)

    login, api = tokens(180), Scripted(refuse)
    with pytest.raises(VenueCredentialsError):
        await open_adapter(login, api).probe()
    assert (len(login.requests), len(api.requests)) == (2, 2)


async def test_many_calls_with_an_old_token_renew_it_once(
    open_adapter: Callable[[Scripted, Scripted], PolymarketUsAdapter],
) -> None:
    """When eight calls learn one after the other that their token has ended, there is one new assertion."""
    first: list[str] = []
    delays: Iterator[float] = iter([0.0] + [0.02 * number for number in range(8)] + [0.0] * 20)

    async def answer(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(next(delays))
        if not first:
            first.append(request.headers["authorization"])
            return reply(200, b'{"firm":"acme"}')
        if request.headers["authorization"] in first:
            return reply(401)
        return reply(200, b'{"balances":{}}')

    login, api = tokens(180), Scripted(answer)
    adapter = open_adapter(login, api)
    await adapter.probe()
    names = [f"firms/acme/accounts/{number}" for number in range(8)]
    assert await adapter.cash(names) == [()] * 8
    assert len(login.requests) == 2


async def test_the_sandbox_lets_us_in(open_wired: OpenWired) -> None:
    """The sandbox, which checks all six claims, accepts the assertion, and the token's scopes are the firm's."""
    wired = await open_wired()
    firm = await wired.ports.trading[Venue.POLYMARKET_US].firm()
    assert firm.scopes == ("read:accounts", "read:instruments", "read:orders", "read:positions")
    assert wired.sandbox.polymarket_us.tokens.issued == 1
