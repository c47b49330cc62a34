"""What a listing of accounts says of each name, also where some of its rows cannot be read."""

from typing import NamedTuple

from adapters.polymarket_us.refusals import unreadable
from domain.keys import TradingKey
from domain.ports import Result
from domain.trading import TradingAccount

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
            return unreadable(CALL).unavailable
        return account

    def all(self) -> tuple[TradingAccount, ...]:
        """Every account, sorted by name. Raises VenueAnswerError when one cannot be read."""
        accounts = [account for account in self.accounts.values() if account is not None]
        if self.nameless or len(accounts) < len(self.accounts):
            raise unreadable(CALL)
        return tuple(sorted(accounts, key=lambda account: account.key))
