"""The figures of an Arcus margin account, which obey the venue's identities exactly."""

from decimal import Decimal, localcontext
from typing import NamedTuple

from sandbox.arcus.markets import EXACT, MARKETS, Row, plain


class Holding(NamedTuple):
    """A position as it was traded: signed size and entry price."""

    market: int
    size: Decimal
    entry: Decimal
    funding: Decimal = Decimal(0)


class Holder(NamedTuple):
    """One margin account before its figures are worked out."""

    address: str
    account_index: int
    cash: Decimal
    holdings: tuple[Holding, ...]
    deposits: Decimal
    pending_deposits: Decimal
    sequence: int


def account_body(holder: Holder) -> Row:
    """The venue's account body.

    equity = cash + sum(size x oracle); free collateral = equity - sum(initial margins); both exact.
    """
    with localcontext(EXACT):
        positions = {str(held.market): position_body(holder, held) for held in holder.holdings}
        equity = holder.cash + sum((held.size * MARKETS[held.market].oracle for held in holder.holdings), Decimal(0))
        margins = sum((initial_margin(held) for held in holder.holdings), Decimal(0))
        return {
            "accountIndex": holder.account_index,
            "address": holder.address,
            "netQuoteBalance": plain(holder.cash),
            "equity": plain(equity),
            "freeCollateral": plain(equity - margins),
            "netDeposits": plain(holder.deposits),
            "pendingDeposits": plain(holder.pending_deposits),
            "pendingWithdrawals": "0",
            "positions": positions,
            "sequenceNumber": holder.sequence,
        }


def position_body(holder: Holder, held: Holding) -> Row:
    """The venue's position body; its `unrealizedPnl` is margin at entry less margin now, not profit."""
    traded = MARKETS[held.market]
    entry_margin = abs(held.size) * held.entry * traded.initial
    funding = plain(held.funding)
    return {
        "address": holder.address,
        "accountIndex": holder.account_index,
        "marketId": held.market,
        "marketDisplayName": traded.name,
        "side": "LONG" if held.size > 0 else "SHORT",
        "size": plain(held.size),
        "averageEntryPrice": plain(held.entry),
        "leverage": plain(1 / traded.initial),
        "marginMode": "CROSS",
        "borrowedCapital": plain(-held.size * held.entry),
        "marginUsed": plain(initial_margin(held)),
        "positionValueNotional": plain(held.size * (traded.mark or held.entry)),
        "unrealizedPnl": plain(entry_margin - initial_margin(held)),
        "markPx": plain(traded.mark),
        "cumulativeFunding": {"allTime": funding, "sinceOpen": funding, "sinceChange": funding},
    }


def initial_margin(held: Holding) -> Decimal:
    """abs(size) x mark x initial margin fraction; the entry price stands in where there is no mark."""
    traded = MARKETS[held.market]
    return abs(held.size) * (traded.mark or held.entry) * traded.initial
