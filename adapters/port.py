"""What all adapters offer: the port every venue has, and the further ports of venues that hold more than accounts.

Every list method answers in the order of its keys, one result a key, and a failure that concerns one key is that key's
result: an exception is returned in its place, never raised for its neighbours.
"""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias, TypeVar, cast, runtime_checkable

from adapters.errors import GatewayError
from adapters.values import (
    Account,
    AccountKey,
    AccountKind,
    Balance,
    EventPosition,
    Firm,
    Owner,
    Participant,
    ParticipantPage,
    ParticipantStatus,
    Price,
    TradingAccount,
    TradingBalance,
    TradingOrder,
    TradingUser,
    Venue,
    VenueState,
)

T = TypeVar("T")
Result: TypeAlias = T | GatewayError


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

    def canonical(self, key: AccountKey) -> AccountKey:
        """The one spelling of a native key, so that no account has two. Raises InvalidInputError, before any call."""
        ...

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """One account a canonical key; None where the venue knows none."""
        ...

    async def accounts_of(self, owners: Sequence[Owner]) -> Sequence[Result[tuple[Account, ...]]]:
        """All accounts of each owner, sorted by native key; complete, or an error."""
        ...

    async def probe(self) -> None:
        """Ask the venue something small that needs the gateway's credential. Raises VenueError."""
        ...

    async def state(self) -> VenueState:
        """How the venue answered lately; asked first when nothing was heard from it for half a minute."""
        ...

    async def close(self) -> None:
        """Give connections back."""
        ...


@runtime_checkable
class ParticipantPort(Protocol):
    """Participants: the venue that onboards customers."""

    @property
    def venue(self) -> Venue:
        """The venue behind this port."""
        ...

    def canonical_code(self, code: str) -> str:
        """The one spelling of a participant code. Raises InvalidInputError, before any call."""
        ...

    async def participants(self, codes: Sequence[str]) -> Sequence[Result[Participant | None]]:
        """One participant a code, its kind included; None where there is none."""
        ...

    async def participant_page(self, page: int, status: ParticipantStatus | None) -> ParticipantPage:
        """One page of the venue's listing, sorted by code, without kinds. Raises VenueError."""
        ...


@runtime_checkable
class TradingPort(Protocol):
    """What a venue of trading accounts tells beyond the accounts: firm, users, cash, positions, orders."""

    @property
    def venue(self) -> Venue:
        """The venue behind this port."""
        ...

    async def firm(self) -> Firm:
        """The firm behind the gateway's credential. Raises VenueError."""
        ...

    async def users(self) -> tuple[TradingUser, ...]:
        """The users the firm may act for, sorted by name. Raises VenueError."""
        ...

    async def trading_accounts(self, users: Sequence[str | None]) -> Sequence[Result[tuple[TradingAccount, ...]]]:
        """The accounts each user may trade, sorted by name; a user of None asks for all of them."""
        ...

    async def cash(self, names: Sequence[str]) -> Sequence[Result[tuple[TradingBalance, ...]]]:
        """Cash of each account, sorted by currency."""
        ...

    def balances(self, cash: Sequence[TradingBalance]) -> tuple[Balance, ...]:
        """The same cash in the form that every account has."""
        ...

    async def positions(self, names: Sequence[str]) -> Sequence[Result[tuple[EventPosition, ...]]]:
        """Positions of each account that are neither zero nor expired, sorted by symbol."""
        ...

    async def open_orders(self, names: Sequence[str]) -> Sequence[Result[tuple[TradingOrder, ...]]]:
        """Resting orders of each account, oldest first."""
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
    """The ports of the running gateway; venues without settings are there too, and say so when asked."""

    accounts: Mapping[Venue, AccountPort]
    participants: ParticipantPort
    trading: Mapping[Venue, TradingPort]
    prices: PricePort


async def settle(calls: Sequence[Awaitable[T]]) -> Sequence[T | GatewayError]:
    """Await all side by side; a GatewayError becomes the result of its own key, any other error is raised."""
    results = await asyncio.gather(*calls, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, GatewayError):
            raise result
    return [cast("T | GatewayError", result) for result in results]
