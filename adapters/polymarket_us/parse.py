"""Polymarket US's wire shapes to our values."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import zip_longest

import msgspec

from adapters.polymarket_us.shapes import (
    INTEGER,
    AccountRow,
    Accounts,
    Balances,
    Identity,
    InstrumentsPage,
    OrderRow,
    Orders,
    PositionsPage,
    Scale,
    Users,
    Whoami,
)
from adapters.transport.calls import Reply
from domain.accounts import AccountStatus, Observation
from domain.amounts import from_optional_json, is_zero, plain, product, unscaled
from domain.instants import from_text
from domain.keys import TradingKey
from domain.trading import EventPosition, OrderSide, TradingAccount, TradingBalance, TradingOrder, TradingUser
from domain.venues import Venue

_whoami = msgspec.json.Decoder(Whoami)
_users = msgspec.json.Decoder(Users)
_accounts = msgspec.json.Decoder(Accounts)
_balances = msgspec.json.Decoder(Balances)
_positions = msgspec.json.Decoder(PositionsPage)
_orders = msgspec.json.Decoder(Orders)
_instruments = msgspec.json.Decoder(InstrumentsPage)


def parse_identity(reply: Reply) -> Identity:
    """The firm, always as `firms/{id}`. Raises ValueError when the reply names none."""
    wire = _whoami.decode(reply.body)
    firm = wire.firm or wire.firm_id
    if not firm:
        raise ValueError("no firm")
    kind = (wire.firm_type or "").removeprefix("FIRM_TYPE_") or None
    return Identity(firm if firm.startswith("firms/") else f"firms/{firm}", wire.firm_display_name or None, kind)


def parse_users(reply: Reply) -> tuple[TradingUser, ...]:
    """Users sorted by name; where the parallel arrays differ in length, the missing display names are unknown."""
    wire = _users.decode(reply.body)
    rows = list(zip_longest(wire.users, (wire.display_names or [])[: len(wire.users)]))
    users = [TradingUser(venue=Venue.POLYMARKET_US, name=name, display_name=shown or None) for name, shown in rows]
    return tuple(sorted(users, key=lambda user: user.name))


def parse_accounts(reply: Reply) -> tuple[TradingAccount, ...]:
    """Accounts sorted by name, from rows of either generation: a resource name, or an object that may tell a status."""
    wire = _accounts.decode(reply.body)
    observation = Observation(observed_at=reply.received_at)
    accounts = {}
    for row, shown in zip_longest(wire.accounts, (wire.display_names or [])[: len(wire.accounts)]):
        if not isinstance(row, AccountRow):
            row = AccountRow(name=row, display_name=shown)
        name = row.account_id if row.account_id.startswith("firms/") else row.name or row.account_id
        if not name:
            raise ValueError("an account without a name")
        accounts[name] = TradingAccount(
            venue=Venue.POLYMARKET_US,
            key=TradingKey(name),
            observation=observation,
            display_name=row.display_name or shown or None,
            status=AccountStatus.read(row.status),
        )
    return tuple(account for _, account in sorted(accounts.items()))


def parse_cash(reply: Reply) -> tuple[TradingBalance, ...]:
    """Cash by currency; amounts are decimal text of whole units, down to parts of a cent."""
    return tuple(
        TradingBalance(
            currency=currency,
            balance=from_optional_json(wire.balance),
            buying_power=from_optional_json(wire.buying_power),
            excess_capital=from_optional_json(wire.excess_capital),
            capital_requirement=from_optional_json(wire.capital_requirement),
            margin_requirement=from_optional_json(wire.margin_requirement),
            open_orders=from_optional_json(wire.open_orders),
            unsettled_funds=from_optional_json(wire.unsettled_funds),
            updated_at=_instant(wire.update_time),
        )
        for currency, wire in sorted(_balances.decode(reply.body).balances.items())
    )


def parse_positions_page(reply: Reply, name: str) -> PositionsPage:
    """One page of positions. Raises ValueError for rows of another account, or no rows without an end."""
    page = _positions.decode(reply.body)
    if page.positions is None and not page.eof:
        raise ValueError("no positions and no end")
    if any(row.account and not _names(row.account, name) for row in page.positions or ()):
        raise ValueError("a position of another account")
    parse_positions([page], {})  # a row that cannot be read is refused here, where the call is known
    return page


def parse_positions(pages: Sequence[PositionsPage], scales: Mapping[str, Scale]) -> tuple[EventPosition, ...]:
    """Positions that are neither zero nor expired, unscaled by their instruments, sorted by symbol."""
    positions = []
    for page in pages:
        for row, free in zip_longest(
            page.positions or [], (page.available_position or [])[: len(page.positions or [])]
        ):
            net = _integer(row.net_position)
            if row.expired or is_zero(net):
                continue
            scale = scales.get(row.symbol)
            money = scale and product(scale.price, scale.quantity)
            positions.append(
                EventPosition(
                    symbol=row.symbol,
                    net_position=_unscaled(net, scale and scale.quantity),
                    available_position=None if free is None else _unscaled(_integer(free), scale and scale.quantity),
                    cost=_unscaled(_integer(row.cost), money),
                    realized=_unscaled(_integer(row.realized), money),
                    updated_at=_instant(row.update_time),
                )
            )
    return tuple(sorted(positions, key=lambda position: position.symbol))


def parse_open_orders(reply: Reply, names: Sequence[str]) -> dict[str, tuple[TradingOrder, ...]]:
    """Orders by the account asked for, oldest first. Raises ValueError for an order of an account not asked for."""
    by_account: dict[str, list[TradingOrder]] = {name: [] for name in names}
    for wire in _orders.decode(reply.body).orders or []:
        owners = (
            [wire.account] if wire.account in by_account else [name for name in names if _names(wire.account, name)]
        )
        if len(owners) != 1:
            raise ValueError("an order of another account")
        by_account[owners[0]].append(_order(wire))
    return {name: tuple(sorted(orders, key=_age)) for name, orders in by_account.items()}


def parse_instruments_page(reply: Reply) -> InstrumentsPage:
    """One page of instruments."""
    return _instruments.decode(reply.body)


def parse_scales(pages: Sequence[InstrumentsPage]) -> dict[str, Scale]:
    """Divisors by symbol. A price scale left out is unknown; a quantity scale left out counts as 1 by the vendor."""
    scales = {}
    for instrument in (instrument for page in pages for instrument in page.instruments):
        price = _integer(instrument.price_scale)
        quantity = _integer(instrument.fractional_qty_scale)
        if not is_zero(price):
            scales[instrument.symbol] = Scale(price, "1" if is_zero(quantity) else quantity)
    return scales


def _order(wire: OrderRow) -> TradingOrder:
    """An order carries its own scales; a state left out is the enum's zero value, NEW."""
    price_scale = _integer(wire.price_scale)
    quantity_scale = _integer(wire.fractional_quantity_scale)
    quantity_scale = "1" if is_zero(quantity_scale) else quantity_scale
    priced = from_optional_json(wire.price) is not None and not is_zero(price_scale)
    return TradingOrder(
        order_id=wire.id,
        client_order_id=wire.clord_id or None,
        symbol=wire.symbol,
        side=OrderSide.read(wire.side, "SIDE_"),
        state=wire.state.removeprefix("ORDER_STATE_") or "NEW",
        price=unscaled(_integer(wire.price), price_scale) if priced else None,
        quantity=_unscaled(_integer(wire.order_qty), quantity_scale),
        filled_quantity=_unscaled(_integer(wire.cum_qty), quantity_scale),
        remaining_quantity=_unscaled(_integer(wire.leaves_qty), quantity_scale),
        created_at=_instant(wire.create_time),
    )


def _age(order: TradingOrder) -> tuple[bool, str, str]:
    return order.created_at is None, order.created_at.isoformat() if order.created_at else "", order.order_id


def _names(answered: str, asked: str) -> bool:
    """Whether an account named in an answer is the one asked for; older answers give the last segment alone."""
    return answered == asked or ("/" not in answered and answered == asked.rpartition("/")[2])


def _integer(raw: INTEGER) -> str:
    text = from_optional_json(raw) or "0"
    if "." in text:
        raise ValueError("not an integer")
    return plain(text)


def _unscaled(raw: str, divisor: str | None) -> str | None:
    return None if divisor is None else unscaled(raw, divisor)


def _instant(text: str | None) -> datetime | None:
    return from_text(text) if text else None
