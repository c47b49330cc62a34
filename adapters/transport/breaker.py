"""The circuit breaker: a venue that keeps failing is left alone for a while."""

import time
from collections import deque
from collections.abc import Callable

import msgspec


class Circuit(msgspec.Struct, frozen=True, kw_only=True):
    """When a circuit opens, and for how many seconds."""

    failures_in_a_row: int = 5
    window_seconds: float = 10.0
    window_calls: int = 20
    """The fewest calls in the window whose share of failures counts."""
    failing_share: float = 0.5
    first_pause: float = 10.0
    longest_pause: float = 60.0


class Breaker:
    """Open after so many failures in a row, or when so large a share of the latest calls failed.

    It stays open for a pause, which doubles while its single probe fails; one success closes it.
    """

    def __init__(self, circuit: Circuit, clock: Callable[[], float] = time.monotonic) -> None:
        self._circuit = circuit
        self._clock = clock
        self._recent: deque[tuple[float, bool]] = deque()
        self._in_a_row = 0
        self._pause = circuit.first_pause
        self._opened_at: float | None = None
        self._probing = False

    @property
    def is_open(self) -> bool:
        """Whether calls are being refused, or one probe is deciding."""
        return self._opened_at is not None

    @property
    def refusing(self) -> bool:
        """Whether a call would be refused now: during the pause, and while the probe is out."""
        if self._opened_at is None:
            return False
        return self._probing or self._clock() - self._opened_at < self._pause

    def admit(self) -> bool:
        """Whether a call may go out; after the pause exactly one may, as the probe."""
        if self.refusing:
            return False
        self._probing = self.is_open
        return True

    def succeeded(self) -> None:
        """The venue answered, be it with a 4xx."""
        if self._opened_at is not None:
            self._opened_at, self._pause, self._probing = None, self._circuit.first_pause, False
            self._recent.clear()
        self._in_a_row = 0
        self._count(failed=False)

    def failed(self) -> None:
        """The venue did not answer, or with a 5xx."""
        now = self._clock()
        if self._opened_at is None:
            self._in_a_row += 1
            self._count(failed=True)
            if self._too_many():
                self._opened_at, self._in_a_row = now, 0
        elif self._probing:
            self._opened_at, self._pause = now, min(self._pause * 2, self._circuit.longest_pause)
            self._probing = False

    def abandoned(self) -> None:
        """The call was cancelled before it showed anything."""
        self._probing = False

    def _count(self, *, failed: bool) -> None:
        now = self._clock()
        self._recent.append((now, failed))
        while self._recent and now - self._recent[0][0] > self._circuit.window_seconds:
            self._recent.popleft()

    def _too_many(self) -> bool:
        if self._in_a_row >= self._circuit.failures_in_a_row:
            return True
        failures = sum(failed for _, failed in self._recent)
        calls = len(self._recent)
        return calls >= self._circuit.window_calls and failures >= calls * self._circuit.failing_share
