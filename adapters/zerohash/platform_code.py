"""Whether the platform code of the settings is the platform's: a code that owns nothing would read as "no accounts"."""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

import msgspec

from adapters.transport.calls import Call, Reply, target
from adapters.transport.transport import Transport
from adapters.zerohash.keys import HOUSES
from adapters.zerohash.shapes import HoldingsReply
from domain.errors import Unavailable, VenueAnswerError, VenueCredentialsError
from domain.venues import Venue

MEMORY = 60.0  # seconds for which it is remembered that nothing was found in the platform's group
WRONG = (
    "zerohash shows rows of other account groups only: "
    "GATEWAY_ZEROHASH__PLATFORM_CODE is not this platform's code (call: platform_code)."
)

_holdings = msgspec.json.Decoder(HoldingsReply)


class Doubt(NamedTuple):
    """Nothing was found in the platform's group, at that instant of the clock; and what is wrong, if anything is."""

    since: float
    wrong: Unavailable | None


class PlatformCode:
    """Found right once it is right for good; the check is two calls at most, which all who doubt at once share."""

    def __init__(self, code: str, transport: Transport, clock: Callable[[], float] = time.monotonic) -> None:
        self._code = code
        self._own = frozenset({code}) - HOUSES  # rows in a house's group are of every platform and show nothing
        self._transport = transport
        self._clock = clock
        self._right = False
        self._doubt: Doubt | None = None

    def seen(self, groups: Iterable[str]) -> None:
        """Something was read in these groups: in the platform's own, its code is right."""
        self._right = self._right or not self._own.isdisjoint(groups)

    async def confirm(self) -> None:
        """After a read that found nothing in the platform's group: whether that is so. Raises VenueError."""
        if self._right:
            return
        if self._doubt is None or self._clock() - self._doubt.since >= MEMORY:
            try:
                await self.probe()
            except VenueAnswerError:  # of rows that nobody asked for
                self._doubt = Doubt(self._clock(), None)
        if self._doubt is not None and self._doubt.wrong is not None:
            raise self._doubt.wrong.error()

    async def probe(self) -> None:
        """Ask for the first page of the platform's group, and of all groups where that is empty. Raises VenueError."""
        found = await self._ask(("account_group", self._code)) or self._right or await self._ask()
        self._right = found
        self._doubt = None if found else Doubt(self._clock(), None)

    async def _ask(self, *filters: tuple[str, str]) -> bool:
        call = Call("platform_code", "GET", target("/accounts", [*filters, ("page", "1")]))
        return await self._transport.fetch(call, self._is_right)

    def _is_right(self, reply: Reply) -> bool:
        """Whether rows show that the code is the platform's. Raises VenueCredentialsError when they show it is not."""
        rows = _holdings.decode(reply.body).message
        own = any(
            row.account_group in self._own or (row.account_owner in self._own and row.account_group in HOUSES)
            for row in rows
        )
        if rows and not own:
            error = VenueCredentialsError(Venue.ZEROHASH, WRONG)
            self._doubt = Doubt(self._clock(), error.unavailable)
            raise error
        return own
