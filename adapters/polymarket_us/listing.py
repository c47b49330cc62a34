"""What a listing of accounts says of each name, also where some of its rows cannot be read."""

from typing import NamedTuple

from adapters.polymarket_us.keys import is_carried
from domain.errors import VenueAnswerError
from domain.keys import TradingKey
from domain.ports import Result
from domain.trading import ListedAccounts, TradingAccount
from domain.venues import Venue

CALL = "accounts"


class Listing(NamedTuple):
    """Accounts by key; None for one whose row cannot be read."""

    accounts: dict[TradingKey, TradingAccount | None]
    nameless: bool
    """Whether a row does not even say which account it is about: it may be any that is not listed otherwise."""

    def find(self, key: TradingKey) -> Result[TradingAccount | None]:
        """The account; None where the venue knows none."""
        account = self.accounts.get(key)
        if account is None and (self.nameless or key in self.accounts):
            return VenueAnswerError.of_row(Venue.POLYMARKET_US, CALL).unavailable
        return account

    def listed(self) -> ListedAccounts:
        """Every account that can be read, and that there are others. Raises VenueAnswerError where none can be read."""
        accounts = [account for account in self.accounts.values() if account is not None]
        lost = {key.name if is_carried(key.name) else None for key, found in self.accounts.items() if found is None}
        if self.nameless:
            lost.add(None)
        if lost and not accounts:
            raise VenueAnswerError.of_row(Venue.POLYMARKET_US, CALL)
        names = sorted(name for name in lost if name is not None)
        return ListedAccounts(
            accounts=tuple(sorted(accounts, key=lambda account: account.key)),
            unreadable=(*names, *([None] if None in lost else [])),
        )
