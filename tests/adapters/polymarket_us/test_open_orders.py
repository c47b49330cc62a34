"""Polymarket US's open orders: words and scales of their own, their age, and whose they are."""

from typing import Any

import pytest

from adapters.polymarket_us.parse import parse_open_orders
from domain.errors import Unavailable
from domain.keys import TradingKey
from domain.trading import OrderSide
from domain.venues import Venue
from tests.adapters.conftest import Wired
from tests.adapters.replies import code, received
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


def test_an_order() -> None:
    """State absent is NEW, filled absent is zero, and the order's own scales count."""
    [found] = parse_open_orders(received({"orders": [order()]}), [MAIN.name])[MAIN.name]
    assert (found.state, found.side, found.price) == ("NEW", OrderSide.BUY, "0.55")
    assert (found.quantity, found.filled_quantity, found.remaining_quantity) == ("10", "0", "10")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"state": "ORDER_STATE_PENDING_RISK"}, {"state": "PENDING_RISK"}),
        ({"state": "ORDER_STATE_LATER"}, {"state": "LATER"}),
        ({"side": "SIDE_SELL"}, {"side": OrderSide.SELL}),
        ({"side": "SIDE_SHORT"}, {"side": OrderSide.UNKNOWN}),
        ({"side": ""}, {"side": OrderSide.UNKNOWN}),
        ({"price": None}, {"price": None}),
        ({"price": "0"}, {"price": "0"}),
        ({"priceScale": None}, {"price": None, "quantity": "10"}),
        ({"priceScale": "0"}, {"price": None}),
        ({"fractionalQuantityScale": None}, {"quantity": "1000"}),
        ({"fractionalQuantityScale": "0"}, {"quantity": "1000"}),
        ({"clordId": ""}, {"client_order_id": None}),
        ({"createTime": None}, {"created_at": None}),
    ],
)
def test_orders_with_something_missing(changes: dict[str, Any], expected: dict[str, Any]) -> None:
    """Unknown words stay as words, unknown scales make unknown amounts, and null is as absent."""
    [found] = parse_open_orders(received({"orders": [order(**changes)]}), [MAIN.name])[MAIN.name]
    assert {name: getattr(found, name) for name in expected} == expected


def test_orders_are_sorted_by_age() -> None:
    """The oldest comes first, of two of one age the lower id, and an order without a time last."""
    times = {"d": None, "c": "2026-10-01T14:00:01Z", "b": "2026-10-01T14:00:00.5Z", "a": "2026-10-01T14:00:01Z"}
    orders = [order(id=name, createTime=time) for name, time in times.items()]
    found = parse_open_orders(received({"orders": orders}), [MAIN.name])[MAIN.name]
    assert [each.order_id for each in found] == ["b", "a", "c", "d"]


def test_short_names_are_matched_where_they_are_clear() -> None:
    """An order that names its account by its last part belongs to the one account asked for with that part."""
    names = ["firms/a/accounts/x", "firms/a/accounts/y"]
    found = parse_open_orders(received({"orders": [order(account="y")]}), names)
    assert [len(found[name]) for name in names] == [0, 1]
    for account, asked in (("x", ["firms/a/accounts/x", "firms/b/accounts/x"]), ("z", names), ("accounts/x", names)):
        with pytest.raises(ValueError, match="another account"):
            parse_open_orders(received({"orders": [order(account=account)]}), asked)


@pytest.mark.parametrize(("body", "ok"), [({"orders": []}, True), ({"orders": None}, True), ({}, False), ([], False)])
def test_no_orders(body: Any, *, ok: bool) -> None:
    """An empty or null list is no orders; an answer without the list is refused."""
    if ok:
        assert parse_open_orders(received(body), [MAIN.name]) == {MAIN.name: ()}
    else:
        with pytest.raises(ValueError, match=r"orders|object"):
            parse_open_orders(received(body), [MAIN.name])


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
