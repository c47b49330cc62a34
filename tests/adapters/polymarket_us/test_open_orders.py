"""Polymarket US's open orders: words and scales of their own, which of them rest, their age, and whose they are."""

from typing import Any

import pytest

from adapters.polymarket_us.orders import parse_open_orders
from domain.errors import Unavailable
from domain.keys import TradingKey
from domain.trading import OrderSide, TradingOrder
from domain.venues import Venue
from tests.adapters.conftest import Wired
from tests.adapters.polymarket_us.paths import Paths
from tests.adapters.replies import RECEIVED_AT, code, received
from tests.adapters.specimens.polymarket_us import HEDGE, MAIN

SYMBOL = "tec-one"


def order(**changes: Any) -> dict[str, Any]:
    """One resting order."""
    return {
        "id": "ORD1",
        "clordId": "c-1",
        "account": MAIN.name,
        "symbol": SYMBOL,
        "side": "SIDE_BUY",
        "orderQty": "1000",
        "leavesQty": "1000",
        "price": "550",
        "priceScale": "1000",
        "fractionalQuantityScale": "100",
        "createTime": "2026-10-01T14:00:00Z",
        **changes,
    }


def open_orders(*rows: dict[str, Any]) -> tuple[TradingOrder, ...]:
    """What is made of the orders of one account."""
    found = parse_open_orders(received({"orders": rows}), [MAIN.name])[MAIN.name]
    assert found is not None
    return found


def test_an_order() -> None:
    """State absent is NEW, filled absent is zero, and the order's own scales count."""
    [found] = open_orders(order())
    assert (found.state, found.side, found.price) == ("NEW", OrderSide.BUY, "0.55")
    assert (found.quantity, found.filled_quantity, found.remaining_quantity) == ("10", "0", "10")
    assert found.observed_at == RECEIVED_AT


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"state": "ORDER_STATE_PENDING_RISK"}, {"state": "PENDING_RISK"}),
        ({"state": "ORDER_STATE_LATER"}, {"state": "LATER"}),
        ({"state": None}, {"state": "NEW"}),
        ({"side": "SIDE_SELL"}, {"side": OrderSide.SELL}),
        ({"side": "SIDE_SHORT"}, {"side": OrderSide.UNKNOWN}),
        ({"side": ""}, {"side": OrderSide.UNKNOWN}),
        ({"side": None}, {"side": OrderSide.UNKNOWN}),
        ({"price": None}, {"price": None}),
        ({"price": "0"}, {"price": "0"}),
        ({"priceScale": None}, {"price": None, "quantity": "10"}),
        ({"priceScale": "0"}, {"price": None, "quantity": "10"}),
        ({"priceScale": "-1000"}, {"price": None, "quantity": "10"}),
        ({"fractionalQuantityScale": None}, {"quantity": "1000"}),
        ({"fractionalQuantityScale": ""}, {"quantity": "1000"}),
        ({"fractionalQuantityScale": "0"}, {"quantity": None, "remaining_quantity": None, "price": "0.55"}),
        ({"fractionalQuantityScale": -100}, {"quantity": None, "filled_quantity": None, "price": "0.55"}),
        ({"clordId": ""}, {"client_order_id": None}),
        ({"createTime": None}, {"created_at": None}),
        ({"createTime": "0001-01-01T00:00:00Z"}, {"created_at": None}),
    ],
)
def test_orders_with_something_missing(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    """Unknown words stay as words, unknown scales make unknown amounts, and null is as absent."""
    [found] = open_orders(order(**changes))
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("state", "remaining", "rests"),
    [
        *(("NEW", "5", True), ("PARTIALLY_FILLED", "5", True), ("PENDING_NEW", "5", True), ("PENDING_RISK", "5", True)),
        *(("PENDING_CANCEL", "5", True), ("PENDING_REPLACE", "5", True), ("LATER", "5", True), ("LATER", None, True)),
        *(("FILLED", "0", False), ("CANCELED", "5", False), ("REJECTED", None, False), ("EXPIRED", "5", False)),
        *(("REPLACED", "5", True), ("REPLACED", "0", False), ("REPLACED", None, False), ("filled", "0", False)),
    ],
)
def test_open_orders_are_those_that_rest(state: str, remaining: str | None, *, rests: bool) -> None:
    """What has ended is no open order; an unknown word stays, and a replaced order while a quantity is left."""
    assert bool(open_orders(order(state=f"ORDER_STATE_{state}", leavesQty=remaining))) is rests


def test_orders_are_sorted_by_age() -> None:
    """The oldest comes first, of one age by symbol and then by id, and an order without a time last."""
    times = {"d": None, "c": "2026-10-01T14:00:01Z", "b": "2026-10-01T14:00:00.5Z", "a": "2026-10-01T14:00:01Z"}
    rows = [order(id=name, createTime=time) for name, time in times.items()]
    rows.append(order(id="z", createTime="2026-10-01T14:00:01Z", symbol="a"))
    assert [each.order_id for each in open_orders(*rows)] == ["b", "z", "a", "c", "d"]
    assert open_orders(*reversed(rows)) == open_orders(*rows)


@pytest.mark.parametrize("member", ["lastTransactTime", "insertTime", "createTime"])
def test_an_order_that_is_listed_twice_counts_once(member: str) -> None:
    """The newer row counts by the latest time that it carries, of two of one age the later row."""
    old = order(leavesQty="900", **{member: "2026-10-01T15:00:00Z"})
    new = order(leavesQty="800", **{member: "2026-10-01T15:00:00.5Z"})
    for rows in ((old, new), (new, old)):
        assert [each.remaining_quantity for each in open_orders(*rows)] == ["8"]
    assert [each.remaining_quantity for each in open_orders(new, {**new, "leavesQty": "7"})] == ["0.07"]
    assert open_orders(old, {**new, "state": "ORDER_STATE_FILLED"}) == ()
    timeless = [order(createTime=None, leavesQty=each) for each in ("100", "200")]
    assert [each.remaining_quantity for each in open_orders(*timeless)] == ["2"]


def test_short_names_are_matched_where_they_are_clear() -> None:
    """An order that names its account by its last part belongs to the one account asked for with that part."""
    names = ["firms/a/accounts/x", "firms/a/accounts/y"]
    found = parse_open_orders(received({"orders": [order(account="y")]}), names)
    assert [len(found[name] or ()) for name in names] == [0, 1]
    for account, asked in (("x", ["firms/a/accounts/x", "firms/b/accounts/x"]), ("z", names), ("accounts/x", names)):
        with pytest.raises(ValueError, match="another account"):
            parse_open_orders(received({"orders": [order(account=account)]}), asked)


@pytest.mark.parametrize("body", [{"orders": []}, {"orders": None}, {}])
def test_no_orders(body: Any) -> None:
    """An empty list is no orders, also when it is null or left out, as proto3 does."""
    assert parse_open_orders(received(body), [MAIN.name]) == {MAIN.name: ()}


@pytest.mark.parametrize("body", [[], {"orders": {}}, {"code": 7, "message": "no"}, {"orders": [order(account="x")]}])
def test_what_is_no_answer_about_orders(body: Any) -> None:
    """Another shape, an error that comes with status 200, and another account's order are refused."""
    with pytest.raises(ValueError, match=r"."):
        parse_open_orders(received(body), [MAIN.name])


@pytest.mark.parametrize(
    "changes",
    [
        *({"id": None}, {"id": ""}, {"symbol": 7}, {"orderQty": "1.5"}, {"leavesQty": 2**63}, {"price": "cheap"}),
        *({"priceScale": "abc"}, {"fractionalQuantityScale": []}, {"state": 7}, {"createTime": "today"}),
    ],
)
async def test_an_order_that_cannot_be_read_costs_its_own_account(changes: dict[str, Any]) -> None:
    """Of many accounts in one call, only the one that the broken row names fails, without a second call."""
    rows = [order(), order(account=HEDGE.name, **changes), order(id="ORD2")]
    paths = Paths({"/v1/trading/orders/open": lambda _: {"orders": rows}})
    found = await paths.client.open_orders([MAIN.name, HEDGE.name])
    assert code(found[HEDGE.name]) == "VENUE_ANSWER"
    main = found[MAIN.name]
    assert not isinstance(main, Unavailable)
    assert [each.order_id for each in main] == ["ORD1", "ORD2"]
    assert paths.calls.total() == 1


async def test_one_unknown_account_costs_only_itself(wired: Wired) -> None:
    """When one of many accounts is not known, the others still have their orders, positions and cash."""
    port = wired.ports.trading[Venue.POLYMARKET_US]
    keys = [MAIN, TradingKey("firms/acme/accounts/nobody"), HEDGE, TradingKey("firms/other/accounts/x")]
    for main, unknown, hedge, foreign in (
        await port.open_orders(keys),
        await port.positions(keys),
        await port.cash(keys),
    ):
        assert not isinstance(main, Unavailable)
        assert not isinstance(hedge, Unavailable)
        assert (code(unknown), code(foreign)) == ("NOT_FOUND", "VENUE_FORBIDDEN")


async def test_repeated_keys(wired: Wired) -> None:
    """A key that is read twice is answered twice."""
    port = wired.ports.trading[Venue.POLYMARKET_US]
    keys = [MAIN, HEDGE, MAIN]
    for first, other, again in (await port.open_orders(keys), await port.positions(keys), await port.cash(keys)):
        assert not isinstance(first, Unavailable)
        assert first == again != other
