"""Every member of Polymarket US's answers spoiled: it costs its own key, and never shows a wrong amount."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence

import pytest

from adapters.polymarket_us.adapter import PolymarketUsAdapter
from adapters.polymarket_us.settings import PolymarketUsSettings
from adapters.transport.calls import Upstream
from adapters.transport.transport import Transport
from domain.errors import Unavailable
from domain.venues import Venue
from sandbox import Sandbox, create_sandbox
from tests.adapters.conftest import settings_of
from tests.adapters.polymarket_us.spoilable import (
    JOHN,
    KEYS,
    READS,
    OpenSpoiled,
    Read,
    Venues,
    accounts,
    accounts_of_user,
    cash,
    firm,
    open_orders,
    positions,
    users,
)
from tests.adapters.polymarket_us.spoiling import ROW, Spoiled, Touch, complaints, spoiled
from tests.adapters.specimens.polymarket_us import MAIN
from tests.adapters.transport.scripted import AMPLE, Scripted, connect_to

LOOKUPS = 6
"""How many lists of instruments one adapter may ask for in a minute."""


@pytest.fixture
async def open_spoiled(
    sandbox_keys: Sandbox, environment: Mapping[str, str], budget: object
) -> AsyncIterator[OpenSpoiled]:
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
    for read in READS:
        await read(adapter)
    assert budget
    yield open_it
    for each in opened:
        await each.close()


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
        (
            accounts_of_user,
            ("/v1/accounts", JOHN),
            {**ACCOUNT, "accounts[]": (ROW, "display_name"), "displayNames[]": (ROW, "display_name")},
        ),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
async def test_an_answer_about_one_key(
    open_spoiled: OpenSpoiled, read: Read, call: tuple[str, str], fields: Mapping[str, Sequence[str] | None]
) -> None:
    """A spoiled member fails its own key or feeds its own fields, and one that is not read does not matter."""
    number, wrong = await tried(open_spoiled(), read, call, of_first(fields))
    assert number > 40
    assert not wrong


async def test_orders_of_many_accounts(open_spoiled: OpenSpoiled) -> None:
    """A spoiled order costs the account that it belongs to."""
    adapter, venue = open_spoiled()
    rows = venue.healthy["/v1/trading/orders/open", ""]["orders"]

    def touch(case: Spoiled) -> Touch:
        at = case.path[1] if len(case.path) > 1 else None
        mine = [number for number, key in enumerate(KEYS) if isinstance(at, int) and rows[at]["account"] == key.name]
        default = case.member == "fractionalQuantityScale"
        return Touch(mine or range(len(KEYS)), ORDER.get(case.member, ()), default)

    number, wrong = await tried((adapter, venue), open_orders, ("/v1/trading/orders/open", ""), touch)
    assert number > 400
    assert not wrong


async def test_the_listing_of_all_accounts(open_spoiled: OpenSpoiled) -> None:
    """A spoiled row costs the account that it names, and where it names none the accounts that are not listed."""
    adapter, venue = open_spoiled()
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


async def test_instruments_of_many_symbols(open_spoiled: OpenSpoiled) -> None:
    """A spoiled instrument costs the accounts that hold its symbol, of those that are learnt together."""
    adapter, venue = open_spoiled()
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
            adapter, _ = open_spoiled()
        venue.set, venue.prefix = {call: case}, f"{number}/"
        wrong += complaints(case, healthy, await positions(adapter), touch)
    assert not wrong
