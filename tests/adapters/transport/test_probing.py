"""How an open circuit is closed again: the probe, those who wait for it, and its end."""

import asyncio
import time
from collections import deque
from itertools import pairwise

import httpx
import msgspec
import pytest

from domain.budget import BUDGET, Budget
from domain.errors import NotFoundError, VenueAnswerError, VenueError, VenueUnavailableError
from domain.venues import Venue, VenueHealth
from tests.adapters.transport.breakable import NO_RETRIES, breakable, probing_tasks, quick, until
from tests.adapters.transport.scripted import (
    READ,
    Scripted,
    answering,
    body_of,
    fail,
    fetch_within,
    reply,
    settled,
    transport_to,
)


async def test_a_circuit_is_probed_in_the_background_until_the_venue_is_back() -> None:
    """Without any caller the probe goes out at once and after growing pauses, and its first answer closes the circuit.

    From the healing on it takes no longer than the longest pause.
    """
    venue, transport = breakable(quick(first_pause=0.02, longest_pause=0.08))
    venue.broken = "/"
    await fail(transport)
    await until(lambda: venue.probes == 5)
    assert (await transport.state()).health is VenueHealth.DOWN
    venue.broken = ""
    healed = time.monotonic()
    await until(lambda: venue.probes == 6)
    assert time.monotonic() - healed < 0.08 + 0.1
    await settled()
    assert await transport.fetch(READ, body_of) == b"{}"
    assert (await transport.state()).health is VenueHealth.UP
    probes = venue.probes
    await asyncio.sleep(0.2)
    assert venue.probes == probes
    await transport.close()


async def test_the_pauses_between_probes_double() -> None:
    """Each pause is twice the one before, up to the longest, and up to a quarter shorter by chance."""
    probed = list[float]()

    async def probe() -> None:
        probed.append(time.monotonic())
        raise VenueUnavailableError(Venue.ARCUS, "No.")

    transport = transport_to(answering(500), limits=quick(first_pause=0.04, longest_pause=0.1), probe=probe)
    await fail(transport)
    await until(lambda: len(probed) == 5)
    await transport.close()
    pauses = [later - earlier for earlier, later in pairwise(probed)]
    for pause, figure in zip(pauses, (0.04, 0.08, 0.1, 0.1), strict=True):
        assert 0.75 * figure <= pause < figure + 0.2


async def test_who_comes_while_the_probe_is_out_waits_for_it() -> None:
    """All who ask while a venue that is back is being probed are answered, by its first answer after the recovery."""
    venue, transport = breakable(quick(first_pause=0.02, longest_pause=0.02))
    venue.broken = "/"
    await fail(transport)
    await until(lambda: venue.probes == 2)
    venue.broken, venue.delay = "", 0.05
    await until(lambda: venue.requests[-1].url.path == "/probe" and venue.under_way == 1)
    calls = [READ._replace(target=f"/account?n={number}") for number in range(20)]
    assert await asyncio.gather(*(transport.fetch(call, body_of) for call in calls)) == [b"{}"] * 20
    await transport.close()


async def test_the_probe_is_not_one_of_those_that_wait_for_it() -> None:
    """A caller that wants what the probe reads waits, and neither keeps the other from its answer."""
    venue, transport = breakable()
    venue.broken = "/account"
    reads = [transport.fetch(READ._replace(target=f"/account?n={number}"), body_of) for number in range(5)]
    await asyncio.gather(*reads, return_exceptions=True)
    same = READ._replace(name="probe", target="/probe", circuit="account")
    assert await transport.fetch(same, body_of) == b"{}"
    await transport.close()


async def test_who_cannot_wait_that_long_is_told_of_the_circuit() -> None:
    """A caller whose time ends before the probe does gets the refusal, within its deadline."""

    async def probe() -> None:
        await asyncio.Event().wait()

    transport = transport_to(answering(500), limits=NO_RETRIES, probe=probe)
    await fail(transport)
    started = time.monotonic()
    with pytest.raises(VenueUnavailableError, match="circuit open"):
        await fetch_within(0.1, transport)
    assert time.monotonic() - started < 1
    await transport.close()


@pytest.mark.parametrize(
    ("outcome", "closes"),
    [
        (None, True),
        (NotFoundError(Venue.ARCUS, "No."), True),
        (VenueAnswerError(Venue.ARCUS, "No."), True),
        (KeyError("a bug"), True),
        (VenueUnavailableError(Venue.ARCUS, "No."), False),
        (TimeoutError(), False),
    ],
    ids=["answered", "refused", "nonsense", "a bug", "unavailable", "too late"],
)
async def test_whatever_the_venue_answers_its_probe_it_is_there(outcome: Exception | None, *, closes: bool) -> None:
    """Only silence and a 5xx keep the circuit open; a fault of ours in the probe does not keep it open for ever."""

    async def probe() -> None:
        await asyncio.sleep(0)
        if outcome is not None:
            raise outcome

    transport = transport_to(answering(500), limits=NO_RETRIES, probe=probe)
    await fail(transport)
    await settled()
    words = "status 500" if closes else "circuit open"
    with pytest.raises(VenueUnavailableError, match=words):
        await transport.fetch(READ, body_of)
    await transport.close()


async def test_a_venue_without_a_probe_is_tried_again_after_the_pause() -> None:
    """Where there is no probe the calls themselves find out, after the pause."""
    http = answering(*[500] * 5, 200)
    transport = transport_to(http, limits=quick(first_pause=0.05))
    await fail(transport)
    with pytest.raises(VenueUnavailableError, match="circuit open"):
        await transport.fetch(READ, body_of)
    await asyncio.sleep(0.06)
    assert await transport.fetch(READ, body_of) == b"{}"
    await transport.close()


async def test_the_probe_spends_a_budget_of_its_own() -> None:
    """What the probe sends is not on the bill of the request that opened the circuit, nor bound by its deadline."""
    budgets: deque[Budget] = deque()

    async def probe() -> None:
        budgets.append(BUDGET.get())

    transport = transport_to(answering(500), limits=quick(probe_seconds=3), probe=probe)
    await fail(transport)
    await settled()
    [probing] = budgets
    assert probing is not BUDGET.get()
    assert 2.5 < probing.remaining() <= 3
    await transport.close()


@pytest.mark.parametrize("out", [True, False], ids=["out", "pausing"])
async def test_no_probe_outlives_close(*, out: bool) -> None:
    """Closing ends the probing, whether the probe is out or pauses, and nothing is begun afterwards."""
    begun = asyncio.Event()

    async def probe() -> None:
        begun.set()
        if out:
            await asyncio.Event().wait()
        raise VenueUnavailableError(Venue.ARCUS, "No.")

    transport = transport_to(answering(500), limits=NO_RETRIES, probe=probe)
    await fail(transport)
    await begun.wait()
    await settled()
    assert probing_tasks()
    await transport.close()
    assert not probing_tasks()


async def test_an_answer_that_was_under_way_ends_the_probing_tasks() -> None:
    """When a call that was sent before is answered, nothing is probed any more and those who wait go on."""
    answered = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/early":
            await answered.wait()
            return reply()
        return reply(500 if request.url.path == "/failing" else 200)

    async def probe() -> None:
        await asyncio.Event().wait()

    http = Scripted(answer)
    transport = transport_to(http, limits=NO_RETRIES, probe=probe)
    early = asyncio.create_task(transport.fetch(READ._replace(target="/early"), body_of))
    await http.called.wait()
    await fail(transport)
    waiting = asyncio.create_task(transport.fetch(READ, body_of))
    await settled()
    assert not waiting.done()
    answered.set()
    assert [await early, await waiting] == [b"{}", b"{}"]
    await settled()
    assert not probing_tasks()
    await transport.close()


async def test_an_answer_that_was_under_way_outweighs_failures_that_were() -> None:
    """Of calls that were sent before the circuit opened one is answered; that others fail then does not open it."""
    gates = {"/early": asyncio.Event(), "/late": asyncio.Event()}

    async def answer(request: httpx.Request) -> httpx.Response:
        if gate := gates.get(request.url.path):
            await gate.wait()
        return reply(500 if request.url.path in ("/failing", "/late") else 200)

    http = Scripted(answer)
    transport = transport_to(http, limits=msgspec.structs.replace(NO_RETRIES, concurrency=16))
    calls = [READ._replace(target="/early"), *(READ._replace(target=f"/late?n={number}") for number in range(8))]
    early, *late = [asyncio.create_task(transport.fetch(call, body_of)) for call in calls]
    await until(lambda: http.under_way == 9)
    await fail(transport)
    assert (await transport.state()).health is VenueHealth.DOWN
    gates["/early"].set()
    assert await early == b"{}"
    gates["/late"].set()
    await asyncio.gather(*late, return_exceptions=True)
    assert await transport.fetch(READ, body_of) == b"{}"
    await transport.close()


async def test_a_probe_that_never_ends_is_given_up() -> None:
    """A probe has as long as the circuit's figure says; then it has failed, and those who waited are refused."""

    async def probe() -> None:
        await asyncio.Event().wait()

    transport = transport_to(answering(500), limits=quick(probe_seconds=0.05), probe=probe)
    await fail(transport)
    with pytest.raises(VenueError, match="circuit open"):
        await transport.fetch(READ, body_of)
    assert (await transport.state()).health is VenueHealth.DOWN
    await transport.close()
