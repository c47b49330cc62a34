"""Polymarket US's wire shapes. Sources: the vendor's OpenAPI files and docs.polymarket.us, 2026.

The wire is proto3 JSON: 64-bit integers are text, an enum's zero value and empty fields may be left out.
"""

from typing import NamedTuple

import msgspec

from domain.amounts import LEFT_OUT

INTEGER = msgspec.Raw  # a 64-bit integer as text or number; left out it is 0


class Identity(NamedTuple):
    """Who the gateway's credential is; `kind` is the venue's word without its prefix."""

    firm: str
    display_name: str | None
    kind: str | None


class Scale(NamedTuple):
    """Plain divisors of one instrument's raw integers."""

    price: str
    quantity: str


class PositionRow(msgspec.Struct, rename="camel"):
    """One position in raw integers; only the instrument knows their scale."""

    symbol: str
    account: str = ""
    net_position: INTEGER = LEFT_OUT
    cost: INTEGER = LEFT_OUT
    realized: INTEGER = LEFT_OUT
    expired: bool = False
    update_time: str | None = None


class PositionsPage(msgspec.Struct, rename="camel"):
    """A page of positions with what is still free of each, in parallel arrays."""

    positions: list[PositionRow] | None = None
    available_position: list[msgspec.Raw] | None = None
    next_page_token: str = ""
    eof: bool = False


class InstrumentsPage(msgspec.Struct, rename="camel"):
    """A page of instruments."""

    instruments: list["InstrumentRow"]
    next_page_token: str = ""
    eof: bool = False


class InstrumentRow(msgspec.Struct, rename="camel"):
    """One instrument, of which only the scales are read."""

    symbol: str
    price_scale: INTEGER = LEFT_OUT
    fractional_qty_scale: INTEGER = LEFT_OUT


class Whoami(msgspec.Struct, rename="camel"):
    """GET /v1/whoami, of either generation."""

    firm: str = ""
    firm_id: str = ""
    firm_display_name: str | None = None
    firm_type: str | None = None


class Users(msgspec.Struct, rename="camel"):
    """GET /v1/users: parallel arrays."""

    users: list[str]
    display_names: list[str] | None = None


class AccountRow(msgspec.Struct, rename="camel"):
    """One account of the older generation."""

    account_id: str = ""
    name: str = ""
    display_name: str | None = None
    status: str | None = None


class Accounts(msgspec.Struct, rename="camel"):
    """GET /v1/accounts: parallel arrays, or rows of the older generation."""

    accounts: list[str | AccountRow]
    display_names: list[str] | None = None


class BalanceRow(msgspec.Struct, rename="camel"):
    """Cash in one currency, as decimal text."""

    balance: msgspec.Raw
    buying_power: msgspec.Raw
    excess_capital: msgspec.Raw = LEFT_OUT
    capital_requirement: msgspec.Raw = LEFT_OUT
    margin_requirement: msgspec.Raw = LEFT_OUT
    open_orders: msgspec.Raw = LEFT_OUT
    unsettled_funds: msgspec.Raw = LEFT_OUT
    update_time: str | None = None


class Balances(msgspec.Struct):
    """POST /v1/positions/balances: cash by currency."""

    balances: dict[str, BalanceRow]


class OrderRow(msgspec.Struct, rename="camel"):
    """One order in raw integers, with its own scales."""

    id: str
    symbol: str
    account: str
    clord_id: str | None = None
    side: str = ""
    state: str = ""
    order_qty: INTEGER = LEFT_OUT
    cum_qty: INTEGER = LEFT_OUT
    leaves_qty: INTEGER = LEFT_OUT
    price: INTEGER = LEFT_OUT
    price_scale: INTEGER = LEFT_OUT
    fractional_quantity_scale: INTEGER = LEFT_OUT
    create_time: str | None = None


class Orders(msgspec.Struct):
    """GET /v1/trading/orders/open."""

    orders: list[OrderRow] | None
