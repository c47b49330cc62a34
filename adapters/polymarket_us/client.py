"""Polymarket US's calls, one method each; some reads are POST."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Literal, TypeVar

import msgspec

from adapters.polymarket_us.holdings import Holding, HoldingsPage, held, parse_positions
from adapters.polymarket_us.instruments import Scale, ScalesPage, learnt, parse_instruments
from adapters.polymarket_us.listing import Listing
from adapters.polymarket_us.orders import parse_open_orders
from adapters.polymarket_us.parse import Identity, parse_accounts, parse_cash, parse_identity, parse_users
from adapters.transport.calls import Call, target
from adapters.transport.rates import Bucket
from adapters.transport.transport import Transport
from domain.errors import VenueAnswerError
from domain.ports import Result
from domain.trading import TradingBalance, TradingOrder, TradingUser
from domain.venues import Venue

P = TypeVar("P", HoldingsPage, ScalesPage)

ROUTES = {
    "current": {"whoami": "/v1/whoami", "users": "/v1/users", "accounts": "/v1/accounts"},
    "legacy": {
        "whoami": "/v1/accounts/whoami",
        "users": "/v1/accounts/users",
        "accounts": "/v1/accounts/accounts",
    },
}
POSITIONS_PAGE = 500
INSTRUMENTS_PAGE = 1000


class PolymarketUsClient:
    """The calls of one firm's credential."""

    def __init__(self, transport: Transport, routes: Literal["current", "legacy"]) -> None:
        self._transport = transport
        self._routes = ROUTES[routes]
        self._instruments_bucket = Bucket(rate=6 / 60, burst=6)

    async def whoami(self) -> Identity:
        """Who the credential is."""
        return await self._transport.fetch(self._identity_call("whoami"), parse_identity)

    async def users(self) -> tuple[TradingUser, ...]:
        """All users in one reply."""
        return await self._transport.fetch(self._identity_call("users"), parse_users)

    async def accounts(self) -> Listing:
        """All accounts in one reply."""
        return await self._transport.fetch(self._identity_call("accounts"), parse_accounts)

    async def accounts_of(self, user: str) -> Listing:
        """The accounts of one user in one reply."""
        call = Call("accounts_of_user", "GET", target(self._routes["accounts"], [("user", user)]))
        return await self._transport.fetch(call, parse_accounts)

    async def cash(self, name: str) -> tuple[TradingBalance, ...]:
        """POST /v1/positions/balances: all currencies of one account."""
        call = Call("balances", "POST", "/v1/positions/balances", msgspec.json.encode({"name": name}))
        return await self._transport.fetch(call, parse_cash)

    async def positions(self, name: str) -> tuple[Holding, ...]:
        """GET /v1/positions: all pages of one account, with what has expired and is not paid: it is worth money."""

        async def read(token: str) -> HoldingsPage:
            parameters = [("name", name), ("pageSize", str(POSITIONS_PAGE)), ("nonZeroOnly", "true")]
            parameters += [("pageToken", token)] if token else []
            call = Call("positions", "GET", target("/v1/positions", parameters))
            return await self._transport.fetch(call, partial(parse_positions, name=name))

        pages = await _all_pages(read)
        if pages[-1].next_token is not None:
            raise VenueAnswerError(Venue.POLYMARKET_US, "Polymarket US lists positions without end (call: positions).")
        return held(pages)

    async def open_orders(self, names: Sequence[str]) -> dict[str, Result[tuple[TradingOrder, ...]]]:
        """GET /v1/trading/orders/open: resting orders of many accounts."""
        call = Call("open_orders", "GET", target("/v1/trading/orders/open", [("accounts", name) for name in names]))
        found = await self._transport.fetch(call, partial(parse_open_orders, names=names))
        return {
            name: VenueAnswerError.of_row(Venue.POLYMARKET_US, call.name).unavailable if each is None else each
            for name, each in found.items()
        }

    async def scales(self, symbols: Sequence[str]) -> dict[str, Result[Scale | None]]:
        """POST /v1/refdata/instruments: divisors of many symbols; six calls a minute are allowed."""

        async def read(token: str) -> ScalesPage:
            question = {"symbols": symbols, "pageSize": INSTRUMENTS_PAGE, **({"pageToken": token} if token else {})}
            call = Call("instruments", "POST", "/v1/refdata/instruments", msgspec.json.encode(question))
            return await self._transport.fetch(call, parse_instruments, self._instruments_bucket)

        return learnt(symbols, await _all_pages(read))

    def _identity_call(self, name: Literal["whoami", "users", "accounts"]) -> Call:
        return Call(name, "GET", self._routes[name])


async def _all_pages(read: Callable[[str], Awaitable[P]]) -> list[P]:
    """The pages of a listing, one after the other, for each is named by the one before; no number of them is too many.

    Where a token comes again the last page still has it. Tokens that are always new are followed until the deadline of
    the request, at which a call raises VenueTimeoutError.
    """
    pages = [await read("")]
    tokens: set[str] = set()
    while (token := pages[-1].next_token) is not None and token not in tokens:
        tokens.add(token)
        pages.append(await read(token))
    return pages
