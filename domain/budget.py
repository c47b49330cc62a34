"""What one client request may spend at the venues: the time until its deadline, and the upstream calls it has made."""

import time
from collections import defaultdict
from contextvars import ContextVar

import msgspec

from domain.venues import Venue

RESERVE = 0.05
"""Seconds kept back from the deadline of the request, so that what is late is reported before time is up."""


class Usage(msgspec.Struct):
    """What one client request has taken from one venue."""

    lookups: int = 0
    """Keys loaded, each counted once."""
    calls: int = 0
    """Upstream calls sent, token calls and retries included; a call shared with another request counts there."""
    milliseconds: float = 0.0
    """Time those calls took, added up."""


class Budget:
    """One client request: an absolute deadline on the monotonic clock, and the usage of each venue."""

    def __init__(self, seconds: float) -> None:
        self.started = time.monotonic()
        self.deadline = self.started + seconds - RESERVE
        self.usage: defaultdict[Venue, Usage] = defaultdict(Usage)
        self.faults: list[Exception] = []
        """Faults of ours that cost only a part of the answer, for the log."""

    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.deadline - time.monotonic())


BUDGET: ContextVar[Budget] = ContextVar("budget")
"""The request on whose behalf code runs; set by whoever starts a request, inherited by the tasks under it."""
