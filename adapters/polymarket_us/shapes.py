"""Polymarket US's wire shapes. Sources: the vendor's OpenAPI files and docs.polymarket.us, 2026.

The wire is proto3 JSON: 64-bit integers are text, an enum's zero value and empty fields may be left out. The vendor's
own pages disagree on whether they are, so that left out, null and empty are one here.
"""

import msgspec

from domain.amounts import LEFT_OUT

INTEGER = msgspec.Raw  # a 64-bit integer as text or number; left out it is 0
AMOUNT = msgspec.Raw  # decimal text; left out it is unknown
TEXT = str | None
INSTANT = str | int | None
ROWS = list[msgspec.Raw] | msgspec.UnsetType | None  # read one by one, so that one row costs only what it is about


class PositionRow(msgspec.Struct, rename="camel"):
    """One position in raw integers; only the instrument knows their scale."""

    symbol: TEXT = None
    account: TEXT = None
    net_position: INTEGER = LEFT_OUT
    cost: INTEGER = LEFT_OUT
    realized: INTEGER = LEFT_OUT
    expired: bool | None = None
    update_time: INSTANT = None


class Positions(msgspec.Struct, rename="camel"):
    """GET /v1/positions: a page of positions with what is still free of each, in parallel arrays."""

    positions: list[PositionRow] | msgspec.UnsetType | None = msgspec.UNSET
    available_position: ROWS = msgspec.UNSET
    next_page_token: TEXT | msgspec.UnsetType = msgspec.UNSET
    eof: bool | msgspec.UnsetType | None = msgspec.UNSET


class Instruments(msgspec.Struct, rename="camel"):
    """POST /v1/refdata/instruments: a page of instruments."""

    instruments: ROWS = msgspec.UNSET
    next_page_token: TEXT | msgspec.UnsetType = msgspec.UNSET
    eof: bool | msgspec.UnsetType | None = msgspec.UNSET


class InstrumentRow(msgspec.Struct, rename="camel"):
    """One instrument, of which only the scales are read."""

    symbol: str
    price_scale: INTEGER = LEFT_OUT
    fractional_qty_scale: INTEGER = LEFT_OUT


class InstrumentName(msgspec.Struct):
    """Which instrument a row is about, where the rest of it cannot be read."""

    symbol: str


class Whoami(msgspec.Struct, rename="camel"):
    """GET /v1/whoami, of either generation."""

    firm: TEXT = None
    firm_id: TEXT = None
    firm_display_name: TEXT = None
    firm_type: TEXT = None


class Users(msgspec.Struct, rename="camel"):
    """GET /v1/users: parallel arrays."""

    users: list[str] | msgspec.UnsetType | None = msgspec.UNSET
    display_names: list[TEXT] | msgspec.UnsetType | None = msgspec.UNSET


class AccountRow(msgspec.Struct, rename="camel"):
    """One account of the older generation."""

    account_id: TEXT = None
    name: TEXT = None
    display_name: TEXT = None
    status: TEXT = None


class AccountName(msgspec.Struct, rename="camel"):
    """Which account a row is about, where the rest of it cannot be read."""

    account_id: TEXT = None
    name: TEXT = None


class Accounts(msgspec.Struct, rename="camel"):
    """GET /v1/accounts: parallel arrays, or rows of the older generation."""

    accounts: ROWS = msgspec.UNSET
    display_names: ROWS = msgspec.UNSET


class SecurityRow(msgspec.Struct, rename="camel"):
    """What one security beside the cash is worth."""

    balance: AMOUNT = LEFT_OUT
    market_value: AMOUNT = LEFT_OUT
    notional_value: AMOUNT = LEFT_OUT
    available_value: AMOUNT = LEFT_OUT


class BalanceRow(msgspec.Struct, rename="camel"):
    """Cash in one currency, as decimal text; securities are not in it."""

    balance: AMOUNT = LEFT_OUT
    buying_power: AMOUNT = LEFT_OUT
    excess_capital: AMOUNT = LEFT_OUT
    capital_requirement: AMOUNT = LEFT_OUT
    margin_requirement: AMOUNT = LEFT_OUT
    open_orders: AMOUNT = LEFT_OUT
    unsettled_funds: AMOUNT = LEFT_OUT
    securities: dict[str, SecurityRow | None] | None = None
    total_security_notional_value: AMOUNT = LEFT_OUT
    total_security_available_value: AMOUNT = LEFT_OUT
    update_time: INSTANT = None


class Balances(msgspec.Struct):
    """POST /v1/positions/balances: cash by currency."""

    balances: dict[str, BalanceRow | None] | msgspec.UnsetType | None = msgspec.UNSET


class OrderRow(msgspec.Struct, rename="camel"):
    """One order in raw integers, with its own scales."""

    id: str
    symbol: str
    account: str
    clord_id: TEXT = None
    side: TEXT = None
    state: TEXT = None
    order_qty: INTEGER = LEFT_OUT
    cum_qty: INTEGER = LEFT_OUT
    leaves_qty: INTEGER = LEFT_OUT
    price: INTEGER = LEFT_OUT
    price_scale: INTEGER = LEFT_OUT
    fractional_quantity_scale: INTEGER = LEFT_OUT
    create_time: INSTANT = None
    insert_time: INSTANT = None
    last_transact_time: INSTANT = None


class OrderOwner(msgspec.Struct):
    """Whose an order is, where the rest of it cannot be read."""

    account: str


class Orders(msgspec.Struct):
    """GET /v1/trading/orders/open."""

    orders: ROWS = msgspec.UNSET
