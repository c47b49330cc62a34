"""The cheaper way to the rows of several owners: one call per owner, or one sweep of everybody's."""

import time
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple, TypeVar

from adapters.zerohash.ledgers import Ledgers
from adapters.zerohash.listings import Customers, TooLongError
from domain.errors import VenueAnswerError, VenueError
from domain.ports import Result

FEW_OWNERS = 2  # up to here a sweep cannot be the cheaper way
MEMORY = 600.0  # seconds for which the length of a sweep is remembered
MOST_REMEMBERED = 256  # sweeps whose lengths are remembered; there may be one of each label

Rows = TypeVar("Rows", Ledgers, Customers)


class Length(NamedTuple):
    """How many pages a sweep had, at that instant of the clock."""

    seen_at: float
    pages: int


class Sweeps:
    """Remembers how long each sweep was, so that one that is not worth it is seldom begun."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lengths: dict[str, Length] = {}

    async def swept(
        self, owners: Sequence[str], name: str, read: Callable[[int], Awaitable[Rows]]
    ) -> dict[str, Result[Rows]] | None:
        """The rows of each owner by one sweep; None where calls for the single owners are the better way.

        How long a sweep is shows on its first pages. A sweep with a row that names nobody is none, so that only the
        owner of that row fails; what else a sweep fails of concerns every owner.
        """
        if len(owners) <= FEW_OWNERS or self._known_pages(name) > len(owners):
            return None
        try:
            rows = await read(len(owners))
        except TooLongError as error:
            self._remember(name, error.pages)
            return None
        except VenueAnswerError:
            return None
        except VenueError as error:
            return dict.fromkeys(owners, error.unavailable)
        self._remember(name, rows.pages)
        return {**rows.split(owners)}

    def _known_pages(self, name: str) -> int:
        length = self._lengths.get(name)
        return length.pages if length is not None and self._clock() - length.seen_at < MEMORY else 0

    def _remember(self, name: str, pages: int) -> None:
        self._lengths.pop(name, None)
        self._lengths[name] = Length(self._clock(), pages)
        if len(self._lengths) > MOST_REMEMBERED:
            del self._lengths[next(iter(self._lengths))]
