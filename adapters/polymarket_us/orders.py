"""Polymarket US's open orders: wire shapes to our values."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from adapters.polymarket_us.fields import UNREADABLE, answer, divided, divisor, instant, integer, is_of, replaces
from adapters.polymarket_us.shapes import OrderOwner, OrderRow, Orders
from adapters.transport.calls import Reply
from domain.amounts import from_optional_json, is_zero
from domain.trading import OrderSide, TradingOrder

ENDED = frozenset({"FILLED", "CANCELED", "REJECTED", "EXPIRED"})
REPLACED = "REPLACED"

_orders = msgspec.json.Decoder(Orders)
_order = msgspec.json.Decoder(OrderRow)
_owner = msgspec.json.Decoder(OrderOwner)


class _Seen(NamedTuple):
    """An order, when it last changed, and whether it rests."""

    order: TradingOrder
    changed_at: datetime | None
    rests: bool


def parse_open_orders(reply: Reply, names: Sequence[str]) -> dict[str, tuple[TradingOrder, ...] | None]:
    """Resting orders by the account asked for, oldest first; None for an account of which an order cannot be read.

    An order that is listed twice counts once: its newer row, of two of one age the later. Raises ValueError for an
    order of an account not asked for.
    """
    seen: dict[str, dict[str, _Seen]] = {name: {} for name in names}
    unreadable: set[str] = set()
    for raw in answer(_orders, reply.body).orders or []:
        try:
            row = _order.decode(raw)
            found = _parse_order(row, reply)
        except UNREADABLE:
            unreadable.add(_owner_of(_owner.decode(raw).account, seen))
            continue
        orders = seen[_owner_of(row.account, seen)]
        known = orders.get(row.id)
        if known is None or replaces(found.changed_at, known.changed_at):
            orders[row.id] = found
    return {name: None if name in unreadable else _oldest_first(orders.values()) for name, orders in seen.items()}


def _owner_of(account: str, names: Collection[str]) -> str:
    owners = [account] if account in names else [name for name in names if is_of(account, name)]
    if len(owners) != 1:
        raise ValueError("an order of another account")
    return owners[0]


def _parse_order(row: OrderRow, reply: Reply) -> _Seen:
    """An order carries its own scales; a state left out is the enum's zero value, NEW."""
    if not row.id or not row.symbol:
        raise ValueError("an order without an id or a symbol")
    quantity_scale = divisor(row.fractional_quantity_scale, "1")
    price, remaining = from_optional_json(row.price), integer(row.leaves_qty)
    state = (row.state or "").upper().removeprefix("ORDER_STATE_") or "NEW"
    created_at = instant(row.create_time)
    order = TradingOrder(
        order_id=row.id,
        client_order_id=row.clord_id or None,
        symbol=row.symbol,
        side=OrderSide.read(row.side, "SIDE_"),
        state=state,
        price=None if price is None else divided(integer(row.price), divisor(row.price_scale, None)),
        quantity=divided(integer(row.order_qty), quantity_scale),
        filled_quantity=divided(integer(row.cum_qty), quantity_scale),
        remaining_quantity=divided(remaining, quantity_scale),
        created_at=created_at,
        observed_at=reply.received_at,
    )
    changed_at = instant(row.last_transact_time) or instant(row.insert_time) or created_at
    return _Seen(order, changed_at, _rests(state, remaining))


def _rests(state: str, remaining: str) -> bool:
    """Whether an order still works; a state that is not known here is taken to.

    The vendor's OpenAPI file calls the answer "a snapshot of working orders", and clients have seen finished ones in
    it. REPLACED has no page that says what becomes of the order: it rests exactly while a quantity is left.
    """
    return state not in ENDED and (state != REPLACED or not is_zero(remaining))


def _oldest_first(orders: Iterable[_Seen]) -> tuple[TradingOrder, ...]:
    return tuple(sorted((seen.order for seen in orders if seen.rests), key=_age))


def _age(order: TradingOrder) -> tuple[bool, str, str, str]:
    created = order.created_at.isoformat(timespec="microseconds") if order.created_at else ""
    return not created, created, order.symbol, order.order_id
