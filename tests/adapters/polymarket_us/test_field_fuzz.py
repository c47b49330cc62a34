"""Every member of Polymarket US's answers spoiled: it costs its own key, and never shows a wrong amount."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
import pytest

from adapters.polymarket_us.adapter import PolymarketUsAdapter
from adapters.polymarket_us.settings import PolymarketUsSettings
from adapters.transport.calls import Upstream
from adapters.transport.transport import Transport
from domain.errors import Unavailable, VenueError
from domain.keys import TradingKey
from domain.venues import Venue
from sandbox import Sandbox, create_sandbox
from tests.adapters.conftest import settings_of
from tests.adapters.polymarket_us.logins import token
from tests.adapters.polymarket_us.spoiling import ROW, Spoiled, Touch, complaints, encoded, spoiled
from tests.adapters.specimens.polymarket_us import HEDGE, MAIN
from tests.adapters.transport.scripted import AMPLE, Scripted, connect_to, reply

OTHER = TradingKey("firms/acme/accounts/c00001")
KEYS = (MAIN, HEDGE, OTHER)
JOHN = "firms/acme-trading/users/john-smith"
LOOKUPS = 6
"""How many lists of instruments one adapter may ask for in a minute."""

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


@pytest.fixture
async def open_one(
    sandbox_keys: Sandbox, environment: Mapping[str, str], budget: object
) -> AsyncIterator[Callable[[], tuple[PolymarketUsAdapter, Venues]]]:
    """Open an adapter on a sandbox of three people whose answers can be recorded and spoiled."""
    sandbox = create_sandbox(3, limits=False)
    sandbox.credentials.private_key = sandbox_keys.credentials.private_key
    venue = Venues(sandbox)
    opened: list[PolymarketUsAdapter] = []

    def open_it() -> tuple[PolymarketUsAdapter, Venues]:
        settings = settings_of(Venue.POLYMARKET_US, PolymarketUsSettings, environment, {"limits": AMPLE})
        http = venue.http if venue.healthy else Scripted(venue.record)

        def connect(upstream: Upstream) -> Transport:
            return connect_to(http)(upstream)

        assert isinstance(settings, PolymarketUsSettings)
        opened.append(PolymarketUsAdapter(settings, connect))
        return opened[-1], venue

    adapter, _ = open_it()
    for read in (positions, cash, open_orders, accounts, accounts_of_user, firm, users):
        await read(adapter)
    assert budget
    yield open_it
    for each in opened:
        await each.close()


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
    return await adapter.trading_accounts([JOHN])


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


def of_first(fields: Mapping[str, Sequence[str] | None]) -> Callable[[Spoiled], Touch]:
    """What members of an answer about the first key alone feed."""
    return lambda case: Touch({0}, fields.get(case.member, ()))


POSITION = {
    "positions": None,
    "positions[]": (ROW, "available_position"),
    "availablePosition": ("available_position",),
    "availablePosition[]": ("available_position",),
    "nextPageToken": None,
    "eof": None,
    "symbol": None,
    "account": None,
    "netPosition": ("net_position", ROW),
    "cost": ("cost",),
    "realized": ("realized",),
    "expired": ("expired",),
    "updateTime": ("updated_at",),
}
BALANCE = {
    "balances": (ROW,),
    "USD": None,
    "balance": ("balance",),
    "buyingPower": ("buying_power",),
    "excessCapital": ("excess_capital",),
    "capitalRequirement": ("capital_requirement",),
    "marginRequirement": ("margin_requirement",),
    "openOrders": ("open_orders",),
    "unsettledFunds": ("unsettled_funds", "uncounted"),
    "securities": ("uncounted",),
    "totalSecurityNotionalValue": ("uncounted",),
    "totalSecurityAvailableValue": ("uncounted",),
    "updateTime": ("updated_at",),
}
ORDER = {
    "orders": None,
    "orders[]": (ROW,),
    "id": (ROW,),
    "account": (ROW,),
    "symbol": ("symbol",),
    "clordId": ("client_order_id",),
    "side": ("side",),
    "state": ("state", ROW),
    "orderQty": ("quantity",),
    "cumQty": ("filled_quantity",),
    "leavesQty": ("remaining_quantity",),
    "price": ("price",),
    "priceScale": ("price",),
    "fractionalQuantityScale": ("quantity", "filled_quantity", "remaining_quantity"),
    "createTime": ("created_at",),
    "lastTransactTime": (ROW,),
}
INSTRUMENT = {
    "instruments": None,
    "instruments[]": None,
    "nextPageToken": None,
    "eof": None,
    "symbol": None,
    "priceScale": ("cost", "realized"),
    "fractionalQtyScale": ("net_position", "available_position", "cost", "realized"),
}
ACCOUNT = {
    "accounts": None,
    "accounts[]": (ROW,),
    "displayNames": ("display_name",),
    "displayNames[]": ("display_name",),
}
USER = {**ACCOUNT, "users": (ROW, "display_name"), "users[]": (ROW, "display_name")}
FIRM = {"firm": (ROW,), "firmDisplayName": ("display_name",), "firmType": ("kind",)}


async def tried(
    opened: tuple[PolymarketUsAdapter, Venues], read: Read, call: tuple[str, str], touch: Callable[[Spoiled], Touch]
) -> tuple[int, list[str]]:
    """How many spoiled answers to one call were read, and what is wrong with the results."""
    adapter, venue = opened
    healthy = await read(adapter)
    assert not any(isinstance(result, Unavailable) for result in healthy)
    wrong: list[str] = []
    cases = list(spoiled(venue.healthy[call]))
    for case in cases:
        venue.set = {call: case}
        wrong += complaints(case, healthy, await read(adapter), touch)
    return len(cases), wrong


@pytest.mark.parametrize(
    ("read", "call", "fields"),
    [
        (positions, ("/v1/positions", MAIN.name), POSITION),
        (cash, ("/v1/positions/balances", MAIN.name), BALANCE),
        (firm, ("/v1/whoami", ""), FIRM),
        (users, ("/v1/users", ""), USER),
        (accounts_of_user, ("/v1/accounts", JOHN), {**ACCOUNT, "accounts[]": (ROW, "display_name")}),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
async def test_an_answer_about_one_key(
    open_one: Callable[[], Any], read: Read, call: tuple[str, str], fields: Mapping[str, Sequence[str] | None]
) -> None:
    """A spoiled member fails its own key or feeds its own fields, and one that is not read does not matter."""
    number, wrong = await tried(open_one(), read, call, of_first(fields))
    assert number > 40
    assert not wrong


async def test_orders_of_many_accounts(open_one: Callable[[], Any]) -> None:
    """A spoiled order costs the account that it belongs to."""
    adapter, venue = open_one()
    rows = venue.healthy["/v1/trading/orders/open", ""]["orders"]

    def touch(case: Spoiled) -> Touch:
        at = case.path[1] if len(case.path) > 1 else None
        mine = [number for number, key in enumerate(KEYS) if isinstance(at, int) and rows[at]["account"] == key.name]
        default = case.member == "fractionalQuantityScale"
        return Touch(mine or range(len(KEYS)), ORDER.get(case.member, ()), default)

    number, wrong = await tried((adapter, venue), open_orders, ("/v1/trading/orders/open", ""), touch)
    assert number > 400
    assert not wrong


async def test_the_listing_of_all_accounts(open_one: Callable[[], Any]) -> None:
    """A spoiled row costs the account that it names, and where it names none the accounts that are not listed."""
    adapter, venue = open_one()
    names = venue.healthy["/v1/accounts", ""]["accounts"]

    def touch(case: Spoiled) -> Touch:
        at = case.path[1] if len(case.path) > 1 else None
        whole = at is None or (case.how == "left out" and case.member == "displayNames[]")
        mine = [number for number, key in enumerate(KEYS) if isinstance(at, int) and names[at] == key.name]
        fields = (*(ACCOUNT[case.member] or (ROW,)), *(("display_name",) if case.how == "left out" else ()))
        return Touch(range(len(KEYS)) if whole or case.how == "left out" else mine, fields)

    number, wrong = await tried((adapter, venue), accounts, ("/v1/accounts", ""), touch)
    assert number > 100
    assert not wrong


async def test_instruments_of_many_symbols(open_one: Callable[[], Any]) -> None:
    """A spoiled instrument costs the accounts that hold its symbol, of those that are learnt together."""
    adapter, venue = open_one()
    healthy = await positions(adapter)
    call = ("/v1/refdata/instruments", "")
    rows = venue.healthy[call]["instruments"]
    holders = {
        row["symbol"]: {n for n, held in enumerate(healthy) if row["symbol"] in {h.symbol for h in held}}
        for row in rows
    }
    assert sorted(map(len, holders.values())) != [3] * len(holders)

    def touch(case: Spoiled) -> Touch:
        at = case.path[1] if len(case.path) > 1 else None
        mine = holders[rows[at]["symbol"]] if isinstance(at, int) else range(len(KEYS))
        return Touch(mine, INSTRUMENT.get(case.member, ()), case.member == "fractionalQtyScale")

    wrong: list[str] = []
    # What is not read is tried on the first row alone: an adapter takes its time to be opened.
    cases = [each for each in spoiled(venue.healthy[call]) if each.path[1:2] == (0,) or each.member in INSTRUMENT]
    for number, case in enumerate(cases):
        if number % LOOKUPS == 0:
            adapter, _ = open_one()
        venue.set, venue.prefix = {call: case}, f"{number}/"
        wrong += complaints(case, healthy, await positions(adapter), touch)
    assert not wrong
