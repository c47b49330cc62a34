"""Margin accounts at Arcus."""

import strawberry

from domain import margin
from resolvers import ids, sizes
from schema.account import Account, Balance, Node
from schema.enums import PositionSide
from schema.fields import Many, attribute, computed
from schema.scalars import BigInt, Decimal
from schema.values import type_of


@strawberry.type(description="A position in one perpetuals market, in whole units and US dollars.")
class MarginPosition:
    market_id: int = attribute("The venue's number of the market.")
    market: str = attribute("The market's name, for example BTC-USD; the wire's marketDisplayName.")
    side: PositionSide = attribute("LONG, SHORT, or FLAT for a size of zero.")
    size: Decimal = attribute("Signed: negative for a short.")
    average_entry_price: Decimal = attribute("Price per unit at which it was entered, on average.")
    mark_price: Decimal | None = attribute(
        "Price per unit now; null where the venue has none (the wire's markPx of 0)."
    )
    initial_margin_required: Decimal = attribute("Held back for this position; the wire's marginUsed.")
    notional: Decimal = attribute("size x mark, signed.")
    unrealized_pnl: Decimal | None = attribute(
        "size x (mark - average entry); null without a mark price. Not the field of that name on the wire, "
        "which is a change of margin."
    )
    leverage: Decimal | None = attribute("The leverage set for this market.")


@type_of(
    margin.MarginAccount,
    "One cross-margined account of perpetuals in US dollars, named by an address and an index of 0 to 9.",
)
class MarginAccount(Account, Node):
    id: strawberry.ID = computed(ids.account_id, "Opaque and global; hand it to `node`.")
    name: str = attribute("Address and index.")
    balances: list[Balance] | None = attribute(
        "One entry, USD: `total` is equity, `available` the free collateral, `locked` the initial margins.",
        size=Many(sizes.ONE),
    )
    address: str = attribute("Lower case with 0x, however it was written.")
    account_index: int = attribute("0 to 9.")
    net_quote_balance: Decimal = attribute("Cash; negative when positions are bought with more than was paid in.")
    equity: Decimal = attribute("Cash plus every position at the oracle price.")
    available_collateral: Decimal = attribute(
        "Equity less initial margins, may be negative; the wire's freeCollateral."
    )
    net_deposits: Decimal = attribute("Deposits less withdrawals.")
    pending_deposits: Decimal | None = attribute("Not credited yet, and in no other figure here.")
    pending_withdrawals: Decimal | None = attribute("Requested and not paid out yet.")
    positions: list[MarginPosition] | None = attribute("Sorted by market id.", size=Many(sizes.MARGIN_POSITIONS))
    sequence_number: BigInt = attribute(
        "The last event of the venue that changed this account. Prices move equity without moving it."
    )


@strawberry.input(description="The native key of a margin account.")
class MarginAccountKey:
    address: str = strawberry.field(description="40 hexadecimal digits in any case, with 0x, 0X or no prefix.")
    account_index: int = strawberry.field(description="0 to 9.", default=0)
