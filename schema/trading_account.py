"""Firm, users and trading accounts at Polymarket US."""

import strawberry

from adapters import values
from resolvers import accounts, trading_accounts
from schema.account import Account, Balance, Node
from schema.declare import asked, derived, plain
from schema.enums import OrderSide
from schema.scalars import DateTime, Decimal


@strawberry.type(description="Cash of one trading account in one currency, in whole units down to parts of a cent.")
class TradingBalance:
    currency: str = plain("Currency code.")
    balance: Decimal | None = plain("Cash, event contracts excluded. More than can be spent: see buyingPower.")
    buying_power: Decimal | None = plain("What can be spent, after margin and open orders, by the venue's own rule.")
    excess_capital: Decimal | None = plain("Capital above requirements.")
    capital_requirement: Decimal | None = plain("Cash that must stay.")
    margin_requirement: Decimal | None = plain("Margin for open positions.")
    open_orders: Decimal | None = plain("Worst-case value of open orders.")
    unsettled_funds: Decimal | None = plain("Not settled yet.")
    updated_at: DateTime | None = plain("When the venue last changed it.")


@strawberry.type(description="A holding of one event contract that has neither expired nor come to zero.")
class EventPosition:
    symbol: str = plain("The instrument, opaque and case-sensitive.")
    net_position: Decimal | None = plain(
        "Contracts, negative for a short; scaled by the instrument's quantity scale, null when the scale is unknown."
    )
    available_position: Decimal | None = plain("Contracts free to trade after open orders.")
    cost: Decimal | None = plain("US dollars paid for what is held; null when a scale is unknown.")
    realized: Decimal | None = plain("US dollars gained by what was closed, negative for a loss.")
    updated_at: DateTime | None = plain("When the venue last changed it.")


@strawberry.type(description="A resting order, unscaled by the scales that the order itself carries.")
class TradingOrder:
    order_id: strawberry.ID = plain("The venue's id.")
    client_order_id: str | None = plain("The id its sender gave it; the venue's clordId.")
    symbol: str = plain("The instrument.")
    side: OrderSide = plain("BUY or SELL of the YES side.")
    state: str = plain("The venue's word without its prefix; NEW where the venue leaves it out.")
    price: Decimal | None = plain("Limit price in US dollars per contract.")
    quantity: Decimal | None = plain("Contracts ordered.")
    filled_quantity: Decimal | None = plain("Contracts filled so far.")
    remaining_quantity: Decimal | None = plain("Contracts still open.")
    created_at: DateTime | None = plain("When it was placed.")


@strawberry.type(description="One account of event contracts, named by an opaque resource name.")
class TradingAccount(Account, Node):
    id: strawberry.ID = derived(accounts.account_id, "Opaque and global; hand it to `node`.")
    name: str = derived(accounts.account_name, "The venue's resource name, sent back as it came.")
    balances: list[Balance] | None = asked(
        accounts.balances,
        "`total` is the cash balance, `available` the buying power; `locked` is null: the parts do not add up here.",
    )
    display_name: str | None = plain("What its owner calls it.")
    cash: list[TradingBalance] | None = asked(trading_accounts.cash, "Cash in the venue's own terms.")
    positions: list[EventPosition] | None = asked(trading_accounts.positions, "Event contracts held, sorted by symbol.")
    open_orders: list[TradingOrder] | None = asked(trading_accounts.open_orders, "Resting orders, oldest first.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Recognise the values that flow through this type."""
        return isinstance(value, values.TradingAccount)


@strawberry.type(description="A user the firm may act for.")
class TradingUser(Node):
    id: strawberry.ID = derived(trading_accounts.user_id, "Opaque and global; hand it to `node`.")
    name: str = plain("The venue's resource name.")
    display_name: str | None = plain("What the venue shows.")
    trading_accounts: list[TradingAccount] | None = asked(
        trading_accounts.accounts_of_user, "The accounts this user may trade: asked of the venue, one call a user."
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Recognise the values that flow through this type."""
        return isinstance(value, values.TradingUser)


@strawberry.type(description="The firm behind the gateway's own credential at Polymarket US.")
class Firm(Node):
    id: strawberry.ID = derived(trading_accounts.firm_id, "Opaque and global; hand it to `node`.")
    name: str = plain("Resource name, firms/ and the firm's id.")
    display_name: str | None = plain("What the venue shows.")
    kind: str | None = plain("The venue's word without its prefix, for example PARTICIPANT or CLEARING_MEMBER.")
    scopes: list[str] | None = plain("Scopes granted to the gateway's own credential at the venue.")
    users: list[TradingUser] | None = asked(trading_accounts.users, "The users the firm may act for, sorted by name.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Recognise the values that flow through this type."""
        return isinstance(value, values.Firm)
