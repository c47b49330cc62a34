"""How many of a thing there are in another: what the process has seen lately, to price later questions by."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from copy import copy
from typing import NamedTuple

REMEMBERED = 20_000  # things of which it is known how many of something they have
WINDOW = 1_000  # things seen until the largest number of the window before is forgotten
SWEEP_MEMORY = 600.0  # seconds for which it counts that listings were not worth a sweep


class Size(NamedTuple):
    """How many there are, of what, and what is expected while none was seen."""

    what: str
    at_first: int
    enough: int = 50
    """So many must have been seen until what was expected at first does not count any more."""


ONE = Size("things that are always one", 1)
LABELED = Size("labeled accounts of a participant", 10)
HELD = Size("labeled accounts of a participant with ledger rows", 10)
LEDGERS = Size("ledger rows of a labeled account", 2)
BALANCES = Size("assets of a labeled account", 2)
ASSETS = Size("assets of a participant", 4)
ROWLESS = Size("labeled accounts under one key without ledger rows", 1, enough=1_000_000_000)
ZRNS = Size("labeled accounts of a participant with a zrn", 10, enough=20)
CASH = Size("currencies of a trading account", 1)
POSITIONS = Size("positions of a trading account", 3)
ORDERS = Size("open orders of a trading account", 3)
USERS = Size("users of a firm", 5, enough=1)
TRADING_ACCOUNTS = Size("trading accounts of a user", 20, enough=1)
TRADING_LISTED = Size("trading accounts of all users", 1_000_000)
MARGIN_POSITIONS = Size("positions of a margin account", 3)
LISTED = Size("participants of a listing", 1_000_000, enough=1_000_000_000)
LISTED_ON_PAGE = Size("participants on a page of the venue", 50)
LEDGER_PAGES = Size("pages of a sweep of ledger rows", 1_000)
SWEPT_ON_PAGE = Size("labeled accounts on a page of a sweep", 200)
FIXED = frozenset({ONE, LISTED_ON_PAGE, SWEPT_ON_PAGE})
"""Also the least that can be expected: more on a page is fewer pages."""


class _Sweep(NamedTuple):
    """What the latest batch of several owners showed: read in so many calls, or in not fewer than there are owners."""

    at: float
    calls: int
    owners: int

    @property
    def swept(self) -> bool:
        return self.calls < self.owners


class Sizes:
    """What was seen lately; one for the life of a process.

    Of a thing that was seen itself its own number counts, of others the largest seen lately: an estimate shall not be
    below the truth, and people are more alike than not.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._own: OrderedDict[tuple[str, Hashable], int] = OrderedDict()
        self._largest: dict[str, tuple[int, int, int]] = {}
        self._smallest: dict[str, tuple[int, int]] = {}
        self._sweeps: dict[str, _Sweep] = {}
        self._heard: dict[Hashable, float] = {}
        self.least = False
        """Whether the least that can be expected is told: of a thing that was not seen the smallest seen lately."""

    def at_least(self) -> "Sizes":
        """The same sightings, from which the least is told; where nothing was seen that is nothing."""
        view = copy(self)
        view.least = True
        return view

    def note(self, size: Size, number: int, of: Hashable = None) -> None:
        """So many were seen just now, of this thing."""
        before, now, seen = self._largest.get(size.what, (0, 0, 0))
        less, least = self._smallest.get(size.what, (number, number))
        self._largest[size.what] = (now, number, 1) if seen == WINDOW else (before, max(now, number), seen + 1)
        self._smallest[size.what] = (least, number) if seen == WINDOW else (less, min(least, number))
        if of is not None:
            self._own[size.what, of] = number
            self._own.move_to_end((size.what, of))
            if len(self._own) > REMEMBERED:
                self._own.popitem(last=False)

    def expect(self, size: Size, of: Hashable = None) -> int:
        """How many to expect of this thing, or of any."""
        own = self.known(size, of)
        if own is not None:
            return own
        if self.least and size not in FIXED:
            return min(self._smallest.get(size.what, (0,)))
        before, now, seen = self._largest.get(size.what, (0, 0, 0))
        enough = before or seen >= size.enough
        return max(before, now) if enough else max(now, size.at_first)

    def known(self, size: Size, of: Hashable) -> int | None:
        """How many this very thing had when it was seen; None when it was not, or is forgotten."""
        return None if of is None else self._own.get((size.what, of))

    def note_batch(self, listing: str, owners: int, calls: int) -> None:
        """A listing was read for so many owners together, with so many calls."""
        if owners < 3 or calls < 1:
            return
        known, now = self._sweeps.get(listing), self._clock()
        if known is not None and now - known.at < SWEEP_MEMORY:
            if known.swept and calls < owners:
                calls = max(calls, known.calls)
            elif known.swept and owners <= known.calls:
                return  # so few owners say nothing of a sweep
            elif not known.swept and calls >= owners:
                owners = calls = max(owners, known.owners)
        self._sweeps[listing] = _Sweep(now, calls, owners)

    def listing_calls(self, listing: str, owners: int, attempt: int, like: str = "") -> int:
        """Calls to read a listing for so many owners together; an attempt at a sweep may cost so many for nothing.

        Where another listing that is no shorter was swept, or this one was not read yet, the other counts.
        """
        other = self._sweeps.get(like)
        known = other if other is not None and other.swept else self._sweeps.get(listing, other)
        if owners < 3:
            return owners
        if known is not None and known.swept:
            return min(known.calls, owners)
        if self.least:
            lately = known is not None and self._clock() - known.at < SWEEP_MEMORY
            return min(known.owners, owners) if known and lately else 1
        fresh = known is not None and self._clock() - known.at < SWEEP_MEMORY and owners <= known.owners
        return owners if fresh else owners + attempt

    def is_swept(self, listing: str) -> bool:
        """Whether a sweep of a listing was the cheaper way lately."""
        known = self._sweeps.get(listing)
        return known is not None and known.swept

    def hear(self, what: Hashable) -> None:
        """Something was read just now."""
        self._heard[what] = self._clock()

    def heard_within(self, what: Hashable, seconds: float) -> bool:
        """Whether it was read so lately."""
        return what in self._heard and self._clock() - self._heard[what] < seconds
