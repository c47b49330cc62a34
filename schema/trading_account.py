"""Firm, users and trading accounts at Polymarket US."""

import strawberry

from domain import trading
from resolvers import ids, sizes, trading_accounts
from schema.account import Account, Balance, Node
from schema.enums import OrderSide
from schema.fields import Many, attribute, computed, loaded
from schema.scalars import DateTime, Decimal
from schema.values import type_of


@strawberry.type(description="Cash of one trading account in one currency, in whole units down to parts of a cent.")
class TradingBalance:
    currency: str = attribute("Currency code.")
    balance: Decimal | None = attribute("Cash, event contracts excluded. More than can be spent: see buyingPower.")
    buying_power: Decimal | None = attribute(
        "What can be spent, after margin and open orders, by the venue's own rule."
    )
    excess_capital: Decimal | None = attribute("Capital above requirements.")
    capital_requirement: Decimal | None = attribute("Cash that must stay.")
    margin_requirement: Decimal | None = attribute("Margin for open positions.")
    open_orders: Decimal | None = attribute("Worst-case value of open orders.")
    unsettled_funds: Decimal | None = attribute("Not settled yet.")
    updated_at: DateTime | None = attribute("When the venue last changed it.")
    observed_at: DateTime = attribute("The instant the gateway received it.")


@strawberry.type(description="A holding of one event contract that has neither expired nor come to zero.")
class EventPosition:
    symbol: str = attribute("The instrument, opaque and case-sensitive.")
    net_position: Decimal | None = attribute(
        "Contracts, negative for a short; scaled by the instrument's quantity scale, null when the scale is unknown."
    )
    available_position: Decimal | None = attribute("Contracts free to trade after open orders.")
    cost: Decimal | None = attribute("US dollars paid for what is held; null when a scale is unknown.")
    realized: Decimal | None = attribute("US dollars gained by what was closed, negative for a loss.")
    updated_at: DateTime | None = attribute("When the venue last changed it.")
    observed_at: DateTime = attribute("The instant the gateway received it.")


@strawberry.type(description="A resting order, unscaled by the scales that the order itself carries.")
class TradingOrder:
    order_id: strawberry.ID = attribute("The venue's id.")
    client_order_id: str | None = attribute("The id its sender gave it; the venue's clordId.")
    symbol: str = attribute("The instrument.")
    side: OrderSide = attribute("BUY or SELL of the YES side.")
    state: str = attribute("The venue's word without its prefix; NEW where the venue leaves it out.")
    price: Decimal | None = attribute("Limit price in US dollars per contract.")
    quantity: Decimal | None = attribute("Contracts ordered.")
    filled_quantity: Decimal | None = attribute("Contracts filled so far.")
    remaining_quantity: Decimal | None = attribute("Contracts still open.")
    created_at: DateTime | None = attribute("When it was placed.")
    observed_at: DateTime = attribute("The instant the gateway received it.")


@type_of(trading.TradingAccount, "One account of event contracts, named by an opaque resource name.")
class TradingAccount(Account, Node):
    id: strawberry.ID = computed(ids.account_id, "Opaque and global; hand it to `node`.")
    name: str = attribute("The venue's resource name, sent back as it came.")
    balances: list[Balance] | None = loaded(
        trading_accounts.balances,
        "`total` is the cash balance, `available` the buying power; `locked` is null: the parts do not add up here.",
        size=Many(sizes.CASH),
    )
    display_name: str | None = attribute("What its owner calls it.")
    cash: list[TradingBalance] | None = loaded(
        trading_accounts.cash, "Cash in the venue's own terms.", size=Many(sizes.CASH)
    )
    positions: list[EventPosition] | None = loaded(
        trading_accounts.positions, "Event contracts held, sorted by symbol.", size=Many(sizes.POSITIONS)
    )
    open_orders: list[TradingOrder] | None = loaded(
        trading_accounts.open_orders, "Resting orders, oldest first.", size=Many(sizes.ORDERS)
    )


@type_of(trading.TradingUser, "A user the firm may act for.")
class TradingUser(Node):
    id: strawberry.ID = computed(ids.user_id, "Opaque and global; hand it to `node`.")
    name: str = attribute("The venue's resource name.")
    display_name: str | None = attribute("What the venue shows.")
    trading_accounts: list[TradingAccount] | None = loaded(
        trading_accounts.accounts_of_user,
        "The accounts this user may trade, by the venue's own word; one call per user.",
        size=Many(sizes.TRADING_ACCOUNTS),
    )


@type_of(trading.Firm, "The firm behind the gateway's own credential at Polymarket US.")
class Firm(Node):
    id: strawberry.ID = computed(ids.firm_id, "Opaque and global; hand it to `node`.")
    name: str = attribute("Resource name, firms/ and the firm's id.")
    display_name: str | None = attribute("What the venue shows.")
    kind: str | None = attribute("The venue's word without its prefix, for example PARTICIPANT or CLEARING_MEMBER.")
    scopes: list[str] | None = attribute(
        "Scopes granted to the gateway's own credential at the venue; null where its token does not say."
    )
    users: list[TradingUser] | None = loaded(
        trading_accounts.users, "The users the firm may act for, sorted by name.", size=Many(sizes.USERS)
    )
