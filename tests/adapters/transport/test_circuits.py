"""The circuits of a transport: what opens them, and who is held back."""

import asyncio
import time

import httpx
import msgspec
import pytest

from adapters.transport.rates import Retries
from domain.errors import VenueAnswerError, VenueUnavailableError
from domain.venues import VenueHealth
from tests.adapters.transport.breakable import NO_RETRIES, breakable, quick, until
from tests.adapters.transport.scripted import (
    AMPLE,
    READ,
    Scripted,
    answering,
    body_of,
    fail,
    reply,
    settled,
    slow,
    transport_to,
)


async def test_one_account_does_not_open_the_circuit_for_all() -> None:
    """Five accounts that a venue cannot serve, read again and again, fail none of eight hundred other reads."""
    venue, transport = breakable(msgspec.structs.replace(AMPLE, retries=Retries(first_pause=0)))
    venue.broken = "failing"
    failed = good = 0
    for number in range(100):
        if number % 10 == 0:
            failed += len(await fail(transport))
        reads = (transport.fetch(READ._replace(target=f"/good?n={number}-{one}"), body_of) for one in range(8))
        good += (await asyncio.gather(*reads)).count(b"{}")
    assert (failed, good) == (50, 800)
    assert (await transport.state()).health is VenueHealth.UP
    await transport.close()


async def test_failing_accounts_cost_rare_others_a_moment() -> None:
    """Where nearly all that is read fails the circuit opens, the probe is answered, and who came meanwhile as well."""
    venue, transport = breakable()
    venue.broken = "failing"
    for _ in range(20):
        assert len(await fail(transport)) == 5
        assert await transport.fetch(READ, body_of) == b"{}"
    assert venue.probes >= 1
    await transport.close()


async def test_a_failing_class_of_calls_does_not_hold_back_the_others() -> None:
    """While calls of one name are refused, those of another go out; a call may name another class."""
    http = answering(500)
    transport = transport_to(http, limits=NO_RETRIES)
    await fail(transport)
    with pytest.raises(VenueUnavailableError, match="circuit open"):
        await transport.fetch(READ, body_of)
    for other in (READ._replace(name="prices"), READ._replace(circuit="own")):
        with pytest.raises(VenueUnavailableError, match="status 500"):
            await transport.fetch(other, body_of)
    with pytest.raises(VenueUnavailableError, match="circuit open"):
        await transport.fetch(READ._replace(name="prices", circuit="account"), body_of)
    assert len(http.requests) == 7
    await transport.close()


async def test_lost_connections_hold_back_every_class() -> None:
    """A venue that cannot be reached is not called for anything, whatever the target and name of what failed."""

    async def answer(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no")

    http = Scripted(answer)
    transport = transport_to(http, limits=NO_RETRIES)
    for number in range(5):
        with pytest.raises(VenueUnavailableError, match="could not be reached"):
            await transport.fetch(READ._replace(name=f"call {number}"), body_of)
    with pytest.raises(VenueUnavailableError, match="circuit open"):
        await transport.fetch(READ._replace(name="another"), body_of)
    assert len(http.requests) == 5
    await transport.close()


async def test_retries_are_one_failure() -> None:
    """Three attempts of one call count once, so two calls open nothing, and five do."""
    http = answering(500)
    transport = transport_to(http, limits=msgspec.structs.replace(AMPLE, retries=Retries(a_second=100, first_pause=0)))
    await fail(transport, 4)
    assert len(http.requests) == 12
    assert (await transport.state()).health is VenueHealth.DEGRADED
    await fail(transport, 5)
    assert len(http.requests) == 13
    assert (await transport.state()).health is VenueHealth.DOWN
    await transport.close()


async def test_refusals_do_not_open_the_circuit() -> None:
    """A venue that answers with 4xx is well."""
    http = answering(400)
    assert await fail(transport_to(http), 30) == [VenueAnswerError] * 30
    assert len(http.requests) == 30


async def test_an_open_circuit_is_not_waited_for() -> None:
    """While the circuit is open and no probe is out a call is refused at once, whatever the bucket says."""
    venue, transport = breakable(msgspec.structs.replace(NO_RETRIES, rate=0.001, burst=6))
    venue.broken = "/"
    await fail(transport)
    await until(lambda: venue.probes == 1)
    await settled()
    started = time.monotonic()
    for _ in range(100):
        with pytest.raises(VenueUnavailableError, match="circuit open"):
            await transport.fetch(READ, body_of)
    assert time.monotonic() - started < 1
    assert len(venue.requests) == 6
    await transport.close()


async def test_who_waits_for_a_slot_is_not_sent_into_an_open_circuit() -> None:
    """With one slot and a dead venue, forty calls are five calls, and a probe."""
    venue, transport = breakable(msgspec.structs.replace(NO_RETRIES, concurrency=1))
    venue.broken = "/"
    calls = [READ._replace(target=f"/account?n={number}") for number in range(40)]
    results = await asyncio.gather(*(transport.fetch(call, body_of) for call in calls), return_exceptions=True)
    assert {type(result) for result in results} == {VenueUnavailableError}
    assert len(venue.requests) == 5 + 1
    await transport.close()


async def test_a_class_that_the_probe_does_not_speak_for_is_left_alone() -> None:
    """Calls that go on failing although the probe is answered are held back for the pause, which grows."""
    venue, transport = breakable(quick(first_pause=0.05, longest_pause=10))
    venue.broken = "/failing"
    await fail(transport)
    await until(lambda: venue.probes == 1)
    await settled()
    await fail(transport)
    for _ in range(3):
        with pytest.raises(VenueUnavailableError, match="circuit open"):
            await transport.fetch(READ._replace(target="/failing"), body_of)
    assert (await transport.state()).health is VenueHealth.DEGRADED
    await until(lambda: venue.probes == 2)
    await settled()
    assert await transport.fetch(READ, body_of) == b"{}"
    await transport.close()


async def test_what_was_sent_before_a_recovery_does_not_count_after_it() -> None:
    """Calls that the venue swallowed before it came back do not open the circuit again when they time out."""
    released = asyncio.Event()
    broken, back = True, asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if "swallowed" in str(request.url):
            await released.wait()
            return reply(500)
        return reply(500 if broken else 200)

    http = Scripted(answer)

    async def probe() -> None:
        await transport.fetch(READ._replace(name="probe"), body_of)
        back.set()

    limits = msgspec.structs.replace(quick(first_pause=0.01, longest_pause=0.01), concurrency=16)
    transport = transport_to(http, limits=limits, probe=probe)
    calls = [READ._replace(target=f"/swallowed?n={number}") for number in range(8)]
    swallowed = [asyncio.create_task(transport.fetch(call, body_of)) for call in calls]
    await until(lambda: http.under_way == 8)
    await fail(transport)
    broken = False
    await back.wait()
    await settled()
    released.set()
    assert {type(result) for result in await asyncio.gather(*swallowed, return_exceptions=True)} == {
        VenueUnavailableError
    }
    assert await transport.fetch(READ, body_of) == b"{}"
    await transport.close()


async def test_a_client_that_leaves_does_not_open_the_circuit() -> None:
    """Calls of ten accounts that are cancelled tell nothing about the venue."""
    http = slow(0.05)
    transport = transport_to(http)
    for number in range(10):
        call = READ._replace(target=f"/account?n={number}")
        waiter = asyncio.create_task(transport.fetch(call, body_of))
        await http.called.wait()
        http.called.clear()
        waiter.cancel()
        await asyncio.gather(waiter, return_exceptions=True)
    assert await transport.fetch(READ, body_of) == b"{}"
