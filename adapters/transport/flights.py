"""Single flight: equal work that is under way is done once, for everyone who waits for it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from domain.errors import Unavailable, VenueError

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class OutOfTimeError(Exception):
    """The caller's time is up; `last` says that nobody else waited, so that the work is cancelled."""

    def __init__(self, *, last: bool) -> None:
        super().__init__("no time left")
        self.last = last


class StoppedError(Exception):
    """The work was cancelled although somebody waits for it: everything is being closed."""


class SharedBugError(Exception):
    """A fault of ours in shared work, an instance for each who waits; the cause is what was raised."""


class Patience:
    """How long work may take: as long as the most patient of those who wait for it."""

    def __init__(self, deadline: float) -> None:
        self.started = time.monotonic()
        self.deadline = deadline
        self.ended = False
        """Whether the work is cancelled because time was up for the last who waited."""

    def remaining(self) -> float:
        """Seconds left; below zero when there are none."""
        return self.deadline - time.monotonic()

    def is_past(self, share: float) -> bool:
        """Whether more than this share of the time is gone."""
        return time.monotonic() - self.started >= (self.deadline - self.started) * share


class Value(NamedTuple, Generic[V]):
    """What the work gave."""

    value: V


class Bug(NamedTuple):
    """An exception that nobody foresaw; it is never raised again, so that its traceback stays as it is."""

    cause: Exception


Outcome: TypeAlias = Value[V] | Unavailable | Bug


class Flight(Generic[V]):
    """Work under way, and how many wait for it."""

    def __init__(self, patience: Patience, task: asyncio.Task[Outcome[V]]) -> None:
        self.patience = patience
        self.task = task
        self.waiters = 0


class Flights(Generic[K, V]):
    """The work under way, by key; equal keys mean equal work."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._shared: dict[K, Flight[V]] = {}
        self._tasks: set[asyncio.Task[Outcome[V]]] = set()

    def __len__(self) -> int:
        """How much work is under way, shared or not."""
        return len(self._tasks)

    async def share(self, key: K | None, deadline: float, work: Callable[[Patience], Awaitable[V]]) -> V:
        """Wait for the work of this key, which is started unless it is under way; a key of None is never shared.

        The last to leave cancels it. Raises OutOfTimeError at the deadline, StoppedError after `close`, VenueError as
        the work does, and SharedBugError for anything else: each an instance of one's own, so that no two requests add
        their frames to one traceback.
        """
        if deadline <= time.monotonic():
            raise OutOfTimeError(last=False)
        flight = self._shared.get(key) if key is not None else None
        if flight is None:
            flight = self._start(key, Patience(deadline), work)
        flight.patience.deadline = max(flight.patience.deadline, deadline)
        flight.waiters += 1
        try:
            await asyncio.wait((flight.task,), timeout=deadline - time.monotonic())
            if not flight.task.done():
                flight.patience.ended = flight.waiters == 1
                raise OutOfTimeError(last=flight.patience.ended)
        finally:
            flight.waiters -= 1
            if not flight.waiters and not flight.task.done():
                self._forget(key, flight)
                flight.task.cancel()
        if flight.task.cancelled():
            raise StoppedError
        return _unfold(flight.task.result())

    async def close(self) -> None:
        """Cancel everything under way and wait until it has ended."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, key: K | None, patience: Patience, work: Callable[[Patience], Awaitable[V]]) -> Flight[V]:
        flight = Flight(patience, asyncio.create_task(_outcome(work, patience), name=self._name))

        def ended(task: asyncio.Task[Outcome[V]]) -> None:
            self._tasks.discard(task)
            self._forget(key, flight)

        self._tasks.add(flight.task)
        flight.task.add_done_callback(ended)
        if key is not None:
            self._shared[key] = flight
        return flight

    def _forget(self, key: K | None, flight: Flight[V]) -> None:
        if key is not None and self._shared.get(key) is flight:
            del self._shared[key]


async def _outcome(work: Callable[[Patience], Awaitable[V]], patience: Patience) -> Outcome[V]:
    """What comes of the work, as data: an exception that several raise would carry the frames of all of them."""
    try:
        return Value(await work(patience))
    except VenueError as error:
        return error.unavailable
    except Exception as error:  # noqa: BLE001 - the cause of what each who waits raises
        return Bug(error)


def _unfold(outcome: Outcome[V]) -> V:
    if isinstance(outcome, Unavailable):
        raise outcome.error()
    if isinstance(outcome, Bug):
        raise SharedBugError(f"shared work failed: {type(outcome.cause).__name__}") from outcome.cause
    return outcome.value
