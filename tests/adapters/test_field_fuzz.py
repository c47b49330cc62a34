"""Every member of every answer is spoiled once: nothing escapes, no other key is touched, no amount is wrong."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import pytest

from adapters.registration import Registration
from adapters.registry import open_ports
from adapters.transport.calls import Upstream
from adapters.transport.transport import Transport
from domain.budget import BUDGET, Budget
from domain.errors import INTERNAL, Unavailable, VenueError
from domain.ports import Result
from domain.venues import Venue
from tests.adapters.conftest import QUICK, Wired, settings_of
from tests.adapters.replies import timeless
from tests.adapters.specimens import SPECIMENS
from tests.adapters.specimens.specimen import Fuzzed
from tests.adapters.spoiling import Spoiled, Spoiling, Target, spoilt, unexplained
from tests.adapters.venues import every_venue

FUZZED = [
    pytest.param(entry, fuzzed, id=f"{entry.venue.value}-{fuzzed.name}")
    for entry in every_venue.args[1]
    for fuzzed in SPECIMENS[entry.venue].fuzzed
]


class Bench(NamedTuple):
    """One read of one venue, on a sandbox whose answers are kept and may be spoiled."""

    venue: Venue
    settings: msgspec.Struct
    fuzzed: Fuzzed
    http: Spoiling

    async def results(self, keys: Sequence[Any]) -> list[Result[Any]]:
        """What ports that were never called before give for the keys; a failure of all of them is each one's."""
        BUDGET.set(Budget(10))

        def connect(upstream: Upstream) -> Transport:
            return Transport(upstream, observe=lambda _: None, http=self.http)

        ports = open_ports({self.venue: self.settings}, connect)
        try:
            return list(await self.fuzzed.read(ports, keys))
        except VenueError as error:
            return [error.unavailable for _ in keys]
        finally:
            await ports.accounts[self.venue].close()

    async def targets(self, keys: Sequence[Any]) -> set[Target]:
        """The calls by which these keys are read."""
        self.http.used.clear()
        await self.results(keys)
        return set(self.http.used)


@pytest.mark.parametrize(("entry", "fuzzed"), FUZZED)
async def test_spoiled_answers(entry: Registration, fuzzed: Fuzzed, environment: dict[str, str], wired: Wired) -> None:
    """An answer that is spoiled in one place costs at most the keys that are read from it.

    What is given all the same differs from the healthy result in what that place says, and in nothing else.
    """
    settings = settings_of(entry.venue, entry.settings, environment, {"limits": QUICK})
    bench = Bench(entry.venue, settings, fuzzed, Spoiling(wired.sandbox.apps[entry.venue.value.lower()]))
    healthy = await bench.results(fuzzed.keys)
    assert not any(isinstance(result, Unavailable) for result in healthy)
    alone = {key: await bench.targets([key]) for key in fuzzed.keys}
    faults: list[str] = []
    for target in sorted(await bench.targets(fuzzed.keys)):
        fed = [key for key in fuzzed.keys if target in alone[key]] or list(fuzzed.keys)
        for spoiled in spoilt(bench.http.kept[target].body, fuzzed.mentioning):
            bench.http.spoiled = {target: spoiled.body}
            found = await bench.results(fuzzed.keys)
            for key, before, after in zip(fuzzed.keys, healthy, found, strict=True):
                wrong = judged(before, after, spoiled, may_fail=key in fed)
                faults += [f"{target[1]} {spoiled.place} = {spoiled.after!r}: {key}: {fault}"[:300] for fault in wrong]
    assert not faults, "\n".join([f"{len(faults)} faults", *faults[:40]])


def judged(healthy: Result[Any], found: Result[Any], spoiled: Spoiled, *, may_fail: bool) -> list[str]:
    """What is wrong with a result after an answer was spoiled."""
    if isinstance(found, Unavailable):
        if found.message == INTERNAL:
            return ["a fault of ours"]
        return [] if may_fail else [f"failed for another key's answer: {found.message}"]
    if not may_fail:
        return [] if timeless([found]) == timeless([healthy]) else ["differs for another key's answer"]
    return unexplained(timeless([healthy]), timeless([found]), spoiled)


@every_venue
def test_reads_that_are_spoiled_have_names(entry: Registration) -> None:
    """Each read of a venue has a name of its own, and more than one key or a page."""
    names = [fuzzed.name for fuzzed in SPECIMENS[entry.venue].fuzzed]
    assert len(names) == len(set(names))
    assert all(fuzzed.keys for fuzzed in SPECIMENS[entry.venue].fuzzed)
