"""What becomes of an answer, what is sent and counted, and what it says of the venue."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import httpx
import msgspec
import pytest

from adapters.transport.wire import LONGEST_ANSWER
from domain.budget import BUDGET, Budget
from domain.errors import VenueAnswerError
from domain.venues import Venue
from tests.adapters.transport.scripted import (
    AMPLE,
    READ,
    NoAuth,
    Scripted,
    answering,
    body_of,
    reply,
    slow,
    transport_to,
)


async def test_concurrency_is_bounded() -> None:
    """No more calls are under way at once than the venue's limit says, and all are answered."""
    http = slow(0.01)
    transport = transport_to(http, limits=msgspec.structs.replace(AMPLE, concurrency=3))
    calls = [READ._replace(target=f"/account?n={number}") for number in range(20)]
    await asyncio.gather(*(transport.fetch(call, body_of) for call in calls))
    assert (len(http.requests), http.most_at_once) == (20, 3)


async def test_an_answer_is_cut_at_eight_mebibytes() -> None:
    """A body up to the limit is taken, one byte more is refused without being kept."""
    sent = 0

    async def chunks(total: int) -> AsyncIterator[bytes]:
        nonlocal sent
        for start in range(0, total, 1 << 20):
            sent = min(start + (1 << 20), total)
            yield b" " * (sent - start)

    sizes = [LONGEST_ANSWER, LONGEST_ANSWER + 1, 1 << 40]

    async def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=chunks(sizes.pop(0)))

    transport = transport_to(Scripted(answer))
    assert len(await transport.fetch(READ, body_of)) == LONGEST_ANSWER
    for _ in range(2):
        with pytest.raises(VenueAnswerError, match="more than 8 MiB"):
            await transport.fetch(READ, body_of)
    assert sent <= LONGEST_ANSWER + (1 << 20)


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"<html>", b"[" * 300_000, b'{"x":' * 100_000, b"NaN", b'{"a":1', b"\xef\xbb\xbf{"]
)
async def test_a_body_that_cannot_be_parsed_is_the_venues_fault(body: bytes) -> None:
    """Whatever the body is, endless nesting included, the outcome is VENUE_ANSWER."""
    transport = transport_to(answering(200, body=body))
    with pytest.raises(VenueAnswerError, match="not what its documentation promises"):
        await transport.fetch(READ, lambda reply: msgspec.json.decode(reply.body))


async def test_absence_is_recognised_before_refusal() -> None:
    """`find` gives None where the answer says that there is none, and only there; a 200 always has something."""
    transport = transport_to(answering(404, 200, 410))
    assert await transport.find(READ, body_of, lambda reply: reply.status == 404) is None
    assert await transport.find(READ, body_of, lambda reply: reply.status == 404) == b"{}"
    with pytest.raises(VenueAnswerError, match="410"):
        await transport.find(READ, body_of, lambda reply: reply.status == 404)
    assert await transport_to(answering(200)).find(READ, body_of, lambda _reply: True) == b"{}"


class Renewing(NoAuth):
    """Numbers its headers and renews after every 401."""

    def __init__(self) -> None:
        self.made = 0
        self.refused: list[Mapping[str, str]] = []

    async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        """A header that is new each time."""
        self.made += 1
        return {"authorization": f"number {self.made}"}

    def renew(self, status: int, headers: Mapping[str, str]) -> bool:
        """Again, whenever it is a 401."""
        self.refused.append(headers)
        return status == 401


async def test_headers_are_made_for_each_attempt() -> None:
    """Every attempt is signed anew."""
    http = answering(500, 500, 200)
    await transport_to(http, auth=Renewing()).fetch(READ, body_of)
    assert [request.headers["authorization"] for request in http.requests] == ["number 1", "number 2", "number 3"]


async def test_a_refused_credential_is_renewed_once() -> None:
    """One 401 is cured by a renewal, which is given the headers that were refused; a second 401 is the answer."""
    http, auth = answering(401, 200), Renewing()
    assert await transport_to(http, auth=auth).fetch(READ, body_of) == b"{}"
    assert auth.refused == [{"authorization": "number 1"}]
    http = answering(401)
    with pytest.raises(VenueAnswerError, match="401"):
        await transport_to(http, auth=Renewing()).fetch(READ, body_of)
    assert len(http.requests) == 2


async def test_calls_are_counted_for_the_request_that_sent_them() -> None:
    """Each attempt counts, with its time, for the request that sent it; who shares a call pays nothing."""
    own = BUDGET.get()
    await transport_to(answering(500, 200)).fetch(READ, body_of)
    assert own.usage[Venue.ARCUS].calls == 2
    shared = transport_to(slow(0.05))
    first, second = Budget(5), Budget(5)

    async def ask(request: Budget) -> None:
        BUDGET.set(request)
        await shared.fetch(READ, body_of)

    await asyncio.gather(ask(first), ask(second))
    assert [request.usage[Venue.ARCUS].calls for request in (first, second)] == [1, 0]
    assert 40 < first.usage[Venue.ARCUS].milliseconds < 5000
    assert own.usage[Venue.ARCUS].calls == 2


async def test_cookies_are_not_kept() -> None:
    """A cookie that a venue sets is not sent back: one caller's answer must not colour another's."""

    async def answer(_request: httpx.Request) -> httpx.Response:
        return reply(headers={"set-cookie": "who=first; Path=/"})

    http = Scripted(answer)
    transport = transport_to(http)
    for _ in range(2):
        await transport.fetch(READ, body_of)
    assert "cookie" not in http.requests[1].headers
