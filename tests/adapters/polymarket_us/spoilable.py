"""A Polymarket US whose healthy answers are kept and may be spoiled, and every read of it."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec

from adapters.polymarket_us.adapter import PolymarketUsAdapter
from domain.errors import Unavailable, VenueError
from domain.keys import TradingKey
from sandbox import Sandbox
from tests.adapters.polymarket_us.logins import token
from tests.adapters.polymarket_us.spoiling import Spoiled, encoded
from tests.adapters.specimens.polymarket_us import HEDGE, MAIN
from tests.adapters.transport.scripted import Scripted, reply

OTHER = TradingKey("firms/acme/accounts/c00001")
KEYS = (MAIN, HEDGE, OTHER)
JOHN = "firms/acme-trading/users/john-smith"
OpenSpoiled = Callable[[], tuple[PolymarketUsAdapter, "Venues"]]
"""Opens an adapter on answers that were recorded and may be spoiled."""

Read = Callable[[PolymarketUsAdapter], Awaitable[Sequence[Any]]]


class Venues:
    """A Polymarket US that gives the sandbox's healthy answers, but for those that are set."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.healthy: dict[tuple[str, str], Any] = {}
        self.set: dict[tuple[str, str], Spoiled] = {}
        self.prefix = ""
        """Before every symbol, so that a scale that was learnt before is not known."""
        self._sandbox = httpx.ASGITransport(app=sandbox.apps["polymarket_us"])
        self.http = Scripted(self.answer)

    async def record(self, request: httpx.Request) -> httpx.Response:
        """The sandbox's answer, which is kept."""
        response = await self._sandbox.handle_async_request(request)
        body = await response.aread()
        if response.status_code == 200 and "oauth" not in request.url.path:
            self.healthy[self.call(request)] = msgspec.json.decode(body)
        return reply(response.status_code, body)

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """A kept answer."""
        if "oauth" in request.url.path:
            return token(1)
        path, about = self.call(request)
        case = self.set.get((path, about)) or self.set.get((path, ""))
        content = case.content if case else self.healthy.get((path, about), self.healthy.get((path, "")))
        if path.endswith("/orders/open") and len(request.url.params.get_list("accounts")) == 1:
            content = self._orders_of(request.url.params["accounts"], content, case)
        return reply(200, encoded(content).replace(b'"tec-', f'"{self.prefix}tec-'.encode()))

    def call(self, request: httpx.Request) -> tuple[str, str]:
        """The path, and which account or user the call is about; lists of orders and instruments are about nobody."""
        query = parse_qs(urlsplit(str(request.url)).query)
        named = msgspec.json.decode(request.content).get("name", "") if request.method == "POST" else ""
        return request.url.path, named or query.get("name", query.get("user", [""]))[0]

    def _orders_of(self, account: str, content: Any, case: Spoiled | None) -> Any:
        """What a venue that filters gives for one account: its own rows, the spoiled one among them."""
        healthy = self.healthy["/v1/trading/orders/open", ""]["orders"]
        rows = content.get("orders")
        if not isinstance(rows, list):
            return content
        own = [row for row in healthy if row["account"] == account]
        at = case.path[1] if case and len(case.path) > 1 else None
        owner = healthy[at]["account"] if isinstance(at, int) else None
        whole = [row for row in rows if any(row is each for each in own)]
        odd = [row for row in rows if not any(row is each for each in healthy)]
        return {**content, "orders": whole + (odd if owner in (account, None) else [])}


async def positions(adapter: PolymarketUsAdapter) -> Sequence[Any]:
    """Positions of three accounts."""
    return [
        found
        if isinstance(found, Unavailable)
        else tuple(msgspec.structs.replace(row, symbol=row.symbol.rpartition("/")[2]) for row in found)
        for found in await adapter.positions(KEYS)
    ]


async def cash(adapter: PolymarketUsAdapter) -> Sequence[Any]:
    """Cash of three accounts."""
    return await adapter.cash(KEYS)


async def open_orders(adapter: PolymarketUsAdapter) -> Sequence[Any]:
    """Open orders of three accounts."""
    return await adapter.open_orders(KEYS)


async def accounts(adapter: PolymarketUsAdapter) -> Sequence[Any]:
    """Three accounts."""
    return await adapter.accounts(KEYS)


async def accounts_of_user(adapter: PolymarketUsAdapter) -> Sequence[Any]:
    """The accounts of one user."""
    found = await adapter.trading_accounts([JOHN])
    return [listed if isinstance(listed, Unavailable) else listed.accounts for listed in found]


async def firm(adapter: PolymarketUsAdapter) -> Sequence[Any]:
    """The firm, as the result of one key."""
    try:
        return [await adapter.firm()]
    except VenueError as error:
        return [error.unavailable]


async def users(adapter: PolymarketUsAdapter) -> Sequence[Any]:
    """The users, as the result of one key."""
    try:
        return [await adapter.users()]
    except VenueError as error:
        return [error.unavailable]


READS: tuple[Read, ...] = (positions, cash, open_orders, accounts, accounts_of_user, firm, users)
