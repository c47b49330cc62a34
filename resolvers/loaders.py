"""The only road to a read: every lookup of one request goes through one of these loaders; no key is read twice."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Hashable, Mapping, Sequence
from functools import partial
from typing import Any, Generic, TypeVar, cast

from aiodataloader import DataLoader

from domain.accounts import Account, Owned
from domain.budget import BUDGET, Budget, Usage
from domain.errors import FaultError, Unavailable, VenueNotConfiguredError
from domain.keys import AccountKey, LabeledKey, Owner, TradingKey
from domain.labeled import CustomerAccount, CustomerPage, CustomerStatus, LabeledPage
from domain.participants import Participant, ParticipantPage, ParticipantStatus
from domain.ports import Ports, Result, TradingPort, failure, outcomes
from domain.prices import Price
from domain.trading import EventPosition, Firm, ListedAccounts, TradingBalance, TradingOrder, TradingUser
from domain.venues import Venue, VenueHealth, VenueState
from resolvers.seen import Seen
from resolvers.sizes import Sizes

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
P = TypeVar("P")

Batch = Callable[[list[K]], Awaitable[Sequence[Result[V]]]]

Note = Callable[[list[Any], Sequence[Any], int], None]
"""Takes note of a batch: its keys, what was found, and the upstream calls that it took."""

EVERY_USER = ""
"""The key of the accounts of all users."""


class Pending(Generic[V]):
    """A value that was asked for. Each one who awaits it gets the value, or an exception of its own."""

    __slots__ = ("_shared",)

    def __init__(self, shared: "asyncio.Future[Result[V]]") -> None:
        self._shared = shared

    def __await__(self) -> Generator[Any, None, V]:
        """Wait, shielding what others wait for too. Raises VenueError."""
        found = yield from asyncio.shield(self._shared).__await__()
        if isinstance(found, Unavailable):
            raise found.error()
        return found


class Loader(Generic[K, V]):
    """One kind of lookup at one venue, for the life of one request.

    aiodataloader collects the keys of one turn of the event loop into one batch; this wrapper keeps five promises it
    does not make:

    - A caller that is cancelled or times out cancels its own wait, not the shared future: awaiting shields it.
      Otherwise the cancelled future would stay in the cache and every later caller of the key would be cancelled too.
    - A batch that is cancelled fails its waiters: aiodataloader catches Exception only, and CancelledError is none, so
      the waiters would hang.
    - No batch outlives the request: `close` cancels the batches under way when the client has left.
    - The loader belongs to the running loop: it is built under it, never at import.
    - A failure is kept as data, so that no exception, and no traceback, is shared between those who wait; a fault of
      ours fails the keys of its batch and nothing else.
    """

    def __init__(
        self, venue: Venue, batch: Batch[K, V], usage: Usage, note: Note = lambda _keys, _found, _calls: None
    ) -> None:
        self._venue = venue
        self._batch = batch
        self._usage = usage
        self._note = note
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loader: DataLoader[K, Result[V]] = DataLoader(self._load, loop=asyncio.get_running_loop())

    def load(self, key: K) -> Pending[V]:
        """Ask for a key; equal keys are one lookup. Awaiting the result raises VenueError."""
        return Pending(self._shared(key))

    async def load_all(self, keys: Sequence[K]) -> list[Result[V]]:
        """Ask for several keys; the result of one that fails says why."""
        return list(await asyncio.gather(*(asyncio.shield(self._shared(key)) for key in keys)))

    def close(self) -> None:
        """Cancel what is under way."""
        for task in self._tasks:
            task.cancel()

    def _shared(self, key: K) -> "asyncio.Future[Result[V]]":
        shared = self._loader.load(key)
        shared.add_done_callback(_seen)
        return shared

    async def _load(self, keys: list[K]) -> list[Result[V]]:
        self._usage.lookups += len(keys)
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        budget = BUDGET.get(Budget(0)).part()
        BUDGET.set(budget)  # of this task alone: what the batch sends is counted apart
        try:
            budget.check(self._venue)
            found = [result for _, result in zip(keys, await self._batch(keys), strict=True)]
        except asyncio.CancelledError:
            ended = FaultError(self._venue, "The lookup was cancelled because its request ended.").unavailable
            return [ended for _ in keys]
        except Exception as error:  # noqa: BLE001 - its keys fail, and nothing else
            failed = failure(self._venue, error)
            return [failed for _ in keys]
        self._note(keys, found, budget.usage[self._venue].calls)
        return found


class Loaders:
    """The loaders of one request, each made when it is first needed. A venue without settings fails every key."""

    def __init__(self, ports: Ports, usage: Mapping[Venue, Usage], sizes: Sizes) -> None:
        self._ports = ports
        self._usage = usage
        self._seen = Seen(sizes)
        self._made: dict[tuple[str, Venue], Loader[Any, Any]] = {}

    def accounts(self, venue: Venue) -> Loader[AccountKey, Account | None]:
        """Accounts by native key."""
        return self._loader("accounts", venue, self._ports.accounts.get(venue), lambda port: port.accounts)

    def accounts_of(self, venue: Venue) -> Loader[Owner, Owned]:
        """The accounts of an owner at one venue."""
        return self._loader("accounts_of", venue, self._ports.accounts.get(venue), lambda port: port.accounts_of)

    def customers(self, venue: Venue) -> Loader[str, Mapping[LabeledKey, CustomerAccount]]:
        """What the labels of a participant are set up as, by participant code."""
        return self._loader("customers", venue, self._ports.labeled.get(venue), lambda port: port.customers)

    def statuses(self, venue: Venue) -> Loader[str, CustomerStatus | None]:
        """Where customer accounts stand, by zrn."""
        return self._loader("statuses", venue, self._ports.labeled.get(venue), lambda port: port.statuses)

    def ledger_pages(self, venue: Venue) -> Loader[tuple[str | None, str | None, int], LabeledPage]:
        """Pages of a sweep over the rows of a label, an asset, or both."""
        port = self._ports.labeled.get(venue)
        return self._loader("ledger_pages", venue, port, lambda port: _each(venue, lambda key: port.ledger_page(*key)))

    def customer_pages(self, venue: Venue) -> Loader[tuple[str, int], CustomerPage]:
        """Pages of the customer accounts of a label."""
        port = self._ports.labeled.get(venue)
        return self._loader(
            "customer_pages", venue, port, lambda port: _each(venue, lambda key: port.customer_page(*key))
        )

    def participants(self) -> Loader[str, Participant | None]:
        """Participants by code, with their kind."""
        venue, port = self._ports.participants_at, self._ports.participants
        return self._loader("participants", venue, port, lambda port: port.participants)

    def participant_pages(self) -> Loader[tuple[int, ParticipantStatus | None], ParticipantPage]:
        """Pages of the venue's own listing."""
        venue, port = self._ports.participants_at, self._ports.participants
        return self._loader(
            "participant_pages", venue, port, lambda port: _each(venue, lambda key: port.participant_page(*key))
        )

    def firms(self, venue: Venue) -> Loader[Venue, Firm]:
        """The firm behind the credential at a venue."""
        return self._loader(
            "firms", venue, self._ports.trading.get(venue), lambda port: _each(venue, lambda _: port.firm())
        )

    def users(self, venue: Venue) -> Loader[Venue, tuple[TradingUser, ...]]:
        """The users of the firm at a venue."""
        return self._loader(
            "users", venue, self._ports.trading.get(venue), lambda port: _each(venue, lambda _: port.users())
        )

    def accounts_of_users(self, venue: Venue) -> Loader[str, ListedAccounts]:
        """Trading accounts by user name; EVERY_USER is all of them."""

        def batch(port: TradingPort) -> Batch[str, ListedAccounts]:
            return lambda users: port.trading_accounts([user or None for user in users])

        return self._loader("accounts_of_users", venue, self._ports.trading.get(venue), batch)

    def cash(self, venue: Venue) -> Loader[TradingKey, tuple[TradingBalance, ...]]:
        """Cash of a trading account."""
        return self._loader("cash", venue, self._ports.trading.get(venue), lambda port: port.cash)

    def positions(self, venue: Venue) -> Loader[TradingKey, tuple[EventPosition, ...]]:
        """Positions of a trading account."""
        return self._loader("positions", venue, self._ports.trading.get(venue), lambda port: port.positions)

    def open_orders(self, venue: Venue) -> Loader[TradingKey, tuple[TradingOrder, ...]]:
        """Open orders of a trading account."""
        return self._loader("open_orders", venue, self._ports.trading.get(venue), lambda port: port.open_orders)

    def prices(self) -> Loader[Venue, Mapping[str, Price]]:
        """Prices in US dollars, all at once."""
        venue, port = self._ports.prices_at, self._ports.prices
        return self._loader("prices", venue, port, lambda port: _each(venue, lambda _: port.prices()))

    async def states(self) -> Sequence[VenueState]:
        """How each venue is doing, in the order in which lists sort."""
        return await asyncio.gather(*(self._state(venue) for venue in self._ports.holds))

    def close(self) -> None:
        """Cancel all batches under way."""
        for loader in self._made.values():
            loader.close()

    async def _state(self, venue: Venue) -> VenueState:
        port = self._ports.accounts.get(venue)
        return VenueState(venue=venue, health=VenueHealth.NOT_CONFIGURED) if port is None else await port.state()

    def _loader(
        self, name: str, venue: Venue, port: P | None, batch: Callable[[P], Batch[Any, Any]]
    ) -> Loader[Any, Any]:
        loader = self._made.get((name, venue))
        if loader is None:
            made = _not_configured(venue) if port is None else batch(port)
            loader = self._made[name, venue] = Loader(
                venue, made, self._usage[venue], partial(self._seen.note, name, venue)
            )
        return loader


def _seen(future: "asyncio.Future[Any]") -> None:
    """Take note of an error, so that asyncio does not complain when the client has left and nobody else does."""
    if not future.cancelled():
        future.exception()


def _each(venue: Venue, call: Callable[[Any], Awaitable[V]]) -> Batch[Any, V]:
    """A batch for what a venue answers one at a time."""

    async def batch(keys: list[Any]) -> Sequence[Result[V]]:
        return await outcomes(venue, [call(key) for key in keys])

    return batch


def _not_configured(venue: Venue) -> Batch[Any, Any]:
    async def batch(_: list[Any]) -> Sequence[Result[Any]]:
        raise VenueNotConfiguredError.of(venue)

    return batch
