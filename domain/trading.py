"""Trading accounts of event contracts, the firm and users behind them, their cash, positions and orders."""

from datetime import datetime
from typing import ClassVar

import msgspec

from domain.accounts import AccountKind, AccountStatus, Observation, Uncounted
from domain.keys import TradingKey
from domain.open_enums import OpenEnum
from domain.venues import Venue


class OrderSide(OpenEnum):
    """Direction of an order."""

    BUY = "BUY"
    SELL = "SELL"
    UNKNOWN = "UNKNOWN"


class Firm(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The firm behind the gateway's own credential."""

    venue: Venue
    name: str
    display_name: str | None
    kind: str | None
    scopes: tuple[str, ...] | None
    """None where the credential's token does not say."""


class TradingUser(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A user the firm may act for."""

    venue: Venue
    name: str
    display_name: str | None


class TradingAccount(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One account of event contracts; its cash, positions and orders are calls of their own."""

    kind: ClassVar[AccountKind] = AccountKind.TRADING

    venue: Venue
    key: TradingKey
    observation: Observation
    display_name: str | None
    status: AccountStatus = AccountStatus.UNKNOWN

    @property
    def name(self) -> str:
        """The venue's resource name."""
        return self.key.name


class ListedAccounts(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a listing says of trading accounts: those that can be read, sorted by name, and that there are others."""

    accounts: tuple[TradingAccount, ...] = ()
    unreadable: tuple[str | None, ...] = ()
    """The names of those that cannot be read, sorted; at the end one None where not even every name can."""


class TradingBalance(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Cash of one trading account in one currency."""

    currency: str
    balance: str | None = None
    buying_power: str | None = None
    excess_capital: str | None = None
    capital_requirement: str | None = None
    margin_requirement: str | None = None
    open_orders: str | None = None
    unsettled_funds: str | None = None
    updated_at: datetime | None = None
    observed_at: datetime
    uncounted: tuple[Uncounted, ...] = ()
    """What stands beside the cash and is not in `balance`: securities, unsettled funds."""


class EventPosition(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A holding of one event contract; None where the instrument's scale is unknown. Negative is short."""

    symbol: str
    net_position: str | None = None
    available_position: str | None = None
    cost: str | None = None
    realized: str | None = None
    updated_at: datetime | None = None
    expired: bool = False
    """Expired and not paid out yet."""
    observed_at: datetime


class TradingOrder(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A resting order, prices and quantities unscaled by the scales that the order itself carries."""

    order_id: str
    client_order_id: str | None
    symbol: str
    side: OrderSide
    state: str
    price: str | None
    quantity: str | None
    filled_quantity: str | None
    remaining_quantity: str | None
    created_at: datetime | None
    observed_at: datetime
