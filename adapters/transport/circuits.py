"""The circuits of one upstream: one for each class of calls and one for its connections, and the probe of open ones."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator
from contextvars import Context, ContextVar

from adapters.transport.attempts import Attempt
from adapters.transport.breaker import Breaker
from adapters.transport.calls import Call, NoConnectionError, Upstream
from domain.budget import BUDGET, RESERVE, Budget
from domain.errors import VenueError, VenueRateLimitedError, VenueTimeoutError, VenueUnavailableError

PROBING: ContextVar[object] = ContextVar("probing", default=None)
"""The circuits on whose behalf code runs as the probe, which passes them while they are open."""


class Circuits:
    """What holds calls back while their class fails.

    A circuit that opens has the venue probed at once: an answer closes it, and whoever comes meanwhile waits for that.
    So failures of a few accounts cost the others a moment. While the probe fails, calls are refused at once, and it
    goes out again after pauses that grow. A class that opens again although the probe was answered, and without a call
    of its own that succeeded in between, waits for the pause first: the probe does not speak for it.
    """

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream
        self._circuit = upstream.limits.circuit
        self._connections = Breaker(self._circuit)
        self._classes: defaultdict[str, Breaker] = defaultdict(lambda: Breaker(self._circuit))
        self._pause = self._circuit.first_pause
        self._probe_failed = False
        self._probe_out: asyncio.Event | None = None
        self._watch: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._closings = 0
        self._closed = False

    @property
    def is_down(self) -> bool:
        """Whether calls are refused and the probe, where there is one, fails as well."""
        return any(self._open()) and (self._probe_failed or self._upstream.probe is None)

    def is_open(self, call: Call) -> bool:
        """Whether calls of this class are held back."""
        return self._connections.is_open or self._classes[call.circuit or call.name].is_open

    def holds_back(self, call: Call) -> bool:
        """The same, but for the probe itself."""
        return self.is_open(call) and PROBING.get() is not self

    async def closed(self, attempt: Attempt) -> None:
        """Return once the call may pass: now, or after the probe that is out. Raises VenueUnavailableError."""
        while self.holds_back(attempt.call):
            if self._probe_out is None:
                raise self._refusal()
            try:
                async with asyncio.timeout(attempt.patience.remaining() - RESERVE):
                    await self._probe_out.wait()
            except TimeoutError:
                raise self._refusal() from None

    def sent(self, attempt: Attempt) -> None:
        """A call goes out; what comes of it is of no account any more once a circuit has been closed meanwhile."""
        attempt.closings = self._closings

    def succeeded(self, attempt: Attempt) -> None:
        """The venue answered, be it with a 4xx."""
        if PROBING.get() is self:
            return
        breaker = self._classes[attempt.call.circuit or attempt.call.name]
        was_open = breaker.is_open or self._connections.is_open
        self._connections.succeeded()
        breaker.succeeded()
        if was_open and not any(self._open()):
            self._closings += 1
            self._stop()

    def failed(self, attempt: Attempt, error: VenueError | None) -> None:
        """It did not, or with a 5xx; of a call that is tried again only the first failure counts."""
        if attempt.counted or attempt.closings != self._closings or PROBING.get() is self:
            return
        attempt.counted = True
        call, is_lost = attempt.call, isinstance(error, NoConnectionError)
        breaker = self._classes[call.circuit or call.name]
        is_new = breaker.failed(None if is_lost else call.target)
        is_new |= is_lost and self._connections.failed(None)
        if is_new and self._watch is None and not self._closed:
            self._start(at_once=self._upstream.probe is not None and not breaker.vouched)

    async def close(self) -> None:
        """End the probing."""
        self._closed = True
        self._stop()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, *, at_once: bool) -> None:
        """Begin to probe; the task has a context of its own, for it serves no request."""
        if at_once:
            self._pause, self._probe_out = self._circuit.first_pause, asyncio.Event()
        self._probe_failed = False
        name = f"{self._upstream.venue.value} probe"
        self._watch = asyncio.create_task(self._until_answered(), name=name, context=Context())
        self._tasks.add(self._watch)
        self._watch.add_done_callback(self._tasks.discard)

    def _stop(self) -> None:
        """Cancel the probe, whose answer is not needed any more, and let those who wait for it pass."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        self._probe_is_in()

    async def _until_answered(self) -> None:
        PROBING.set(self)
        while True:
            if self._probe_out is None:
                await self._sit_out()
                self._probe_out = asyncio.Event()
            if await self._answered():
                break
            self._probe_failed = True
            self._probe_is_in()
        self._closings += 1
        for breaker in self._open():
            breaker.vouch()
        self._watch = None
        self._probe_is_in()

    def _probe_is_in(self) -> None:
        if self._probe_out is not None:
            self._probe_out.set()
            self._probe_out = None

    async def _sit_out(self) -> None:
        pause, self._pause = self._pause, min(self._pause * 2, self._circuit.longest_pause)
        await asyncio.sleep(random.uniform(0.75, 1) * pause)  # noqa: S311 - jitter, not a secret

    async def _answered(self) -> bool:
        """Whether the venue answers its probe, be it with a refusal; without a probe its calls are the proof."""
        if self._upstream.probe is None:
            return True
        BUDGET.set(Budget(self._circuit.probe_seconds + RESERVE))
        try:
            async with asyncio.timeout(self._circuit.probe_seconds + RESERVE):
                await self._upstream.probe()
        except (VenueTimeoutError, VenueUnavailableError, VenueRateLimitedError, TimeoutError):
            return False
        except Exception:  # noqa: BLE001 - whatever is wrong with the answer, it is one
            return True
        return True

    def _open(self) -> Iterator[Breaker]:
        return (breaker for breaker in (self._connections, *self._classes.values()) if breaker.is_open)

    def _refusal(self) -> VenueUnavailableError:
        venue = self._upstream.venue
        return VenueUnavailableError(
            venue, f"{venue.title} failed repeatedly and is not called for a while (circuit open)."
        )
