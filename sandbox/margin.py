"""What Arcus keeps: markets, prices and margin accounts whose figures obey the venue's identities exactly."""

from decimal import Context, Decimal, localcontext
from typing import NamedTuple

from sandbox.world import JOHN_ADDRESS, World

Row = dict[str, object]

LEVERAGED_ADDRESS = "0x00000000000000000000000000000000000000a2"
"""Negative cash and positive equity: a long bought with borrowed cash."""

EXACT = Context(prec=100)


class Market(NamedTuple):
    """One perpetual market; a mark of 0 means that there is none, and entry prices stand in for it."""

    number: int
    name: str
    oracle: Decimal
    mark: Decimal
    initial: Decimal
    maintenance: Decimal
    tick: str
    step: str


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


def market(
    number: int, name: str, prices: tuple[str, str], fractions: tuple[str, str], steps: tuple[str, str]
) -> Market:
    """A market from text: (oracle, mark), (initial, maintenance), (tick, step)."""
    oracle, mark, initial, maintenance = map(Decimal, prices + fractions)
    return Market(number, name, oracle, mark, initial, maintenance, *steps)


MARKETS = {
    found.number: found
    for found in (
        market(1, "BTC-USD", ("62000", "62000"), ("0.025", "0.015"), ("0.1", "0.0001")),
        market(2, "ETH-USD", ("2900", "2900"), ("0.04", "0.024"), ("0.01", "0.001")),
        market(3, "SOL-USD", ("150", "150.75"), ("0.05", "0.03"), ("0.01", "0.01")),
        market(4, "DOGE-USD", ("0.2125", "0"), ("0.1", "0.06"), ("0.0001", "1")),
    )
}

JOHN_HOLDER = Holder(
    address=JOHN_ADDRESS,
    account_index=0,
    cash=Decimal("39960.5"),
    holdings=(
        Holding(1, Decimal("1.5"), Decimal(60000), Decimal("-12.5")),
        Holding(2, Decimal(-10), Decimal(3000)),
    ),
    deposits=Decimal(100000),
    pending_deposits=Decimal(250),
    sequence=5001,
)
FLAT_HOLDER = Holder(
    address=JOHN_ADDRESS,
    account_index=9,
    cash=Decimal("-25.5"),
    holdings=(),
    deposits=Decimal(10),
    pending_deposits=Decimal(0),
    sequence=9007199254740993,
)
LEVERAGED_HOLDER = Holder(
    address=LEVERAGED_ADDRESS,
    account_index=0,
    cash=Decimal("-50000.25"),
    holdings=(Holding(1, Decimal(1), Decimal(60000)),),
    deposits=Decimal(10000),
    pending_deposits=Decimal(0),
    sequence=7002,
)
SPECIAL = {(holder.address, holder.account_index): holder for holder in (JOHN_HOLDER, FLAT_HOLDER, LEVERAGED_HOLDER)}

JOHN_ORDERS: tuple[Row, ...] = (
    {
        "orderId": "0a1b2c",
        "clientId": "q-1",
        "marketId": 1,
        "marketDisplayName": "BTC-USD",
        "side": "BUY",
        "type": "LIMIT",
        "status": "OPEN",
        "state": "PARTIALLY_FILLED",
        "price": "61000",
        "originalSize": "0.2",
        "filledSize": "0.05",
        "remainingSize": "0.15",
        "timeInForce": "GTC",
        "createdAt": 1_780_000_000_000_000,
        "updatedAt": 1_780_000_000_500_000,
        "avgFillPrice": "61000",
    },
)


class MarginAccounts:
    """The margin accounts of one world, by lowercase address and index."""

    def __init__(self, world: World) -> None:
        self.world = world

    def account(self, address: str, index: int) -> Row | None:
        """The account body, or None where there was never any activity."""
        holder = self._holder(address, index)
        return account_body(holder) if holder else None

    def orders(self, address: str, index: int) -> list[Row]:
        """The open orders; John has one, every sixth of the crowd has one."""
        if (address, index) == (JOHN_ADDRESS, 0):
            return list(JOHN_ORDERS)
        person = self.world.find_address(address)
        if person is None or index or person.mode or person.number % 6:
            return []
        row = {name: value for name, value in JOHN_ORDERS[0].items() if name not in {"avgFillPrice", "clientId"}}
        return [
            {
                **row,
                "orderId": f"{person.number:06x}",
                "state": "OPEN",
                "filledSize": "0",
                "remainingSize": row["originalSize"],
            }
        ]

    def _holder(self, address: str, index: int) -> Holder | None:
        special = SPECIAL.get((address, index))
        if special or index:
            return special
        person = self.world.find_address(address)
        if person is None:
            return None
        if person.mode:
            cash = Decimal("1234567890123456.12345678901234" if person.mode == "json_numbers" else "1000")
            holdings = (Holding(1, Decimal("0.5"), Decimal(60000)),)
            return Holder(address, 0, cash, holdings, Decimal(31000), Decimal(0), person.number)
        return self._crowd_holder(address, person.number)

    def _crowd_holder(self, address: str, number: int) -> Holder:
        """Most hold BTC or ETH or both; a tenth hold SOL (mark beside oracle), a tenth DOGE (no mark)."""
        digest = self.world.digest("margin", number)
        units = [int.from_bytes(digest[start : start + 4], "big") for start in range(0, 24, 4)]
        deposits = Decimal(20_000 + units[0] % 80_000_00).scaleb(-2) + 5000
        holdings = []
        if number % 10 == 4:
            holdings.append(
                Holding(3, Decimal(1 + units[1] % 5000).scaleb(-2), Decimal(14000 + units[2] % 2000).scaleb(-2))
            )
        elif number % 10 == 7:
            holdings.append(Holding(4, Decimal(1 + units[1] % 20000), Decimal(2000 + units[2] % 250).scaleb(-4)))
        if number % 2:
            size = Decimal(1 + units[3] % 3000).scaleb(-4)
            holdings.append(Holding(1, -size if number % 8 == 5 else size, Decimal(58000 + units[4] % 6000)))
        if number % 3 == 0:
            size = Decimal(1 + units[5] % 4000).scaleb(-3)
            holdings.append(Holding(2, -size if number % 2 else size, Decimal(2700 + units[1] % 400)))
        holdings.sort()
        spent = sum((held.size * held.entry for held in holdings), Decimal(0))
        return Holder(address, 0, deposits - spent, tuple(holdings), deposits, Decimal(0), 1000 + number)


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


def plain(amount: Decimal) -> str:
    """Plain digits, no exponent, no trailing zeros."""
    with localcontext(EXACT):
        return f"{amount.normalize() + 0:f}"


def market_body(number: int) -> Row:
    """One row of the market list."""
    found = MARKETS[number]
    return {
        "marketId": number,
        "marketDisplayName": found.name,
        "status": "ONLINE",
        "type": "PERPETUAL",
        "category": "CRYPTO",
        "baseAsset": found.name.removesuffix("-USD"),
        "quoteAsset": "USD",
        "tickSize": found.tick,
        "stepSize": found.step,
        "initialMarginFraction": plain(found.initial),
        "maintenanceMarginFraction": plain(found.maintenance),
        "offHoursInitialMarginFraction": plain(found.initial),
        "isOutsideRth": False,
        "oraclePrice": plain(found.oracle),
        "markPrice": plain(found.mark),
    }


def prices_body() -> Row:
    """All prices in one object whose rows come in no order."""
    return {
        str(number): {
            "marketDisplayName": MARKETS[number].name,
            "oraclePrice": plain(MARKETS[number].oracle),
            "markPrice": plain(MARKETS[number].mark),
            "sequencer": 2_300_000_000 + number,
        }
        for number in (3, 1, 4, 2)
    }
