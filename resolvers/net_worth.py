"""What a person's accounts are worth together, exactly, and what that sum leaves out."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from domain.amounts import product, total
from domain.errors import InvalidInputError, Unavailable
from domain.ports import Result
from domain.prices import Price
from domain.venues import Venue
from resolvers.context import Context
from resolvers.holdings import DOLLARS, Holdings, Omission, holdings
from resolvers.portfolios import Portfolio


class PriceUsed(NamedTuple):
    """A price that the total rests on."""

    asset: str
    price: str
    source: str
    observed_at: datetime


class NetWorth(NamedTuple):
    """A total that says what it leaves out; None when nothing could be read."""

    currency: str
    total: str | None
    complete: bool
    omitted: list[Omission]
    prices: list[PriceUsed]


async def net_worth(context: Context, portfolio: Portfolio, currency: str) -> NetWorth:
    """US dollars at par, other assets at the oracle price; whatever cannot be read or priced is in `omitted`."""
    if currency != DOLLARS:
        raise InvalidInputError("currency", f"must be {DOLLARS}: the gateway has prices in no other")
    # Prices are read beside the accounts, not after them: a slow venue must not use up the time of the prices.
    (prices,), parts = await asyncio.gather(
        context.loaders.prices().load_all([context.keys.prices_at]),
        asyncio.gather(*(holdings(context, venue, portfolio.owner) for venue in context.keys.all_venues)),
    )
    try:
        return _valued(Holdings.joined(parts), prices)
    except Exception as error:  # noqa: BLE001 - the portfolio's sections are answered all the same
        reason = context.unavailable(context.keys.prices_at, error).message
        return NetWorth(DOLLARS, None, complete=False, omitted=[Omission(None, None, reason)], prices=[])


def _valued(held: Holdings, prices: Result[Mapping[str, Price]]) -> NetWorth:
    known: Mapping[str, Price] = {} if isinstance(prices, Unavailable) else prices
    no_price = prices.message if isinstance(prices, Unavailable) else None
    worth = [held.amount for held in held.amounts if held.asset == DOLLARS]
    others = [other for other in held.amounts if other.asset != DOLLARS]
    worth += [product(other.amount, known[other.asset].price) for other in others if other.asset in known]
    unpriced = {
        Omission(other.venue, other.asset, no_price or f"There is no price for {other.asset} in {DOLLARS}.")
        for other in others
        if other.asset not in known
    }
    omitted = {*held.omitted, *unpriced}
    used = sorted({other.asset for other in others if other.asset in known})
    return NetWorth(
        currency=DOLLARS,
        total=total(worth) if worth or (held.read and not omitted) else None,
        complete=not omitted,
        omitted=sorted(omitted, key=_place),
        prices=[
            PriceUsed(asset, price.price, price.source, price.observed_at)
            for asset, price in ((asset, known[asset]) for asset in used)
        ],
    )


def _place(omission: Omission) -> tuple[int, str, str]:
    """Where an omission stands in the list: what is read side by side must not come out in the order of its answers."""
    venue = list(Venue).index(omission.venue) if omission.venue else len(Venue)
    return venue, omission.asset or "", omission.reason
