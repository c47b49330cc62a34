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
    """The one door to an upstream; what comes of each call that passes it is what the breaker counts."""

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
        granted, wait = attempt.bucket.reserve(attempt.call.weight, attempt.patience.remaining())
        while True:
            if not granted:
                raise self._too_late(attempt, wait)
            await self._sleep(attempt, wait)
            async with self._slots:
                wait = attempt.bucket.closed_seconds
                if not wait:
                    with self._counted(attempt.patience):
                        yield
                    return
            granted = wait <= attempt.patience.remaining()

    async def _sleep(self, attempt: Attempt, seconds: float) -> None:
        try:
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            attempt.bucket.give_back(attempt.call.weight)  # nothing was sent: the next caller must not wait for it
            raise

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
