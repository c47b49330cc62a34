"""The port of a venue without settings: every question is answered with VENUE_NOT_CONFIGURED."""

from collections.abc import Sequence
from typing import NoReturn

from domain.errors import VenueNotConfiguredError
from domain.accounts import AccountKind
from domain.keys import AccountKey
from domain.venues import Venue, VenueHealth, VenueState


class Unconfigured:
    """Stands in for one venue; checks no input, for it knows none of the venue's rules."""

    def __init__(self, venue: Venue, holds: AccountKind) -> None:
        self.venue = venue
        self.holds = holds

    def canonical(self, key: AccountKey) -> AccountKey:
        """Any key is taken as it is."""
        return key

    def canonical_code(self, code: str) -> str:
        """Any code is taken as it is."""
        return code

    def balances(self, cash: Sequence[object]) -> NoReturn:
        """Not configured."""
        raise self._error()

    async def state(self) -> VenueState:
        """Not configured."""
        return VenueState(venue=self.venue, health=VenueHealth.NOT_CONFIGURED)

    async def close(self) -> None:
        """Nothing is open."""

    async def _refuse(self, *_: object) -> NoReturn:
        raise self._error()

    def _error(self) -> VenueNotConfiguredError:
        return VenueNotConfiguredError(self.venue, f"The gateway has no settings for {self.venue.title}.")

    accounts = accounts_of = probe = participants = participant_page = _refuse
    firm = users = trading_accounts = cash = positions = open_orders = prices = _refuse
