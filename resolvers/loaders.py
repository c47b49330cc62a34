"""Batching: every lookup of one request goes through one of these loaders, so that no key is asked for twice."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

from aiodataloader import DataLoader

from domain.errors import GatewayError
from domain.ports import Ports, TradingPort, settle
from domain.budget import Usage
from domain.accounts import Account
from domain.keys import AccountKey, Owner
from domain.participants import Participant, ParticipantPage, ParticipantStatus
from domain.prices import Price
from domain.trading import EventPosition, Firm, TradingAccount, TradingBalance, TradingOrder, TradingUser
from domain.venues import Venue

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

EVERY_USER = ""
"""The key that asks for the accounts of all users."""


class Loader(Generic[K, V]):
    """One kind of lookup at one venue, for the life of one request.

    aiodataloader collects the keys of one turn of the event loop into one batch; this wrapper keeps four promises it
    does not make:

    - A caller that is cancelled or times out cancels its own wait, not the shared future: `load` shields it. Otherwise
      the cancelled future would stay in the cache and every later caller of the key would be cancelled too.
    - A batch that is cancelled fails its waiters: aiodataloader catches Exception only, and CancelledError is none, so
      the waiters would hang.
    - No batch outlives the request: `close` cancels the batches under way when the client has left.
    - The loader belongs to the running loop: it is built under it, never at import.
    """

    def __init__(self, batch: Callable[[list[K]], Awaitable[Sequence[V | GatewayError]]], usage: Usage) -> None:
        self._batch = batch
        self._usage = usage
        self._tasks: set[asyncio.Task[Any]] = set()
        self._loader: DataLoader[K, V] = DataLoader(self._load, loop=asyncio.get_running_loop())

    def load(self, key: K) -> Awaitable[V]:
        """Ask for a key; equal keys are one lookup. The awaited result raises GatewayError."""
        shared = self._loader.load(key)
        own = asyncio.shield(shared)
        for future in (shared, own):
            future.add_done_callback(_seen)
        return own

    async def load_all(self, keys: Sequence[K]) -> list[V | GatewayError]:
        """Ask for several keys; a failed one is answered with its error."""
        return list(await settle([self.load(key) for key in keys]))

    def close(self) -> None:
        """Cancel what is under way."""
        for task in self._tasks:
            task.cancel()

    async def _load(self, keys: list[K]) -> list[V]:
        self._usage.lookups += len(keys)
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            # DataLoader hands an exception in place of a value to the one caller that it concerns.
            return cast("list[V]", list(await self._batch(keys)))
        except asyncio.CancelledError:
            raise RuntimeError("the batch was cancelled because its request ended") from None


class Loaders:
    """The loaders of one request, each made when it is first asked for."""

    def __init__(self, ports: Ports, usage: Mapping[Venue, Usage]) -> None:
        self._ports = ports
        self._usage = usage
        self._made: dict[tuple[str, Venue], Loader[Any, Any]] = {}

    def accounts(self, venue: Venue) -> Loader[AccountKey, Account | None]:
        """Accounts by canonical native key."""
        return self._loader("accounts", venue, self._ports.accounts[venue].accounts)

    def accounts_of(self, venue: Venue) -> Loader[Owner, tuple[Account, ...]]:
        """All accounts of an owner at one venue."""
        return self._loader("accounts_of", venue, self._ports.accounts[venue].accounts_of)

    def participants(self) -> Loader[str, Participant | None]:
        """Participants by code, with their kind."""
        port = self._ports.participants
        return self._loader("participants", port.venue, port.participants)

    def participant_pages(self) -> Loader[tuple[int, ParticipantStatus | None], ParticipantPage]:
        """Pages of the venue's own listing."""
        port = self._ports.participants
        return self._loader("participant_pages", port.venue, _each(lambda key: port.participant_page(*key)))

    def firms(self, port: TradingPort) -> Loader[Venue, Firm]:
        """The firm behind the credential at a venue."""
        return self._loader("firms", port.venue, _each(lambda _: port.firm()))

    def users(self, port: TradingPort) -> Loader[Venue, tuple[TradingUser, ...]]:
        """The users of the firm at a venue."""
        return self._loader("users", port.venue, _each(lambda _: port.users()))

    def accounts_of_users(self, port: TradingPort) -> Loader[str, tuple[TradingAccount, ...]]:
        """Trading accounts by user name; EVERY_USER asks for all."""
        return self._loader(
            "accounts_of_users", port.venue, lambda users: port.trading_accounts([user or None for user in users])
        )

    def cash(self, port: TradingPort) -> Loader[str, tuple[TradingBalance, ...]]:
        """Cash of a trading account."""
        return self._loader("cash", port.venue, port.cash)

    def positions(self, port: TradingPort) -> Loader[str, tuple[EventPosition, ...]]:
        """Positions of a trading account."""
        return self._loader("positions", port.venue, port.positions)

    def open_orders(self, port: TradingPort) -> Loader[str, tuple[TradingOrder, ...]]:
        """Open orders of a trading account."""
        return self._loader("open_orders", port.venue, port.open_orders)

    def prices(self) -> Loader[Venue, Mapping[str, Price]]:
        """Prices in US dollars, all at once."""
        port = self._ports.prices
        return self._loader("prices", port.venue, _each(lambda _: port.prices()))

    def close(self) -> None:
        """Cancel all batches under way."""
        for loader in self._made.values():
            loader.close()

    def _loader(
        self, name: str, venue: Venue, batch: Callable[[list[Any]], Awaitable[Sequence[Any]]]
    ) -> Loader[Any, Any]:
        loader = self._made.get((name, venue))
        if loader is None:
            loader = self._made[name, venue] = Loader(batch, self._usage[venue])
        return loader


def _seen(future: "asyncio.Future[Any]") -> None:
    """Take note of an error, so that asyncio does not complain when the client has left and nobody else does."""
    if not future.cancelled():
        future.exception()


def _each(call: Callable[[Any], Awaitable[V]]) -> Callable[[list[Any]], Awaitable[Sequence[V | GatewayError]]]:
    """A batch for what a venue answers one at a time."""

    async def batch(keys: list[Any]) -> Sequence[V | GatewayError]:
        return await settle([call(key) for key in keys])

    return batch
