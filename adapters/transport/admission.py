"""When a call may go out: in its turn at the venue's rate, on a free slot, and through a closed circuit."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.transport.attempts import Attempt
from adapters.transport.calls import Upstream
from adapters.transport.circuits import Circuits
from domain.errors import VenueRateLimitedError, VenueTimeoutError, VenueUnavailableError


class Admission:
    """The one door to an upstream, where the circuits count what comes of each call that passes."""

    def __init__(self, upstream: Upstream, circuits: Circuits) -> None:
        self._upstream = upstream
        self._circuits = circuits
        self._slots = asyncio.Semaphore(upstream.limits.concurrency)

    @asynccontextmanager
    async def turn(self, attempt: Attempt) -> AsyncIterator[None]:
        """Wait for a turn, and hold a slot while the call is under way.

        Raises VenueRateLimitedError when the turn would come after the deadline, VenueUnavailableError while the
        circuit is open. A 429 or a circuit that opens while the call waits holds it back as well.
        """
        while not await self._slot(attempt):
            pass
        self._circuits.sent(attempt)
        try:
            yield
        except (VenueTimeoutError, VenueUnavailableError) as error:
            self._circuits.failed(attempt, error)
            raise
        except BaseException:
            if attempt.patience.ended:
                self._circuits.failed(attempt, None)
            raise
        else:
            self._circuits.succeeded(attempt)
        finally:
            self._slots.release()

    async def _slot(self, attempt: Attempt) -> bool:
        """Take a slot once the bucket lets the call out; False where bucket or circuit has closed meanwhile.

        A call that does not get its slot leaves nothing reserved.
        """
        if self._circuits.is_open(attempt.call):
            await self._circuits.closed(attempt)
        bucket, weight = attempt.bucket, attempt.call.weight
        granted, wait = bucket.reserve(weight, attempt.patience.remaining())
        if not granted:
            words = f"may be called again in {wait:.1f} s, which is after the deadline"
            raise self._upstream.error(VenueRateLimitedError, words, attempt.call, wait)
        closings = bucket.closings
        taken = False
        try:
            if wait:
                await asyncio.sleep(wait)
            await self._slots.acquire()
            taken = bucket.closings == closings and not self._circuits.holds_back(attempt.call)
            if not taken:
                self._slots.release()
        finally:
            if not taken and bucket.closings == closings:
                bucket.give_back(weight)
        return taken
