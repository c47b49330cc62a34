"""What one client request may spend at the venues: the time until its deadline, and upstream calls; and what it has."""

import time
from collections import defaultdict
from collections.abc import Mapping
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


class Spent:
    """What a whole request has spent, which its parts have in common."""

    def __init__(self) -> None:
        self.usages: list[Mapping[Venue, Usage]] = []
        """Of the request itself, and of each part."""
        self.sent: defaultdict[Venue, int] = defaultdict(int)
        """Calls let out, those under way included."""

    def total(self, venue: Venue) -> Usage:
        """Everything taken from a venue."""
        used = [usage[venue] for usage in self.usages if venue in usage]
        return Usage(
            lookups=sum(each.lookups for each in used),
            calls=sum(each.calls for each in used),
            milliseconds=sum(each.milliseconds for each in used),
        )

    def calls(self, venue: Venue) -> int:
        """Calls let out, or counted when they were over by who did not ask before."""
        return max(self.sent[venue], self.total(venue).calls)


class Budget:
    """One client request: an absolute deadline on the monotonic clock, and the usage of each venue.

    Without an allowance calls are only counted.
    """

    def __init__(self, seconds: float, allowance: Allowance | None = None, spent: Spent | None = None) -> None:
        self.started = time.monotonic()
        self.deadline = self.started + seconds - RESERVE
        self.allowance = allowance
        self.usage: defaultdict[Venue, Usage] = defaultdict(Usage)
        self.faults: list[Exception] = []
        """Faults of ours that cost only a part of the answer, for the log."""
        self.spent = spent or Spent()
        self.spent.usages.append(self.usage)

    def part(self) -> "Budget":
        """The same budget with a usage of its own: what is sent under it is counted apart, and in the whole, too."""
        part = Budget(0, self.allowance, self.spent)
        part.started, part.deadline, part.faults = self.started, self.deadline, self.faults
        return part

    def remaining(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.deadline - time.monotonic())

    def spend(self, venue: Venue) -> None:
        """Let one call out to a venue. Raises CostExceededError for one that is too many: it must not be sent."""
        self.check(venue)
        self.spent.sent[venue] += 1

    def check(self, venue: Venue) -> None:
        """Raises CostExceededError when not one call more may go out to the venue."""
        if self.allowance is None:
            return
        if self.spent.calls(venue) >= self.allowance.calls_per_venue:
            raise CostExceededError(venue, _sentence(f"{self.allowance.calls_per_venue} upstream calls a venue", venue))
        if sum(map(self.spent.calls, Venue)) >= self.allowance.calls:
            raise CostExceededError(venue, _sentence(f"{self.allowance.calls} upstream calls in all", venue))


def _sentence(limit: str, venue: Venue) -> str:
    return f"One question may make {limit}, and this one needs more at {venue.title}."


BUDGET: ContextVar[Budget] = ContextVar("budget")
"""The request on whose behalf code runs; set by whoever starts a request, inherited by the tasks under it."""
