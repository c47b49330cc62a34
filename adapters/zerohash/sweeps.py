"""The cheaper way to the rows of several owners: one call per owner, or one sweep of everybody's."""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple, TypeVar

from adapters.zerohash.shapes import Customers, Ledgers
from domain.errors import VenueAnswerError, VenueError
from domain.ports import Result, outcomes
from domain.venues import Venue

FEW_OWNERS = 2  # up to here a sweep cannot be the cheaper way
MEMORY = 600.0  # seconds for which the length of a sweep is remembered
LONGEST_LISTING = 50  # pages followed before one owner's listing is refused as endless

Rows = TypeVar("Rows", Ledgers, Customers)


class TooLong(NamedTuple):
    """A listing that was given up: it has at least so many pages, more than were wanted."""

    pages: int


Listing = Callable[[str | None, int], Awaitable[Rows | TooLong]]
"""Reads all pages of one owner, or of everybody for None, unless there are more than so many."""


class Sweeps:
    """Remembers how long each sweep was, so that one that is not worth it is seldom begun."""

    def __init__(self) -> None:
        self._lengths: dict[str, tuple[float, int]] = {}

    async def rows_of(self, owners: Sequence[str], name: str, read: Listing[Rows]) -> dict[str, Result[Rows]]:
        """The rows of each owner. How long a sweep is shows on its first pages.

        A sweep with a broken row is read again owner by owner, so that only the owner of that row fails.
        """
        if len(owners) > FEW_OWNERS and self._known_pages(name) <= len(owners):
            try:
                swept = await read(None, len(owners))
            except VenueAnswerError:
                pass
            except VenueError as error:
                return dict.fromkeys(owners, error.unavailable)
            else:
                self._lengths[name] = (time.monotonic(), swept.pages)
                if not isinstance(swept, TooLong):
                    return {**swept.split(owners)}
        found = await outcomes(Venue.ZEROHASH, [_whole(read, owner) for owner in owners])
        return dict(zip(owners, found, strict=True))

    def _known_pages(self, name: str) -> int:
        seen_at, pages = self._lengths.get(name, (0.0, 0))
        return pages if time.monotonic() - seen_at < MEMORY else 0


async def _whole(read: Listing[Rows], owner: str) -> Rows:
    rows = await read(owner, LONGEST_LISTING)
    if isinstance(rows, TooLong):
        raise VenueAnswerError(Venue.ZEROHASH, f"zerohash lists more than {LONGEST_LISTING} pages for one participant.")
    return rows
