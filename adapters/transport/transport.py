"""Calls to one upstream, composed: shared, tried again, admitted, signed, timed, recorded, and read."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeAlias, TypeVar, cast

from adapters.transport.admission import Admission
from adapters.transport.attempts import Attempt, Attempts
from adapters.transport.breaker import Breaker
from adapters.transport.calls import Call, CallRecord, Reply, Upstream, retry_after
from adapters.transport.flights import Flights, OutOfTimeError, Patience, StoppedError
from adapters.transport.health import Health
from adapters.transport.rates import Bucket
from adapters.transport.wire import Http, Wire
from domain.budget import BUDGET
from domain.errors import (
    VenueAnswerError,
    VenueError,
    VenueRateLimitedError,
    VenueTimeoutError,
    VenueUnavailableError,
)
from domain.venues import VenueState

T = TypeVar("T")


class Transport:
    """Calls to one venue with one credential.

    Top down: `_shared` makes equal reads one call; `Attempts` sends that call, again where it helps; `_send` is one
    attempt, which waits at `Admission` for its turn; `_exchange` signs, times and records it; `Wire` is HTTP.
    """

    def __init__(self, upstream: Upstream, *, observe: Callable[[CallRecord], None], http: Http | None = None) -> None:
        limits = upstream.limits
        self.venue = upstream.venue
        self._upstream = upstream
        self._observe = observe
        self._bucket = Bucket(limits.rate, limits.burst)
        self._breaker = Breaker(limits.circuit)
        self._health = Health(upstream.venue, limits.silence)
        self._flights: Flights[Call, object] = Flights(upstream.venue.value)
        self._attempts = Attempts(limits.retries, upstream.auth, self._breaker, self._send)
        self._admission = Admission(upstream, self._breaker)
        self._wire = Wire(upstream, http)

    async def fetch(self, call: Call, parse: Callable[[Reply], T], bucket: Bucket | None = None) -> T:
        """Send a call and parse its answer, a 200. Raises VenueError; for a 4xx what it is to the venue.

        Equal reads under way are one call: parsed once, shared by all who wait.
        """
        return await self._shared(call, lambda reply: self._read(call, reply, parse), bucket)

    async def find(self, call: Call, parse: Callable[[Reply], T], absent: Callable[[Reply], bool]) -> T | None:
        """As `fetch`, and None when `absent` recognises the answer as "there is none"."""

        def read(reply: Reply) -> T | None:
            if reply.status != 200 and absent(reply):
                self._health.succeeded(reply.received_at)
                return None
            return self._read(call, reply, parse)

        return await self._shared(call, read)

    async def state(self, probe: Callable[[], Awaitable[None]]) -> VenueState:
        """What the latest calls say of the venue; probed first when nothing was heard from it for half a minute."""
        if self._health.silent:
            with suppress(VenueError):
                await probe()
        return self._health.state(circuit_open=self._breaker.is_open, held_back=self._bucket.closed_seconds > 0)

    async def close(self) -> None:
        """Cancel what is under way and give the connections back."""
        await self._flights.close()
        await self._wire.close()

    async def _shared(self, call: Call, read: Callable[[Reply], T], bucket: Bucket | None = None) -> T:
        """One call for all equal reads under way, within the deadline of each who waits."""

        async def work(patience: Patience) -> T:
            try:
                return await self._attempts.answer(Attempt(call, bucket or self._bucket, patience), read)
            except VenueError as error:
                self._health.failed(error)
                raise

        try:
            answer = await self._flights.share(call if call.read else None, BUDGET.get().deadline, work)
        except OutOfTimeError as error:
            late = self._upstream.error(VenueTimeoutError, "did not answer before the deadline", call)
            if error.last:
                self._health.failed(late)
            raise late from None
        except StoppedError:
            raise self._upstream.error(VenueUnavailableError, "is no longer called", call) from None
        return cast("T", answer)  # equal calls are read alike

    async def _send(self, attempt: Attempt) -> Reply:
        """One attempt, in its turn; a 429 closes the bucket for everybody. Raises VenueError."""
        async with self._admission.turn(attempt):
            reply = await self._exchange(attempt)
        if reply.status == 429:
            seconds = retry_after(reply.retry_after, self._upstream.limits.default_retry_after)
            attempt.bucket.close_for(seconds)
            words = f"asks for a pause of {seconds:.1f} s"
            raise self._upstream.error(VenueRateLimitedError, words, attempt.call, seconds)
        return reply

    async def _exchange(self, attempt: Attempt) -> Reply:
        """Sign the call and send it; there is a record of it whatever comes back. Raises VenueError."""
        call = attempt.call
        attempt.headers = await self._upstream.auth.headers(call.method, call.target, call.body)
        started = time.monotonic()
        status, code = None, None
        try:
            reply = await self._in_time(attempt)
            status = reply.status
            if status >= 500:
                raise self._upstream.error(VenueUnavailableError, f"answered with status {status}", call)
        except VenueError as error:
            code = error.code
            raise
        except asyncio.CancelledError:
            code = VenueTimeoutError.code if attempt.patience.ended else None
            raise
        finally:
            milliseconds = (time.monotonic() - started) * 1000
            self._record(CallRecord(self.venue, call.name, status, milliseconds, attempt.number, code))
        return reply

    async def _in_time(self, attempt: Attempt) -> Reply:
        """The complete answer within the venue's time-out. Raises VenueError."""
        seconds = self._upstream.limits.timeout
        try:
            async with asyncio.timeout(seconds):
                return await self._wire.exchange(attempt.call, attempt.headers)
        except TimeoutError:
            words = f"did not answer within {seconds:.1f} s"
            raise self._upstream.error(VenueTimeoutError, words, attempt.call) from None

    def _record(self, record: CallRecord) -> None:
        self._health.heard()
        usage = BUDGET.get().usage[self.venue]
        usage.calls += 1
        usage.milliseconds += record.milliseconds
        self._observe(record)

    def _read(self, call: Call, reply: Reply, parse: Callable[[Reply], T]) -> T:
        """The parsed answer. Raises VenueError for one that cannot be parsed, and for any status but 200."""
        if 400 <= reply.status < 500:
            raise self._upstream.refused(call, reply)
        if reply.status != 200:
            raise self._upstream.error(VenueAnswerError, f"answered with status {reply.status}", call)
        try:
            answer = parse(reply)
        except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
            words = "answered with a body that is not what its documentation promises"
            raise self._upstream.error(VenueAnswerError, words, call) from error
        self._health.succeeded(reply.received_at)
        return answer


Connect: TypeAlias = Callable[[Upstream], Transport]
"""How an adapter gets its transports: given by who composes the gateway; nothing is sent yet."""
