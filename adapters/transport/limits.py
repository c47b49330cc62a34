"""How much a venue is asked at most: token buckets, the circuit breaker, and their figures."""

import time
from collections import deque
from collections.abc import Callable

import msgspec

Clock = Callable[[], float]


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one venue: calls in its own units of weight, times in seconds."""

    rate: float
    """Weight that flows back per second."""
    burst: float
    """Weight that may be spent at once."""
    concurrency: int
    """Calls under way at once."""
    timeout: float
    """Longest wait for one whole answer."""
    default_retry_after: float = 1.0
    """How long the bucket stays closed after a 429 that names no time."""


class Bucket:
    """A token bucket that a venue's 429 can close for a time; weights are the venue's own units."""

    def __init__(self, rate: float, burst: float, clock: Clock = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._level = burst
        self._filled_at = clock()
        self._closed_until = 0.0

    def reserve(self, weight: float, longest: float) -> tuple[bool, float]:
        """Take `weight` and return (True, seconds to wait first), or (False, seconds) when that is over `longest`.

        Waiting callers are served in the order in which they asked: the level goes below zero by what is promised.
        """
        now = self._clock()
        self._level = min(self._burst, self._level + (now - self._filled_at) * self._rate)
        self._filled_at = now
        missing = max(0.0, weight - self._level) / self._rate
        wait = max(missing, self._closed_until - now, 0.0)
        if wait > longest:
            return False, wait
        self._level -= weight
        return True, wait

    def give_back(self, weight: float) -> None:
        """Return what was reserved for a call that will not be made."""
        self._level = min(self._burst, self._level + weight)

    def close_for(self, seconds: float) -> None:
        """Let nothing through for so long, whoever asks: the venue said so."""
        self._closed_until = max(self._closed_until, self._clock() + seconds)

    @property
    def closed_seconds(self) -> float:
        """How long a 429 still holds the bucket closed; 0 when none does."""
        return max(0.0, self._closed_until - self._clock())


class Breaker:
    """Stops asking a venue that fails: open after 5 failures in a row, or half of at least 20 calls in 10 s failing.

    It stays open for 10 s, doubling to 60 s while its single probe fails; one success closes it.
    """

    IN_A_ROW = 5
    WINDOW = 10.0
    WINDOW_CALLS = 20
    FIRST_OPEN = 10.0
    LONGEST_OPEN = 60.0

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._recent: deque[tuple[float, bool]] = deque()
        self._in_a_row = 0
        self._open_for = self.FIRST_OPEN
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
        return self._probing or self._clock() - self._opened_at < self._open_for

    def admit(self) -> bool:
        """Whether a call may go out; after the pause exactly one may, as the probe."""
        if self.refusing:
            return False
        self._probing = self.is_open
        return True

    def succeeded(self) -> None:
        """The venue answered, be it with a 4xx."""
        if self._opened_at is not None:
            self._opened_at, self._open_for, self._probing = None, self.FIRST_OPEN, False
            self._recent.clear()
        self._in_a_row = 0
        self._count(failed=False)

    def failed(self) -> None:
        """The venue did not answer, or with a 5xx."""
        now = self._clock()
        if self._opened_at is not None:
            if self._probing:
                self._opened_at, self._open_for = now, min(self._open_for * 2, self.LONGEST_OPEN)
                self._probing = False
            return
        self._in_a_row += 1
        self._count(failed=True)
        failures = sum(failed for _, failed in self._recent)
        half = len(self._recent) >= self.WINDOW_CALLS and failures * 2 >= len(self._recent)
        if self._in_a_row >= self.IN_A_ROW or half:
            self._opened_at, self._in_a_row = now, 0

    def abandoned(self) -> None:
        """The call was cancelled before it told anything."""
        self._probing = False

    def _count(self, *, failed: bool) -> None:
        now = self._clock()
        self._recent.append((now, failed))
        while self._recent and now - self._recent[0][0] > self.WINDOW:
            self._recent.popleft()
