"""What is sent again, when, and how a venue's 429 holds everybody back."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import msgspec
import pytest

from adapters.transport.breaker import Circuit
from adapters.transport.calls import CallRecord, Reply
from adapters.transport.rates import Retries
from domain.errors import (
    VenueAnswerError,
    VenueError,
    VenueRateLimitedError,
    VenueTimeoutError,
    VenueUnavailableError,
)
from tests.adapters.transport.scripted import (
    AMPLE,
    READ,
    WRITE,
    Scripted,
    answering,
    body_of,
    fetch_within,
    reply,
    settled,
    slow,
    transport_to,
)


@pytest.mark.parametrize("status", [500, 502, 503, 504, 599])
async def test_a_read_is_tried_three_times(status: int) -> None:
    """A read that meets 5xx is sent at most three times, and then the venue is unavailable."""
    http, records = answering(status), list[CallRecord]()
    with pytest.raises(VenueUnavailableError, match=f"Arcus answered with status {status} "):
        await transport_to(http, records=records).fetch(READ, body_of)
    assert [(record.attempt, record.status, record.code) for record in records] == [
        (attempt, status, "VENUE_UNAVAILABLE") for attempt in (1, 2, 3)
    ]
    assert len(http.requests) == 3


async def test_a_retry_that_succeeds_is_the_answer() -> None:
    """Two failures and a success are a success."""
    http = answering(500, 503, 200, body=b"[1]")
    assert await transport_to(http).fetch(READ, body_of) == b"[1]"
    assert len(http.requests) == 3


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ReadError, httpx.RemoteProtocolError])
async def test_a_lost_connection_is_tried_again(error: type[httpx.TransportError]) -> None:
    """A read whose connection fails is sent again."""
    outcomes: list[Exception | httpx.Response] = [error("no"), reply()]

    async def answer(_request: httpx.Request) -> httpx.Response:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    assert await transport_to(Scripted(answer)).fetch(READ, body_of) == b"{}"
    assert not outcomes


@pytest.mark.parametrize("status", [500, 429])
async def test_what_is_no_read_is_sent_once(status: int) -> None:
    """A call that may change something is never sent again."""
    http = answering(status, headers={"retry-after": "0"})
    with pytest.raises(VenueError):
        await transport_to(http).fetch(WRITE, body_of)
    assert len(http.requests) == 1


async def test_a_time_out_is_not_retried() -> None:
    """A slow venue is called once: it stays slow."""
    http, records = slow(5), list[CallRecord]()
    transport = transport_to(http, limits=msgspec.structs.replace(AMPLE, timeout=0.05), records=records)
    with pytest.raises(VenueTimeoutError, match=r"did not answer within 0\.1 s"):
        await transport.fetch(READ, body_of)
    assert [(record.status, record.code) for record in records] == [(None, "VENUE_TIMEOUT")]
    assert http.under_way == 0


@pytest.mark.parametrize("status", [200, 204, 301, 302, 307, 400, 404, 418])
async def test_other_answers_are_not_retried(status: int) -> None:
    """An answer that cannot be used, redirects included, is an answer, and the call is not sent again."""
    http = answering(status, body=b"nonsense", headers={"location": "http://elsewhere.sandbox/"})
    transport = transport_to(http)

    def parse(reply: Reply) -> object:
        return msgspec.json.decode(reply.body)

    with pytest.raises(VenueAnswerError):
        await transport.fetch(READ, parse)
    assert [str(request.url) for request in http.requests] == ["http://arcus.sandbox" + READ.target]


async def test_no_retry_late_in_the_deadline() -> None:
    """After 60 % of the deadline there is no second attempt."""

    async def answer(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.5)
        return reply(500)

    http = Scripted(answer)
    with pytest.raises(VenueUnavailableError):
        await fetch_within(0.8, transport_to(http))
    assert len(http.requests) == 1


async def test_retries_have_a_budget() -> None:
    """Of many failing reads only a few are sent again: three a second and a tenth of the calls."""
    http = answering(500)
    never = Circuit(failures=10_000)
    transport = transport_to(http, limits=msgspec.structs.replace(AMPLE, circuit=never))
    calls = [READ._replace(target=f"/account?n={number}") for number in range(40)]
    started = time.monotonic()
    await asyncio.gather(*(transport.fetch(call, body_of) for call in calls), return_exceptions=True)
    flown_back = 3 * (time.monotonic() - started)
    assert 40 < len(http.requests) <= 40 + 3 + 4 + flown_back


@pytest.mark.parametrize("form", ["seconds", "date"])
async def test_a_pause_that_fits_is_waited(form: str) -> None:
    """Retry-After is honoured in both its forms when the deadline allows."""
    when = "0" if form == "seconds" else format_datetime(datetime.now(UTC) + timedelta(seconds=1), usegmt=True)
    http = answering(429, 200, headers={"retry-after": when})
    assert await transport_to(http).fetch(READ, body_of) == b"{}"
    assert len(http.requests) == 2


async def test_a_pause_that_does_not_fit_is_reported_at_once() -> None:
    """A pause beyond the deadline is an error with its length, and the bucket is closed for all callers."""
    http = answering(429, headers={"retry-after": "30"})
    transport = transport_to(http)
    started = time.monotonic()
    with pytest.raises(VenueRateLimitedError, match=r"asks for a pause of 30\.0 s") as limited:
        await transport.fetch(READ, body_of)
    assert limited.value.retry_after == 30
    assert limited.value.extensions["retryAfter"] == 30
    with pytest.raises(VenueRateLimitedError, match="after the deadline") as closed:
        await transport.fetch(READ._replace(target="/other"), body_of)
    assert closed.value.retry_after == pytest.approx(30, abs=1)
    assert len(http.requests) == 1
    assert time.monotonic() - started < 5


async def test_a_429_without_a_time_closes_for_the_venues_default() -> None:
    """Without Retry-After the venue's own default pause counts."""
    http = answering(429, 200)
    transport = transport_to(http, limits=msgspec.structs.replace(AMPLE, default_retry_after=0.1))
    started = time.monotonic()
    await transport.fetch(READ, body_of)
    assert time.monotonic() - started >= 0.1


async def test_a_429_holds_back_who_waits_for_a_slot() -> None:
    """Calls that had their turn and wait for a free slot are not sent into a closed bucket."""
    http = answering(429, headers={"retry-after": "30"})
    transport = transport_to(http, limits=msgspec.structs.replace(AMPLE, concurrency=1))
    calls = [READ._replace(target=f"/account?n={number}") for number in range(5)]
    results = await asyncio.gather(*(transport.fetch(call, body_of) for call in calls), return_exceptions=True)
    assert {type(result) for result in results} == {VenueRateLimitedError}
    assert len(http.requests) == 1


async def test_an_empty_bucket_refuses_what_cannot_wait() -> None:
    """When the own bucket has no room before the deadline nothing is sent."""
    http = answering(200)
    transport = transport_to(http, limits=msgspec.structs.replace(AMPLE, rate=0.1, burst=1))
    await transport.fetch(READ, body_of)
    with pytest.raises(VenueRateLimitedError) as refused:
        await fetch_within(0.1, transport)
    assert refused.value.retry_after == pytest.approx(10, abs=0.5)
    assert len(http.requests) == 1


async def test_an_empty_bucket_is_waited_for() -> None:
    """When the bucket refills before the deadline the call waits its turn."""
    http = answering(200)
    transport = transport_to(http, limits=msgspec.structs.replace(AMPLE, rate=20, burst=1))
    started = time.monotonic()
    for number in range(3):
        await transport.fetch(READ._replace(target=f"/{number}"), body_of)
    assert 0.09 <= time.monotonic() - started < 5


@pytest.mark.parametrize("concurrency", [1, 8], ids=["for a slot", "for its turn"])
async def test_who_gives_up_waiting_holds_up_nobody(concurrency: int) -> None:
    """A call that is cancelled before it is sent gives back what it reserved, so that the next one is not later."""
    http = slow(0.1)
    transport = transport_to(http, limits=msgspec.structs.replace(AMPLE, rate=0.5, burst=2, concurrency=concurrency))
    first = asyncio.create_task(transport.fetch(READ, body_of))
    await http.called.wait()
    heavy = READ._replace(target="/heavy", weight=1 if concurrency == 1 else 2)
    waiting = asyncio.create_task(transport.fetch(heavy, body_of))
    await settled()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await settled()
    started = time.monotonic()
    assert await transport.fetch(READ._replace(target="/next"), body_of) == b"{}"
    assert time.monotonic() - started < 1
    assert await first == b"{}"
    assert len(http.requests) == 2


async def test_other_figures_are_kept_to() -> None:
    """How many retries a call has is a figure of the venue."""
    http = answering(500)
    limits = msgspec.structs.replace(AMPLE, retries=Retries(most=1, first_pause=0))
    with pytest.raises(VenueUnavailableError):
        await transport_to(http, limits=limits).fetch(READ, body_of)
    assert len(http.requests) == 2


async def test_a_record_says_whether_its_call_was_retried() -> None:
    """Attempt, status, code and time of each attempt are in its record."""
    records = list[CallRecord]()
    await transport_to(answering(500, 200), records=records).fetch(READ, body_of)
    assert [(record.retried, record.status, record.code) for record in records] == [
        (False, 500, "VENUE_UNAVAILABLE"),
        (True, 200, None),
    ]
    assert all(0 <= record.milliseconds < 5000 for record in records)
