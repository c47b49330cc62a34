"""When a call may go out: in its turn at the venue's rate, on a free slot, and through a closed circuit."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from adapters.transport.attempts import Attempt
from adapters.transport.breaker import Breaker
from adapters.transport.calls import Upstream
from adapters.transport.flights import Patience
from domain.errors import VenueRateLimitedError, VenueTimeoutError, VenueUnavailableError


class Admission:
    """The one door to an upstream, where the breaker counts what comes of each call that passes."""

    def __init__(self, upstream: Upstream, breaker: Breaker) -> None:
        self._upstream = upstream
        self._breaker = breaker
        self._slots = asyncio.Semaphore(upstream.limits.concurrency)

    @asynccontextmanager
    async def turn(self, attempt: Attempt) -> AsyncIterator[None]:
        """Wait for a turn, and hold a slot while the call is under way.

        Raises VenueRateLimitedError when the turn would come after the deadline, VenueUnavailableError while the
        circuit is open. A 429 or a circuit that opens while the call waits holds it back as well.
        """
        if self._breaker.refusing:
            raise self._circuit_open()
        await self._slot(attempt)
        try:
            with self._counted(attempt.patience):
                yield
        finally:
            self._slots.release()

    async def _slot(self, attempt: Attempt) -> None:
        """Take a slot once the bucket lets the call out; a call that is given up before leaves nothing reserved."""
        bucket, weight = attempt.bucket, attempt.call.weight
        granted, wait = bucket.reserve(weight, attempt.patience.remaining())
        if not granted:
            raise self._too_late(attempt, wait)
        try:
            await asyncio.sleep(wait)
            await self._slots.acquire()
            while wait := bucket.closed_seconds:
                self._slots.release()
                await self._sit_out(attempt, wait)
                await self._slots.acquire()
        except BaseException:
            bucket.give_back(weight)
            raise

    async def _sit_out(self, attempt: Attempt, wait: float) -> None:
        """Wait until a bucket that a 429 has closed meanwhile is open again."""
        if wait > attempt.patience.remaining():
            raise self._too_late(attempt, wait)
        await asyncio.sleep(wait)

    @contextmanager
    def _counted(self, patience: Patience) -> Iterator[None]:
        if not self._breaker.admit():
            raise self._circuit_open()
        try:
            yield
        except (VenueTimeoutError, VenueUnavailableError):
            self._breaker.failed()
            raise
        except BaseException:
            self._breaker.failed() if patience.ended else self._breaker.abandoned()
            raise
        self._breaker.succeeded()

    def _too_late(self, attempt: Attempt, wait: float) -> VenueRateLimitedError:
        words = f"may be called again in {wait:.1f} s, which is after the deadline"
        return self._upstream.error(VenueRateLimitedError, words, attempt.call, wait)

    def _circuit_open(self) -> VenueUnavailableError:
        venue = self._upstream.venue
        return VenueUnavailableError(
            venue, f"{venue.title} failed repeatedly and is not called for a while (circuit open)."
        )
