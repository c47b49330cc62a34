"""Equal reads are one call with one deadline for each who waits."""

import asyncio
import time
from contextlib import suppress

import httpx
import pytest

from adapters.transport.calls import Call, CallRecord, Reply
from domain.errors import (
    VenueAnswerError,
    VenueTimeoutError,
    VenueUnavailableError,
)
from tests.adapters.transport.scripted import (
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


async def test_equal_reads_are_one_call() -> None:
    """Fifty equal reads at once are one upstream call, parsed once."""
    http, parsed = slow(0.05), list[int]()

    def parse(reply: Reply) -> bytes:
        parsed.append(reply.status)
        return reply.body

    transport = transport_to(http)
    results = await asyncio.gather(*(transport.fetch(READ, parse) for _ in range(50)))
    assert results == [b"{}"] * 50
    assert (len(http.requests), parsed) == (1, [200])
    assert await transport.fetch(READ, parse) == b"{}"
    assert len(http.requests) == 2


@pytest.mark.parametrize(
    "other",
    [
        READ._replace(target="/account?address=0xa2"),
        READ._replace(method="POST"),
        READ._replace(body=b"{}"),
        READ._replace(name="accounts"),
    ],
)
async def test_different_reads_are_not_shared(other: Call) -> None:
    """Calls that differ in name, method, target or body are calls of their own."""
    http = slow(0.05)
    transport = transport_to(http)
    await asyncio.gather(transport.fetch(READ, body_of), transport.fetch(other, body_of))
    assert len(http.requests) == 2


async def test_what_is_no_read_is_not_shared() -> None:
    """Two equal calls that may change something are two calls."""
    http = slow(0.05)
    transport = transport_to(http)
    await asyncio.gather(transport.fetch(WRITE, body_of), transport.fetch(WRITE, body_of))
    assert len(http.requests) == 2


async def test_a_shared_failure_reaches_all_who_wait() -> None:
    """When the one call fails, each who waits gets an error of its own, and the next read is a new call."""

    async def answer(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.02)
        return reply(400)

    http = Scripted(answer)
    transport = transport_to(http)
    results = await asyncio.gather(*(transport.fetch(READ, body_of) for _ in range(5)), return_exceptions=True)
    assert {type(result) for result in results} == {VenueAnswerError}
    assert len({id(result) for result in results}) == 5
    with pytest.raises(VenueAnswerError):
        await transport.fetch(READ, body_of)
    assert len(http.requests) == 2


@pytest.mark.parametrize("patient_first", [False, True])
async def test_the_patient_gets_the_answer_and_the_impatient_does_not(*, patient_first: bool) -> None:
    """Two who wait for one call have their own deadlines, whoever came first."""
    http = slow(0.25, b"[]")
    transport = transport_to(http)
    seconds = (5.0, 0.1) if patient_first else (0.1, 5.0)
    first = asyncio.create_task(fetch_within(seconds[0], transport))
    await http.called.wait()
    results = await asyncio.gather(first, fetch_within(seconds[1], transport), return_exceptions=True)
    patient, impatient = results if patient_first else reversed(results)
    assert patient == b"[]"
    assert isinstance(impatient, VenueTimeoutError)
    assert len(http.requests) == 1


async def test_a_call_is_tried_again_for_the_patient() -> None:
    """Whether there is time for a retry is judged by the longest deadline of those who wait."""

    async def answer(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.15 if len(http.requests) == 1 else 0)
        return reply(500 if len(http.requests) == 1 else 200)

    http = Scripted(answer)
    transport = transport_to(http)
    impatient = asyncio.create_task(fetch_within(0.2, transport))
    await http.called.wait()
    assert await fetch_within(10, transport) == b"{}"
    await asyncio.gather(impatient, return_exceptions=True)
    assert len(http.requests) == 2


async def test_the_last_to_leave_cancels_the_call() -> None:
    """One who leaves changes nothing for the others; when the last has left the upstream call is cancelled."""
    http = slow(5)
    transport = transport_to(http)
    waiters = [asyncio.create_task(transport.fetch(READ, body_of)) for _ in range(3)]
    await http.called.wait()
    for waiter in waiters:
        assert http.under_way == 1
        waiter.cancel()
        await asyncio.gather(waiter, return_exceptions=True)
        await settled()
    assert http.under_way == 0


async def test_a_cancelled_call_is_not_joined() -> None:
    """A read that comes after the last waiter left is a call of its own and is answered."""
    http = slow(0.1)
    transport = transport_to(http)
    left = asyncio.create_task(transport.fetch(READ, body_of))
    await http.called.wait()
    left.cancel()
    with suppress(asyncio.CancelledError):
        await left
    assert await transport.fetch(READ, body_of) == b"{}"
    assert len(http.requests) == 2


@pytest.mark.parametrize("call", [READ, WRITE])
async def test_no_call_outlives_close(call: Call) -> None:
    """Closing cancels what is under way; those who wait get an error that says so."""
    http = slow(30)
    transport = transport_to(http)
    waiter = asyncio.create_task(transport.fetch(call, body_of))
    await http.called.wait()
    await transport.close()
    assert http.under_way == 0
    with pytest.raises(VenueUnavailableError, match="is no longer called"):
        await waiter


async def test_the_deadline_is_the_callers() -> None:
    """A caller gets its error when its time is up, although the call itself may take longer."""
    http, records = slow(5), list[CallRecord]()
    transport = transport_to(http, records=records)
    started = time.monotonic()
    with pytest.raises(VenueTimeoutError, match="before the deadline"):
        await fetch_within(0.1, transport)
    assert 0.09 <= time.monotonic() - started < 4
    await settled()
    assert [(record.status, record.code) for record in records] == [(None, "VENUE_TIMEOUT")]
    assert http.under_way == 0


async def test_nothing_is_sent_when_time_is_up() -> None:
    """A request without time left asks nobody, and says that the time is what is missing."""
    http = answering(200)
    transport = transport_to(http)
    with pytest.raises(VenueTimeoutError):
        await fetch_within(0, transport)
    assert not http.requests
    assert await fetch_within(5, transport) == b"{}"
    assert (await transport.state()).last_error_code is None


async def test_silence_counts_against_the_venue() -> None:
    """Calls that run into the deadline open the circuit as time-outs do."""
    http = slow(5)
    transport = transport_to(http)
    for number in range(5):
        with pytest.raises(VenueTimeoutError):
            await fetch_within(0.01, transport, READ._replace(target=f"/account?n={number}"))
        await settled()
    with pytest.raises(VenueUnavailableError, match="circuit open"):
        await transport.fetch(READ, body_of)
    assert len(http.requests) == 5


async def test_a_client_that_leaves_does_not_count_against_the_venue() -> None:
    """Calls that are cancelled tell nothing about the venue."""
    http = slow(0.05)
    transport = transport_to(http)
    for _ in range(8):
        waiter = asyncio.create_task(transport.fetch(READ, body_of))
        await http.called.wait()
        http.called.clear()
        waiter.cancel()
        await asyncio.gather(waiter, return_exceptions=True)
    assert await transport.fetch(READ, body_of) == b"{}"
