"""What one client request may spend at the venues: the time until its deadline, and upstream calls; and what it has."""

import time
from collections import defaultdict
from contextvars import ContextVar
from typing import NamedTuple

import msgspec

from domain.errors import CostExceededError
from domain.venues import Venue

RESERVE = 0.05
"""Seconds kept back from the deadline of the request, so that what is late is reported before time is up."""


class Allowance(NamedTuple):
    """What one request may cost; the defaults let a page of 50 people with all their accounts pass."""

    cost: int = 5_000
    """Objects in the answer, and ten for each upstream call."""
    calls_per_venue: int = 120
    calls: int = 240

    def share(self, part: int) -> "Allowance":
        """One part of so many, of everything: what a customer may spend where an operator may spend all of it."""
        return Allowance(self.cost // part, self.calls_per_venue // part, self.calls // part)


class Usage(msgspec.Struct):
    """What one client request has taken from one venue."""

    lookups: int = 0
    """Keys loaded, each counted once."""
    calls: int = 0
    """Upstream calls sent, token calls and retries included; a call shared with another request counts there."""
    milliseconds: float = 0.0
    """Time those calls took, added up."""


class Budget:
    """One client request: an absolute deadline on the monotonic clock, and the usage of each venue.

    Without an allowance calls are only counted.
    """

    def __init__(self, seconds: float, allowance: Allowance | None = None) -> None:
        self.started = time.monotonic()
        self.deadline = self.started + seconds - RESERVE
        self.allowance = allowance
        self.usage: defaultdict[Venue, Usage] = defaultdict(Usage)
        self.faults: list[Exception] = []
        """Faults of ours that cost only a part of the answer, for the log."""
        self._whole = self
        self._parts: list[Budget] = []
        self._sent: defaultdict[Venue, int] = defaultdict(int)

    def part(self) -> "Budget":
        """A part of the same request whose calls are told apart: set for one batch, it has the usage of that batch."""
        part = Budget(0, self.allowance)
        part.started, part.deadline, part.faults, part._whole = self.started, self.deadline, self.faults, self._whole
        self._whole._parts.append(part)
        return part

    def total(self, venue: Venue) -> Usage:
        """What the whole request has taken from a venue."""
        total = Usage()
        for part in (self._whole, *self._whole._parts):
            if venue in part.usage:
                used = part.usage[venue]
                total.lookups += used.lookups
                total.calls += used.calls
                total.milliseconds += used.milliseconds
        return total

    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.deadline - time.monotonic())

    def spend(self, venue: Venue) -> None:
        """Let one call out to a venue. Raises CostExceededError for one that is too many: it must not be sent."""
        self.check(venue)
        self._whole._sent[venue] += 1

    def check(self, venue: Venue) -> None:
        """Raises CostExceededError when not one call more may go out to the venue."""
        if self.allowance is None:
            return
        if self._calls(venue) >= self.allowance.calls_per_venue:
            raise CostExceededError(venue, _sentence(f"{self.allowance.calls_per_venue} upstream calls a venue", venue))
        if sum(map(self._calls, Venue)) >= self.allowance.calls:
            raise CostExceededError(venue, _sentence(f"{self.allowance.calls} upstream calls in all", venue))

    def _calls(self, venue: Venue) -> int:
        """Calls let out, those under way included; `usage` counts a call when it is over, whoever let it out."""
        return max(self._whole._sent[venue], self.total(venue).calls)


def _sentence(limit: str, venue: Venue) -> str:
    return f"One question may make {limit}, and this one needs more at {venue.title}."


BUDGET: ContextVar[Budget] = ContextVar("budget")
"""The request on whose behalf code runs; set by whoever starts a request, inherited by the tasks under it."""
