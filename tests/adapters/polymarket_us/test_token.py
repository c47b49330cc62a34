"""Polymarket US's token: the assertion that buys it, its renewal, and what it says."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.polymarket_us.auth import PolymarketUsAuth, TokenCallAuth, TokenRequest, token_refusal
from adapters.transport.calls import Upstream
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
from tests.adapters.polymarket_us.logins import TOKEN_URL, token, token_answer, tokens
from tests.adapters.transport.scripted import AMPLE, Clock, Scripted, connect_to, reply, settled

REQUEST = TokenRequest(
    token_url=TOKEN_URL, token_path="/oauth/token", audience="http://api.sandbox", client_id="client-1"
)


OpenAuth = Callable[..., PolymarketUsAuth]


@pytest.fixture
async def open_auth(key: rsa.RSAPrivateKey) -> AsyncIterator[OpenAuth]:
    """Open an auth on a token endpoint."""
    opened: list[PolymarketUsAuth] = []

    def open_one(
        http: Scripted, participant_id: str | None = None, clock: Callable[[], float] = time.monotonic
    ) -> PolymarketUsAuth:
        upstream = Upstream(
            venue=Venue.POLYMARKET_US,
            base_url="http://login.sandbox",
            auth=TokenCallAuth(),
            limits=AMPLE,
            refusal=token_refusal,
        )
        auth = PolymarketUsAuth(REQUEST, key, participant_id, connect_to(http)(upstream), clock)
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


@pytest.mark.parametrize(("life", "early"), [(180, 150), (60, 30), (31, 31), (30, 30), (29, 29), (1, 1)])
async def test_a_token_is_renewed_early_if_it_lives_long_enough(open_auth: OpenAuth, life: float, early: float) -> None:
    """Thirty seconds early one renewal starts in the background; a token of under a minute is used to its end."""
    clock = Clock()
    http = tokens(life, 180)
    auth = open_auth(http, clock=clock)
    for moment in (0.0, early - 0.1):
        clock.now = 1000 + moment
        assert [await bearer(auth) for _ in range(3)] == [1, 1, 1]
        await settled()
        assert len(http.requests) == 1
    clock.now = 1000 + early
    assert await bearer(auth) == (1 if early < life else 2)
    await settled()
    assert [await bearer(auth) for _ in range(3)] == [2, 2, 2]
    assert len(http.requests) == 2


async def test_a_token_that_has_ended_is_not_used(open_auth: OpenAuth) -> None:
    """A token without life left serves the calls that wait for it and no later one."""
    auth = open_auth(tokens(0, -5, 180))
    assert [await bearer(auth) for _ in range(4)] == [1, 2, 3, 3]


@pytest.mark.parametrize("delay", [0, 30])
async def test_a_dead_token_endpoint_does_not_matter_while_the_token_is_good(open_auth: OpenAuth, delay: float) -> None:
    """With a token that is still good, a token endpoint that fails or hangs neither fails nor delays a call."""
    answers = [token(1, 180)]
    clock = Clock()

    async def answer(_request: httpx.Request) -> httpx.Response:
        if answers:
            return answers.pop()
        await asyncio.sleep(delay)
        return reply(500)

    http = Scripted(answer)
    auth = open_auth(http, clock=clock)
    assert await bearer(auth) == 1
    clock.now += 160
    async with asyncio.timeout(2):
        for _ in range(10):
            assert await bearer(auth) == 1
            await settled()
    assert len(http.requests) > 1


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


def jwt_of(payload: bytes) -> str:
    """A token of three parts with this payload."""
    return f"e30.{base64.urlsafe_b64encode(payload).decode().rstrip('=')}.AA"


@pytest.mark.parametrize(
    "text",
    [
        *("opaque", "a.b.c", "a.b.c.d", "..", "e30.W10.AA", "e30.!!!.AA", "v2.local.abc-_~+/==", "e30.A.AA"),
        *map(jwt_of, (b"{}", b"[]", b"7", b"null", b"no", b"", b"\xff", b'{"scope":"\xff"}', b"[" * 50_000)),
        *map(jwt_of, (b'{"scope":["read:a"]}', b'{"scope":7}', b'{"scope":null}', b'{"scope":{}}', b'{"scp":"a"}')),
    ],
    ids=lambda text: text[:24],
)
async def test_a_token_is_opaque(open_auth: OpenAuth, text: str) -> None:
    """A token that is no JWT, or whose claims are odd, is used as it is; only its scopes are then unknown."""
    auth = open_auth(tokens(token_answer(access_token=text, expires_in=180)))
    assert (await auth.headers("GET", "/", b""))["authorization"] == f"Bearer {text}"
    assert await auth.scopes() is None


@pytest.mark.parametrize(("scope", "scopes"), [("", ()), ("b a  b", ("a", "b"))])
async def test_scopes_are_words(open_auth: OpenAuth, scope: str, scopes: tuple[str, ...]) -> None:
    """A claim without a word is no scope at all, which is something else than not being told."""
    text = jwt_of(msgspec.json.encode({"scope": scope, "exp": "never"}))
    assert await open_auth(tokens(token_answer(access_token=text, expires_in=180))).scopes() == scopes


ODD_LIVES: list[Any] = [None, "", "soon", [], {}, True, "1_0", "NaN", "Infinity", 1e300]
ODD_TOKENS: list[Any] = [None, "", 7, [], "a b", "a\r\nx: y", "\u00e9", "a\x00"]


@pytest.mark.parametrize(
    "members",
    [
        {},
        *({"expires_in": odd} for odd in ODD_LIVES),
        *({"expires_in": 180, "access_token": odd} for odd in ODD_TOKENS),
    ],
)
async def test_answers_that_are_no_token(open_auth: OpenAuth, members: dict[str, Any]) -> None:
    """Without a life that can be read, or a text that a header can carry, there is no token."""
    with pytest.raises(VenueAnswerError):
        await open_auth(tokens(token_answer(**members))).scopes()


@pytest.mark.parametrize(("expires_in", "life"), [("180", 150), (180.5, 150.5), (2**63, 86_370), ("1" * 40, 86_370)])
async def test_lives_that_can_be_read(open_auth: OpenAuth, expires_in: Any, life: float) -> None:
    """A life is a number, also in text, and is at most a day."""
    clock = Clock()
    http = tokens(token_answer(expires_in=expires_in))
    auth = open_auth(http, clock=clock)
    for moment, calls in ((0.0, 1), (life - 0.1, 1), (life + 0.1, 2)):
        clock.now = 1000 + moment
        await auth.scopes()
        await settled()
        assert len(http.requests) == calls


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


async def test_the_token_call_counts_for_who_caused_it(open_auth: OpenAuth, budget: Budget) -> None:
    """A token call is an upstream call of the request that needed it."""
    await bearer(open_auth(tokens(180)))
    assert budget.usage[Venue.POLYMARKET_US].calls == 1


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
