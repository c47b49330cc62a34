"""Margin accounts at Arcus."""

import strawberry

from adapters import values
from resolvers import accounts
from schema.account import Account, Balance, Node
from schema.declare import asked, derived, plain
from schema.enums import PositionSide
from schema.scalars import BigInt, Decimal


@strawberry.type(description="A position in one perpetuals market, in whole units and US dollars.")
class MarginPosition:
    market_id: int = plain("The venue's number of the market.")
    market: str = plain("The market's name, for example BTC-USD; the wire's marketDisplayName.")
    side: PositionSide = plain("LONG, SHORT, or FLAT for a size of zero.")
    size: Decimal = plain("Signed: negative for a short.")
    average_entry_price: Decimal = plain("Price per unit at which it was entered, on average.")
    mark_price: Decimal | None = plain("Price per unit now; null where the venue has none (the wire's markPx of 0).")
    initial_margin_required: Decimal = plain("Held back for this position; the wire's marginUsed.")
    notional: Decimal = plain("size x mark, signed.")
    unrealized_pnl: Decimal | None = plain(
        "size x (mark - average entry); null without a mark price. Not the field of that name on the wire, "
        "which is a change of margin."
    )
    leverage: Decimal | None = plain("The leverage set for this market.")


@strawberry.type(
    description="One cross-margined account of perpetuals in US dollars, named by an address and an index of 0 to 9."
)
class MarginAccount(Account, Node):
    id: strawberry.ID = derived(accounts.account_id, "Opaque and global; hand it to `node`.")
    name: str = derived(accounts.account_name, "Address and index.")
    balances: list[Balance] | None = asked(
        accounts.balances,
        "One entry, USD: `total` is equity, `available` the free collateral, `locked` the initial margins.",
    )
    address: str = plain("Lower case with 0x, however it was asked for.")
    account_index: int = plain("0 to 9.")
    net_quote_balance: Decimal = plain("Cash; negative when positions are bought with more than was paid in.")
    equity: Decimal = plain("Cash plus every position at the oracle price.")
    available_collateral: Decimal = plain("Equity less initial margins, may be negative; the wire's freeCollateral.")
    net_deposits: Decimal = plain("Deposits less withdrawals.")
    pending_deposits: Decimal | None = plain("Not credited yet, and in no other figure here.")
    pending_withdrawals: Decimal | None = plain("Asked for and not paid out yet.")
    positions: list[MarginPosition] = plain("Sorted by market id.")
    sequence_number: BigInt = plain(
        "The last event of the venue that changed this account. Prices move equity without moving it."
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Recognise the values that flow through this type."""
        return isinstance(value, values.MarginAccount)


@strawberry.input(description="The native key of a margin account.")
class MarginAccountKey:
    address: str = strawberry.field(description="40 hexadecimal digits in any case, with 0x, 0X or no prefix.")
    account_index: int = strawberry.field(description="0 to 9.", default=0)
