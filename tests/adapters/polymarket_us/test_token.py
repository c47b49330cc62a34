"""Polymarket US's token: the assertion that buys it, and its renewal."""

import asyncio

import httpx
import jwt
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from domain.budget import BUDGET, RESERVE, Budget
from domain.errors import VenueTimeoutError
from domain.venues import Venue
from tests.adapters.polymarket_us.logins import TOKEN_URL, OpenAuth, bearer, token, tokens
from tests.adapters.transport.scripted import Clock, Scripted, reply, settled


async def test_the_assertion(open_auth: OpenAuth, key: rsa.RSAPrivateKey) -> None:
    """The token call carries a fresh RS256 assertion of 60 seconds for the token endpoint, in a JSON body."""
    http = tokens(0)
    auth = open_auth(http)
    for _ in range(2):
        await bearer(auth)
    claims = []
    for request in http.requests:
        body = msgspec.json.decode(request.content)
        claims.append(jwt.decode(body.pop("client_assertion"), key.public_key(), ["RS256"], audience=TOKEN_URL))
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
