"""The fault matrix, rows 42 and 52: a venue that flaps, and one beside another. The table is in `test_fault_matrix`."""

import asyncio
import time
from statistics import median

import msgspec

from tests.adapters.transport.breakable import breakable, quick
from tests.adapters.transport.scripted import AMPLE, READ, body_of, slow, transport_to


async def test_row_42_flaps_up_and_down() -> None:
    """A venue that is up and down in turns gets no more than the budgeted retries, and is called when it is up."""
    venue, transport = breakable(msgspec.structs.replace(AMPLE, circuit=quick(first_pause=0.05).circuit))
    answered, started = 0, time.monotonic()
    calls = 0
    while (now := time.monotonic() - started) < 1.2:
        venue.broken = "/" if int(now / 0.2) % 2 else ""
        reads = (transport.fetch(READ._replace(target=f"/account?n={calls}-{one}"), body_of) for one in range(4))
        answered += (await asyncio.gather(*reads, return_exceptions=True)).count(b"{}")
        calls += 4
        await asyncio.sleep(0.01)
    await transport.close()
    retries = len(venue.requests) - venue.probes - calls
    assert retries <= 3 + 1.5 * 3 + calls * 0.1
    assert answered > calls * 0.3
    assert venue.probes < 20


async def test_row_52_one_slow_venue_does_not_exhaust_the_others() -> None:
    """With every slot of one venue taken by calls that hang, another venue is as quick as it was."""
    hanging, other = transport_to(slow(30)), transport_to(slow(0.005))

    async def usual() -> float:
        times = []
        for _ in range(40):
            started = time.monotonic()
            await other.fetch(READ, body_of)
            times.append(time.monotonic() - started)
        return median(times)

    alone = await usual()
    calls = [READ._replace(target=f"/account?n={number}") for number in range(100)]
    stuck = [asyncio.create_task(hanging.fetch(call, body_of)) for call in calls]
    await asyncio.sleep(0.05)
    beside = await usual()
    await hanging.close()
    await asyncio.gather(*stuck, return_exceptions=True)
    assert beside < alone * 1.5 + 0.01
