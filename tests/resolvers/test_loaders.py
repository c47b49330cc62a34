"""The loader's five promises, and what every loader owes: one batch a turn, no key twice, a failure to its own key."""

import asyncio
import traceback
from collections.abc import Sequence

import pytest

from domain.budget import BUDGET, Allowance, Budget, Usage
from domain.errors import CostExceededError, FaultError, NotFoundError, Unavailable, VenueTimeoutError
from domain.ports import Result
from domain.venues import Venue
from resolvers.loaders import Loader

NOTHING = NotFoundError(Venue.ARCUS, "There is nothing under that key.").unavailable


class Batches:
    """A batch function that remembers what it was asked, waits where told to, and fails for keys below zero."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.started = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def load(self, keys: list[int]) -> Sequence[Result[str]]:
        """Answer each key with its text."""
        self.asked.append(keys)
        self.started.set()
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        return [NOTHING if key < 0 else str(key) for key in keys]


async def test_the_keys_of_one_turn_are_one_batch_and_no_key_is_asked_twice() -> None:
    """Equal keys share one lookup, later ones the cached result; the lookups are counted."""
    batches, usage = Batches(), Usage()
    loader = Loader(Venue.ARCUS, batches.load, usage)
    assert await asyncio.gather(*(loader.load(key) for key in (1, 2, 1, 3))) == ["1", "2", "1", "3"]
    assert await loader.load(2) == "2"
    assert batches.asked == [[1, 2, 3]]
    assert usage.lookups == 3


async def test_a_failure_is_its_own_keys_only() -> None:
    """A failure in place of a value is raised to the caller of that key; load_all gives it as data."""
    loader = Loader(Venue.ARCUS, Batches().load, Usage())
    good, bad = await asyncio.gather(loader.load(1), loader.load(-1), return_exceptions=True)
    assert good == "1"
    assert isinstance(bad, NotFoundError)
    found = await loader.load_all([1, -1])
    assert found[0] == "1"
    assert found[1] == NOTHING


async def test_each_one_who_waits_gets_an_exception_of_its_own() -> None:
    """Eight fields that wait for one failed key raise eight exceptions, none with another's traceback."""
    loader = Loader(Venue.ARCUS, Batches().load, Usage())
    raised = await asyncio.gather(*(loader.load(-1) for _ in range(8)), return_exceptions=True)
    assert len({id(error) for error in raised}) == 8
    frames = [traceback.extract_tb(error.__traceback__) for error in raised if isinstance(error, Exception)]
    assert all(len(own) <= 2 for own in frames)


async def test_a_failure_of_the_whole_batch_is_each_keys_own() -> None:
    """A venue error that a batch raises is the failure of every key in it."""

    async def late(_keys: list[int]) -> Sequence[Result[str]]:
        raise VenueTimeoutError(Venue.ARCUS, "Arcus did not answer in time (call: account).")

    found = await Loader(Venue.ARCUS, late, Usage()).load_all([1, 2])
    assert [part.code for part in found if isinstance(part, Unavailable)] == ["VENUE_TIMEOUT"] * 2


async def test_a_callers_time_out_does_not_poison_the_key() -> None:
    """A caller that gives up leaves the lookup to the next caller of the same key."""
    batches = Batches()
    batches.gate.clear()
    loader = Loader(Venue.ARCUS, batches.load, Usage())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(loader.load(1), 0.01)
    patient = asyncio.ensure_future(loader.load(1))
    batches.gate.set()
    assert await asyncio.wait_for(patient, 1) == "1"
    assert batches.asked == [[1]]


async def test_a_cancelled_batch_fails_its_waiters() -> None:
    """Whoever waits for a batch that is cancelled gets an error of its own, also for an equal key, and hangs not."""
    batches = Batches()
    batches.gate.clear()
    loader = Loader(Venue.ARCUS, batches.load, Usage())
    waiting = [asyncio.ensure_future(loader.load(key)) for key in (1, 1, 2)]
    await batches.started.wait()
    loader.close()
    results = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 1)
    assert [type(result) for result in results] == [FaultError] * 3
    assert len({id(result) for result in results}) == 3


async def test_a_batch_of_another_length_is_a_fault_of_ours() -> None:
    """Results that do not match the keys fail each key with an error of its own, and are one fault for the log."""

    async def short(_keys: list[int]) -> Sequence[Result[str]]:
        return ["1"]

    BUDGET.set(budget := Budget(5))
    loader = Loader(Venue.ARCUS, short, Usage())
    errors = await asyncio.gather(*(loader.load(key) for key in (1, 2)), return_exceptions=True)
    assert [type(error) for error in errors] == [FaultError] * 2
    assert errors[0] is not errors[1]
    assert [type(fault) for fault in budget.faults] == [ValueError]


async def test_no_batch_outlives_its_request() -> None:
    """Closing cancels the batch under way, also when its callers are gone."""
    batches = Batches()
    batches.gate.clear()
    loader = Loader(Venue.ARCUS, batches.load, Usage())
    gone = asyncio.ensure_future(loader.load(1))
    await batches.started.wait()
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    loader.close()
    await asyncio.wait_for(batches.cancelled.wait(), 1)


def test_a_loader_is_built_under_the_running_loop() -> None:
    """Without a running loop there is no loader: it would belong to a loop that never runs it."""
    with pytest.raises(RuntimeError, match="no running event loop"):
        Loader(Venue.ARCUS, lambda keys: asyncio.sleep(0, []), Usage())


async def test_a_fault_of_ours_fails_its_batch_and_is_kept_for_the_log() -> None:
    """An error that is no venue's is masked for those who wait, and the request's budget has the error itself."""
    fault, budget = KeyError("ours"), Budget(1)
    BUDGET.set(budget)

    async def broken(_keys: list[int]) -> Sequence[Result[str]]:
        raise fault

    loader = Loader(Venue.ARCUS, broken, Usage())
    with pytest.raises(FaultError, match="The gateway failed to answer this"):
        await loader.load(1)
    assert budget.faults == [fault]


async def test_a_batch_is_not_begun_without_calls_left() -> None:
    """A request that has made all the calls it may fails the keys of a further batch, and nothing is sent for them."""
    batches, budget = Batches(), Budget(1, Allowance(cost=100, calls_per_venue=2, calls=10))
    BUDGET.set(budget)
    budget.usage[Venue.ARCUS].calls = 2
    loader = Loader(Venue.ARCUS, batches.load, Usage())
    with pytest.raises(CostExceededError, match="2 upstream calls"):
        await loader.load(1)
    assert batches.asked == []
