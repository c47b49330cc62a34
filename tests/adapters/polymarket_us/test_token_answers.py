"""What Polymarket US's token endpoint may answer: refusals, tokens of any form, odd lives, and scopes."""

import base64
from typing import Any

import httpx
import msgspec
import pytest

from domain.errors import (
    VenueAnswerError,
    VenueCredentialsError,
    VenueError,
    VenueRateLimitedError,
    VenueUnavailableError,
)
from tests.adapters.polymarket_us.logins import OpenAuth, bearer, token_answer, tokens
from tests.adapters.transport.scripted import Clock, reply, settled


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
