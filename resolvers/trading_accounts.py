"""Trading accounts: the firm, its users, and the cash, positions and orders of each account."""

from collections.abc import Awaitable, Sequence

from domain.accounts import Account, AccountKind, Balance
from domain.errors import VenueAnswerError, VenueError
from domain.trading import (
    EventPosition,
    Firm,
    ListedAccounts,
    TradingAccount,
    TradingBalance,
    TradingOrder,
    TradingUser,
)
from domain.venues import Venue
from resolvers import accounts
from resolvers.arguments import check_first
from resolvers.connections import Connection, Edge
from resolvers.context import Context
from resolvers.cursors import TradingPlace, decode_cursor, encode_cursor
from resolvers.loaders import EVERY_USER
from resolvers.lookups import Lookup
from resolvers.reads import at_venue

LIST = "tradingAccounts"


def firm(context: Context) -> Awaitable[Firm]:
    """The firm behind the gateway's credential, at the first venue of trading accounts."""
    venue = context.keys.venues(AccountKind.TRADING)[0]
    return context.loaders.firms(venue).load(venue)


async def trading_account(context: Context, name: str) -> TradingAccount | None:
    """One account by resource name, or None."""
    for venue in context.keys.venues(AccountKind.TRADING):
        found = await accounts.account(context, venue, context.keys.trading(venue, name))
        if isinstance(found, TradingAccount):
            return found
    return None


def trading_accounts_of(context: Context, participant_code: str) -> Awaitable[Sequence[Account]]:
    """The trading accounts that the links give to one participant, sorted by venue, then name."""
    return accounts.owned(context, context.owner(participant_code), AccountKind.TRADING)


async def trading_accounts(context: Context, first: int, after: str | None) -> Connection[TradingAccount]:
    """A page of all trading accounts, by venue, then name.

    An account that cannot be read is left out and reported; so is a venue that fails, where there are several.
    """
    check_first(first)
    start = decode_cursor(after, LIST, TradingPlace) if after is not None else None
    venues = context.keys.venues(AccountKind.TRADING)
    found = [account for venue in venues for account in await _all(context, venue, alone=len(venues) == 1)]
    order = [venue.value for venue in venues]

    def rank(place: TradingPlace) -> tuple[int, str]:
        return order.index(place.venue) if place.venue in order else -1, place.name

    places = [(TradingPlace(account.venue.value, account.key.name), account) for account in found]
    edges = [
        Edge(encode_cursor(LIST, place), account)
        for place, account in places
        if start is None or rank(place) > rank(start)
    ]
    return Connection.of(edges, first, after)


users: Lookup[Firm, Sequence[TradingUser]] = Lookup(
    loader=lambda loaders, firm: loaders.users(firm.venue), key=lambda firm: firm.venue, reads="users", of=at_venue
)
"""The users the firm may act for."""


class _AccountsOfUser(Lookup[TradingUser, Sequence[TradingAccount]]):
    """A lookup of which a part may be reported beside the data."""

    __slots__ = ()

    async def __call__(self, context: Context, value: TradingUser) -> Sequence[TradingAccount]:
        """The accounts that can be read. Raises VenueError."""
        return _readable(context, value.venue, await self.loader(context.loaders, value).load(self.key(value)))


accounts_of_user = _AccountsOfUser(
    loader=lambda loaders, user: loaders.accounts_of_users(user.venue),
    key=lambda user: user.name,
    reads="accounts_of_users",
)
"""The accounts that a user may trade: the venue knows, names do not tell."""

cash: Lookup[TradingAccount, Sequence[TradingBalance]] = Lookup(
    loader=lambda loaders, account: loaders.cash(account.venue), key=lambda account: account.key, reads="cash"
)
"""Cash of an account by currency."""


def as_balances(cash: Sequence[TradingBalance]) -> Sequence[Balance]:
    """Cash in the form that every account has."""
    return tuple(Balance(asset=row.currency, total=row.balance, available=row.buying_power) for row in cash)


balances: Lookup[TradingAccount, Sequence[Balance]] = Lookup(
    loader=cash.loader, key=cash.key, reads=cash.reads, pick=lambda _, cash: as_balances(cash)
)
"""Cash as every account has it: buying power is what can be spent; what is held back does not add up here."""

every_position: Lookup[TradingAccount, Sequence[EventPosition]] = Lookup(
    loader=lambda loaders, account: loaders.positions(account.venue), key=lambda account: account.key, reads="positions"
)
"""Event contracts that an account holds, those that have expired and are not paid out included."""


def _open(_: TradingAccount, found: Sequence[EventPosition]) -> Sequence[EventPosition]:
    return tuple(position for position in found if not position.expired)


positions: Lookup[TradingAccount, Sequence[EventPosition]] = Lookup(
    loader=every_position.loader, key=every_position.key, reads=every_position.reads, pick=_open
)
"""Event contracts that an account holds and that have not expired."""

open_orders: Lookup[TradingAccount, Sequence[TradingOrder]] = Lookup(
    loader=lambda loaders, account: loaders.open_orders(account.venue),
    key=lambda account: account.key,
    reads="open_orders",
)
"""Resting orders of an account."""


async def _all(context: Context, venue: Venue, *, alone: bool) -> Sequence[TradingAccount]:
    try:
        return _readable(context, venue, await context.loaders.accounts_of_users(venue).load(EVERY_USER))
    except VenueError as error:
        if alone:
            raise
        context.report(error)
        return ()


def _readable(context: Context, venue: Venue, listed: ListedAccounts) -> Sequence[TradingAccount]:
    """The accounts that can be read, those that cannot being reported."""
    for name in listed.unreadable:
        context.report(VenueAnswerError.of_row(venue, "accounts"), **({} if name is None else {"account": name}))
    return listed.accounts
