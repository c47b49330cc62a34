"""What we need of a venue: the port every venue has, and the further ports of venues that hold more than accounts.

Every list method answers in the order of its keys, one result a key, and a failure that concerns one key is that key's
result: `Unavailable` stands in its place, and its neighbours are whole. A failure that concerns all keys may be raised.

A port is also where keys are made: `key` takes a native key's parts as a client wrote them, and gives the one spelling
or raises InvalidInputError, which names the part. No other method checks a key again.
"""

import asyncio
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias, TypeVar, runtime_checkable

from domain.accounts import Account, AccountKind, Owned
from domain.budget import BUDGET
from domain.errors import FaultError, Unavailable, VenueError
from domain.keys import AccountKey, LabeledKey, MarginKey, Owner, TradingKey
from domain.labeled import CustomerAccount, CustomerPage, CustomerStatus, LabeledPage
from domain.participants import Participant, ParticipantPage, ParticipantStatus
from domain.prices import Price
from domain.trading import EventPosition, Firm, ListedAccounts, TradingBalance, TradingOrder, TradingUser
from domain.venues import Venue, VenueState

T = TypeVar("T")
Result: TypeAlias = T | Unavailable


@runtime_checkable
class AccountPort(Protocol):
    """Accounts by key and by owner, and how the venue is doing: every venue."""

    @property
    def venue(self) -> Venue:
        """The venue behind this port."""
        ...

    @property
    def holds(self) -> AccountKind:
        """The kind of account that the venue holds."""
        ...

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """One account per key; None where the venue knows none."""
        ...

    async def accounts_of(self, owners: Sequence[Owner]) -> Sequence[Result[Owned]]:
        """The accounts of each owner; complete, or why not."""
        ...

    async def probe(self) -> None:
        """Make a small call that needs the gateway's credential. Raises VenueError."""
        ...

    async def state(self) -> VenueState:
        """How the venue answered lately; probed first when nothing was heard from it for half a minute."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...


@runtime_checkable
class LabeledPort(AccountPort, Protocol):
    """A venue of labeled accounts: `accounts` and `accounts_of` give those that have ledger rows."""

    @property
    def group(self) -> str:
        """The platform's own account group."""
        ...

    def key(self, participant_code: str, label: str, group: str | None = None) -> LabeledKey:
        """The key of a labeled account; without a group, in the platform's own. Raises InvalidInputError."""
        ...

    def label(self, text: str) -> str:
        """A label alone, where it only narrows a list. Raises InvalidInputError."""
        ...

    def asset(self, text: str) -> str:
        """An asset code alone, where it only narrows a list. Raises InvalidInputError."""
        ...

    def key_in_id(self, participant_code: str, label: str, group: str) -> LabeledKey:
        """The key that an id of ours carries: whatever the venue has listed is taken. Raises InvalidInputError."""
        ...

    async def customers(self, codes: Sequence[str]) -> Sequence[Result[Mapping[LabeledKey, CustomerAccount]]]:
        """What the labels of each participant are set up as, those without ledger rows included."""
        ...

    async def statuses(self, zrns: Sequence[str]) -> Sequence[Result[CustomerStatus | None]]:
        """Where each customer account stands; None where the venue knows no such zrn."""
        ...

    async def ledger_page(self, label: str | None, asset: str | None, page: int) -> LabeledPage:
        """One page of the sweep over the customers' rows of a label, of an asset, or both, in the platform's own group.

        Raises VenueError.
        """
        ...

    async def customer_page(self, label: str, page: int) -> CustomerPage:
        """One page of everybody's customer accounts of a label in the platform's own group. Raises VenueError."""
        ...


@runtime_checkable
class TradingPort(AccountPort, Protocol):
    """A venue of trading accounts, and what it tells beyond them: firm, users, cash, positions, orders."""

    def key(self, name: str) -> TradingKey:
        """The key of a trading account. Raises InvalidInputError."""
        ...

    def key_in_id(self, name: str) -> TradingKey:
        """The key that an id of ours carries: whatever the venue has listed is taken. Raises InvalidInputError."""
        ...

    async def firm(self) -> Firm:
        """The firm behind the gateway's credential. Raises VenueError."""
        ...

    async def users(self) -> tuple[TradingUser, ...]:
        """The users the firm may act for, sorted by name. Raises VenueError."""
        ...

    async def trading_accounts(self, users: Sequence[str | None]) -> Sequence[Result[ListedAccounts]]:
        """The accounts each user may trade; for a user of None all of them."""
        ...

    async def cash(self, keys: Sequence[TradingKey]) -> Sequence[Result[tuple[TradingBalance, ...]]]:
        """Cash of each account, sorted by currency."""
        ...

    async def positions(self, keys: Sequence[TradingKey]) -> Sequence[Result[tuple[EventPosition, ...]]]:
        """Positions of each account that are not zero, expired ones that are not paid out included, by symbol."""
        ...

    async def open_orders(self, keys: Sequence[TradingKey]) -> Sequence[Result[tuple[TradingOrder, ...]]]:
        """Resting orders of each account, oldest first."""
        ...


@runtime_checkable
class MarginPort(AccountPort, Protocol):
    """A venue of margin accounts."""

    def key(self, address: str, account_index: int) -> MarginKey:
        """The key of a margin account, whatever the case and prefix of its address. Raises InvalidInputError."""
        ...


@runtime_checkable
class ParticipantPort(Protocol):
    """Participants: the venue that onboards customers."""

    @property
    def venue(self) -> Venue:
        """The venue behind this port."""
        ...

    def participant_code(self, text: str) -> str:
        """The key of a participant. Raises InvalidInputError."""
        ...

    def participant_code_in_id(self, text: str) -> str:
        """The code that an id of ours carries: whatever the venue has listed is taken. Raises InvalidInputError."""
        ...

    async def participants(self, codes: Sequence[str]) -> Sequence[Result[Participant | None]]:
        """One participant per code, its kind included; None where there is none."""
        ...

    async def participant_page(self, page: int, status: ParticipantStatus | None) -> ParticipantPage:
        """One page of the venue's listing, sorted by code, without kinds. Raises VenueError."""
        ...


@runtime_checkable
class PricePort(Protocol):
    """Prices in US dollars."""

    @property
    def venue(self) -> Venue:
        """The venue behind this port."""
        ...

    async def prices(self) -> Mapping[str, Price]:
        """The oracle price of each asset the venue quotes in US dollars, by asset. Raises VenueError."""
        ...


class Ports(NamedTuple):
    """The ports of the running gateway: every venue is in `holds`, those that have settings in the rest too."""

    holds: Mapping[Venue, AccountKind]
    """In the order in which lists sort."""
    participants_at: Venue
    prices_at: Venue
    accounts: Mapping[Venue, AccountPort]
    labeled: Mapping[Venue, LabeledPort]
    trading: Mapping[Venue, TradingPort]
    margin: Mapping[Venue, MarginPort]
    participants: ParticipantPort | None
    prices: PricePort | None


async def outcomes(venue: Venue, calls: Iterable[Awaitable[T]]) -> list[Result[T]]:
    """Await all side by side; what fails is the failure of its own key, be it the venue's or a fault of ours."""
    found: list[Result[T]] = []
    for result in await asyncio.gather(*calls, return_exceptions=True):
        if isinstance(result, Exception):
            found.append(failure(venue, result))
        elif isinstance(result, BaseException):
            raise result
        else:
            found.append(result)
    return found


def failure(venue: Venue, error: Exception) -> Unavailable:
    """An error as data; what is no venue's error is a fault of ours, which the request's budget keeps for the log."""
    if isinstance(error, VenueError):
        return error.unavailable
    BUDGET.get().faults.append(error)
    return FaultError(venue).unavailable
