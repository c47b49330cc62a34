"""The markets of Arcus and their prices."""

from decimal import Context, Decimal, localcontext
from typing import NamedTuple

Row = dict[str, object]

EXACT = Context(prec=100)


class Market(NamedTuple):
    """One perpetual market; a mark of 0 means that there is none, and entry prices stand in for it.

    One that is not priced counts as 0, too, and has no row among the prices.
    """

    number: int
    name: str
    oracle: Decimal
    mark: Decimal
    initial: Decimal
    maintenance: Decimal
    tick: str
    step: str
    category: str = "CRYPTO"
    status: str = "ONLINE"
    priced: bool = True


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
        # A share that is called as a coin is, with a price of its own.
        market(5, "COMP-USD", ("112.5", "112.5"), ("0.2", "0.1"), ("0.01", "0.01"))._replace(category="EQUITY"),
        market(6, "LUNA-USD", ("0.75", "0.75"), ("0.5", "0.25"), ("0.0001", "1"))._replace(status="HALTED"),
        market(7, "ZERO-USD", ("0", "0"), ("0.5", "0.25"), ("0.0001", "1")),
        market(8, "NEWX-USD", ("0", "0"), ("0.5", "0.25"), ("0.01", "0.01"))._replace(priced=False),
    )
}


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
        "status": found.status,
        "type": "PERPETUAL",
        "category": found.category,
        "baseAsset": found.name.removesuffix("-USD"),
        "quoteAsset": "USD",
        "tickSize": found.tick,
        "stepSize": found.step,
        "initialMarginFraction": plain(found.initial),
        "maintenanceMarginFraction": plain(found.maintenance),
        "offHoursInitialMarginFraction": plain(found.initial),
        "isOutsideRth": False,
        **(prices_of(found) if found.priced else {}),
    }


def prices_of(found: Market) -> Row:
    """The two prices of a market."""
    return {"oraclePrice": plain(found.oracle), "markPrice": plain(found.mark)}


def prices_body() -> Row:
    """All prices there are, in one object whose rows come in no order."""
    return {
        str(number): {
            "marketDisplayName": MARKETS[number].name,
            **prices_of(MARKETS[number]),
            "sequencer": 2_300_000_000 + number,
        }
        for number in (3, 7, 1, 4, 6, 2, 5)
    }
