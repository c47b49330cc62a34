"""One circuit: it opens when calls of different targets keep failing, and whoever opened it decides when it closes."""

import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import msgspec


class Circuit(msgspec.Struct, frozen=True, kw_only=True):
    """When a circuit opens, and when the venue is probed then; times in seconds."""

    failures: int = 5
    """Failed calls among the latest that open it."""
    targets: int = 3
    """Different targets among those failures; a lost connection counts as one of its own."""
    failing_share: float = 0.5
    """The share of the latest calls that must have failed."""
    window_calls: int = 20
    """How many calls are the latest."""
    window_seconds: float = 10.0
    """A call that is older says nothing any more."""
    first_pause: float = 1.0
    """Between the first probe and the second; it doubles with each further one, and each is up to a quarter shorter."""
    longest_pause: float = 15.0
    probe_seconds: float = 5.0
    """What one probe may take."""


class Outcome(NamedTuple):
    """What came of one call."""

    at: float
    failed: bool = False
    target: object = None
    """What the failure counts for; equal targets are one."""


class Breaker:
    """Opens when enough of the latest calls failed, at enough different targets and by a large enough share.

    Neither one account that its venue cannot serve opens it, nor a few among many that it can.
    """

    def __init__(self, circuit: Circuit, clock: Callable[[], float] = time.monotonic) -> None:
        self._circuit = circuit
        self._clock = clock
        self._latest: deque[Outcome] = deque(maxlen=circuit.window_calls)
        self.is_open = False
        self.vouched = False
        """Whether a probe closed it last, and no call has succeeded since."""

    def succeeded(self) -> None:
        """The venue answered, be it with a 4xx: whatever was believed, it is well."""
        if self.is_open:
            self._latest.clear()
        self.is_open = self.vouched = False
        self._latest.append(Outcome(self._clock()))

    def failed(self, target: str | None) -> bool:
        """The venue did not answer, or with a 5xx; without a target it could not be reached. True if that opens it."""
        if self.is_open:
            return False
        self._latest.append(Outcome(self._clock(), failed=True, target=object() if target is None else target))
        self.is_open = self._too_many()
        return self.is_open

    def vouch(self) -> None:
        """Close it, for a probe was answered."""
        if self.is_open:
            self._latest.clear()
            self.is_open, self.vouched = False, True

    def _too_many(self) -> bool:
        since = self._clock() - self._circuit.window_seconds
        latest = [outcome for outcome in self._latest if outcome.at >= since]
        failures = [outcome.target for outcome in latest if outcome.failed]
        return (
            len(failures) >= self._circuit.failures
            and len(failures) >= len(latest) * self._circuit.failing_share
            and len(set(failures)) >= self._circuit.targets
        )
