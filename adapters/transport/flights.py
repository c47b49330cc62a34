"""Single flight: equal reads under way at one venue are one call, shared by everyone who waits for it."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from adapters.transport.calls import Call
from domain.budget import Budget

RETRY_WINDOW = 0.6  # no retry starts after this share of the time a flight has


class LateError(Exception):
    """The caller's time is up; `alone` says that nobody else had time left either."""

    def __init__(self, *, alone: bool) -> None:
        super().__init__("no time left")
        self.alone = alone


class GroundedError(Exception):
    """The flight was ended by the transport, not by its caller."""


class Flight:
    """One call under way and everyone who waits for it; it lives as long as its most patient waiter."""

    def __init__(self, scope: Budget) -> None:
        self.started = time.monotonic()
        self.deadline = scope.deadline
        self.waiters = 0
        self.overdue = False
        """Whether it is cancelled because nobody had time left, which tells against the venue."""
        self.headers: Mapping[str, str] = {}
        """What the latest attempt was sent with."""
        self.task: asyncio.Task[Any]

    def remaining(self) -> float:
        """Seconds that the most patient waiter still has."""
        return self.deadline - time.monotonic()

    def may_retry(self) -> bool:
        """Whether there is time enough left to begin once more."""
        return time.monotonic() - self.started < (self.deadline - self.started) * RETRY_WINDOW


class Flights:
    """The calls under way with one credential at one venue."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._shared: dict[Call, Flight] = {}
        self._under_way: set[asyncio.Task[Any]] = set()

    async def join(self, call: Call, scope: Budget, work: Callable[[Flight], Coroutine[Any, Any, Any]]) -> Any:  # noqa: ANN401 - what work gives
        """Wait for the call, starting it where no equal read is under way; the last who leaves cancels it.

        Raises LateError when the scope's time is up, GroundedError when the flight was ended by `close`, and whatever
        the work raises.
        """
        flight = self._shared.get(call) if call.read else None
        if flight is None:
            flight = self._start(call, scope, work)
        flight.deadline = max(flight.deadline, scope.deadline)
        flight.waiters += 1
        try:
            async with asyncio.timeout(scope.remaining()):
                return await asyncio.shield(flight.task)
        except TimeoutError:
            flight.overdue = flight.waiters == 1 and not flight.task.done()
            raise LateError(alone=flight.overdue) from None
        except asyncio.CancelledError:
            current = asyncio.current_task()
            if flight.task.cancelled() and not (current and current.cancelling()):
                raise GroundedError from None
            raise
        finally:
            flight.waiters -= 1
            if not flight.waiters and not flight.task.done():
                self._land(call, flight)
                flight.task.cancel()

    async def close(self) -> None:
        """Cancel everything under way and wait until it has ended."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _start(self, call: Call, scope: Budget, work: Callable[[Flight], Coroutine[Any, Any, Any]]) -> Flight:
        flight = Flight(scope)

        def landed(task: asyncio.Task[Any]) -> None:
            self._under_way.discard(task)
            self._land(call, flight)
            if not task.cancelled():
                task.exception()  # seen, also where nobody waits for it any more

        flight.task = asyncio.create_task(work(flight), name=f"{self._name} {call.name}")
        self._under_way.add(flight.task)
        flight.task.add_done_callback(landed)
        if call.read:
            self._shared[call] = flight
        return flight

    def _land(self, call: Call, flight: Flight) -> None:
        if self._shared.get(call) is flight:
            del self._shared[call]
