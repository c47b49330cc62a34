"""The venues' documented rate limits: a rolling window with a penalty, and a weighted bucket."""

import math
from collections import deque
from collections.abc import Callable

Clock = Callable[[], float]

ROUNDING = 1e-4
"""Who waits exactly as long as told is let in, whatever a float clock lost."""


class RollingWindow:
    """At most `calls` in any `seconds`; crossing it blocks for `penalty` more. One window per caller."""

    def __init__(self, calls: int, seconds: float, clock: Clock, *, penalty: float = 0) -> None:
        self._calls = calls
        self._seconds = seconds
        self._penalty = penalty
        self._clock = clock
        self._seen: dict[str, deque[float]] = {}
        self._blocked: dict[str, float] = {}

    def wait(self, caller: str) -> float:
        """Counts a call; 0 if it may pass, else the seconds until one may."""
        now = self._clock()
        blocked = self._blocked.get(caller, 0) - now
        if blocked > 0:
            return blocked
        seen = self._seen.setdefault(caller, deque())
        while seen and seen[0] <= now - self._seconds:
            seen.popleft()
        if len(seen) < self._calls:
            seen.append(now)
            return 0
        if self._penalty:
            self._blocked[caller] = now + self._penalty
            return self._penalty
        return seen[0] + self._seconds - now


class WeightedBucket:
    """Holds `size` weight and refills at `rate` a second. One bucket per caller."""

    def __init__(self, size: float, rate: float, clock: Clock) -> None:
        self._size = size
        self._rate = rate
        self._clock = clock
        self._levels: dict[str, tuple[float, float]] = {}

    def wait(self, caller: str, weight: float) -> float:
        """Takes the weight; 0 if there was enough, else the seconds until there is (nothing is taken)."""
        now = self._clock()
        level, since = self._levels.get(caller, (self._size, now))
        level = min(self._size, level + (now - since) * self._rate)
        if level < weight - ROUNDING:
            self._levels[caller] = (level, now)
            return (weight - level) / self._rate
        self._levels[caller] = (max(0, level - weight), now)
        return 0


def whole_seconds(wait: float) -> int:
    """The wait as `Retry-After` spells it: whole seconds, rounded up, at least one."""
    return max(1, math.ceil(wait))
