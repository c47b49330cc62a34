"""Calls to one upstream, composed: shared, tried again, admitted, signed, timed, recorded, and read."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeAlias, TypeVar, cast

from adapters.transport.admission import Admission
from adapters.transport.answers import Answers
from adapters.transport.attempts import Attempt, Attempts
from adapters.transport.calls import Call, CallRecord, Reply, Upstream
from adapters.transport.circuits import PROBING, Circuits
from adapters.transport.flights import Flights, OutOfTimeError, Patience, StoppedError
from adapters.transport.health import Health
from adapters.transport.rates import Bucket
from adapters.transport.refusals import Refusals
from adapters.transport.wire import Http, Wire
from domain.budget import BUDGET
from domain.errors import VenueError, VenueRateLimitedError, VenueTimeoutError, VenueUnavailableError
from domain.venues import VenueState

T = TypeVar("T")


class Transport:
    """Calls to one venue with one credential.

    Top down: `_shared` makes equal reads one call; `Attempts` sends that call, again where it helps; `_in_turn` is one
    attempt, which waits at `Admission` for its turn, and there at the `Circuits`; `_recorded` signs and records it;
    `_in_time` bounds it; `Wire` is HTTP. `Answers` reads the reply.
    """

    def __init__(self, upstream: Upstream, *, observe: Callable[[CallRecord], None], http: Http | None = None) -> None:
        limits = upstream.limits
        self.venue = upstream.venue
        self._upstream = upstream
        self._observe = observe
        self._bucket = Bucket(limits.rate, limits.burst)
        self._circuits = Circuits(upstream)
        self._refusals = Refusals(limits.refused_pause, limits.refused_targets)
        self._health = Health(upstream.venue, limits.silence)
        self._flights: Flights[Call, object] = Flights(upstream.venue.value)
        self._attempts = Attempts(limits.retries, upstream.auth, self._circuits.is_open, self._in_turn)
        self._admission = Admission(upstream, self._circuits)
        self._answers = Answers(upstream)
        self._wire = Wire(upstream, http)

    async def fetch(self, call: Call, parse: Callable[[Reply], T], bucket: Bucket | None = None) -> T:
        """Send a call and parse its answer, a 200. Raises VenueError; for a 4xx what it is to the venue.

        Equal reads under way are one call: parsed once, shared by all who wait. A large answer is parsed in a thread.
        """
        return cast("T", await self._shared(call, parse, None, bucket))  # nothing is absent

    async def find(self, call: Call, parse: Callable[[Reply], T], absent: Callable[[Reply], bool]) -> T | None:
        """As `fetch`, and None when `absent` recognises the answer as "there is none"."""
        return await self._shared(call, parse, absent)

    @property
    def is_down(self) -> bool:
        """Whether a circuit is open now; the venue is not called for it."""
        return self._circuits.is_down

    async def state(self) -> VenueState:
        """What the latest calls say of the venue; probed first when nothing was heard from it for half a minute."""
        if self._health.silent and self._upstream.probe is not None:
            with suppress(VenueError):
                await self._upstream.probe()
        return self._health.state(down=self._circuits.is_down, held_back=self._bucket.closed_seconds > 0)

    async def close(self) -> None:
        """Cancel what is under way, the probe included, and give the connections back."""
        await self._circuits.close()
        await self._flights.close()
        await self._wire.close()

    async def _shared(
        self,
        call: Call,
        parse: Callable[[Reply], T],
        absent: Callable[[Reply], bool] | None,
        bucket: Bucket | None = None,
    ) -> T | None:
        """One call for all equal reads under way, within the deadline of each who waits."""

        async def read(reply: Reply) -> T | None:
            answer = await self._answers.read(call, reply, parse, absent)
            self._health.succeeded(reply.received_at)
            return answer

        async def work(patience: Patience) -> T | None:
            try:
                if not probing:
                    self._refusals.check(call)
                answer = await self._attempts.answer(Attempt(call, bucket or self._bucket, patience), read)
            except VenueError as error:
                self._refusals.failed(call, error)
                self._health.failed(error)
                raise
            self._refusals.succeeded(call)
            return answer

        # The probe must find out for itself, and is not shared with those who wait for it.
        probing = PROBING.get() is self._circuits
        BUDGET.get().spend(self.venue)  # a probe and a token call have budgets of their own, without an allowance
        try:
            answer = await self._flights.share(call if call.read and not probing else None, BUDGET.get().deadline, work)
        except OutOfTimeError as error:
            late = self._upstream.error(VenueTimeoutError, "did not answer before the deadline", call)
            if error.last:
                self._health.failed(late)
            raise late from None
        except StoppedError:
            raise self._upstream.error(VenueUnavailableError, "is no longer called", call) from None
        return cast("T | None", answer)  # equal calls are read alike

    async def _in_turn(self, attempt: Attempt) -> Reply:
        """One attempt, in its turn; a 429 closes the bucket for everybody. Raises VenueError."""
        async with self._admission.turn(attempt):
            reply = await self._recorded(attempt)
        if reply.status == 429:
            seconds = self._answers.pause(reply)
            attempt.bucket.close_for(seconds)
            words = f"asks for a pause of {seconds:.1f} s"
            raise self._upstream.error(VenueRateLimitedError, words, attempt.call, seconds)
        return reply

    async def _recorded(self, attempt: Attempt) -> Reply:
        """Sign the call and send it; there is a record of it whatever comes back. Raises VenueError."""
        call = attempt.call
        attempt.headers = await self._upstream.auth.headers(call.method, call.target, call.body)
        started = time.monotonic()
        status, code = None, None
        try:
            reply = await self._in_time(attempt)
            status = reply.status
            if status >= 500:
                pause = self._answers.pause(reply) if reply.retry_after else None
                raise self._upstream.error(VenueUnavailableError, f"answered with status {status}", call, pause)
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


Connect: TypeAlias = Callable[[Upstream], Transport]
"""How an adapter gets its transports: given by who composes the gateway; nothing is sent yet."""
