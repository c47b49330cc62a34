"""What a person's accounts are worth together, exactly, and what that sum leaves out."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from domain.amounts import is_zero, product, total
from domain.errors import InvalidInputError, Unavailable
from domain.prices import Price
from domain.venues import Venue
from resolvers.context import Context
from resolvers.holdings import DOLLARS, Holdings, Omission, holdings
from resolvers.portfolios import Portfolio

STALE = "The price of {asset} cannot be read now; the last known one counts, of {at:%H:%M:%S} UTC."


class PriceUsed(NamedTuple):
    """A price that the total rests on; a stale one could not be read anew and is the last known."""

    asset: str
    price: str
    source: str
    observed_at: datetime
    stale: bool


class NetWorth(NamedTuple):
    """A total that says what it leaves out; None when nothing could be read."""

    currency: str
    total: str | None
    complete: bool
    omitted: list[Omission]
    prices: list[PriceUsed]


class _Prices(NamedTuple):
    """What assets are worth: prices read just now, and the last known of those that could not be."""

    read: Mapping[str, Price]
    last: Callable[[str], Price | None]
    failure: str | None

    def find(self, asset: str) -> tuple[Price | None, bool]:
        """The price, and whether it is only the last known one: decided once, for it ages meanwhile."""
        price = self.read.get(asset)
        return (price, False) if price is not None else (self.last(asset), True)

    def missing(self, asset: str) -> str:
        """Why an asset has no price."""
        return self.failure or f"There is no price for {asset} in {DOLLARS}."


async def net_worth(context: Context, portfolio: Portfolio, currency: str) -> NetWorth:
    """US dollars at par, other assets at the oracle price; whatever cannot be read or priced is in `omitted`."""
    if currency != DOLLARS:
        refused = InvalidInputError("currency", f"must be {DOLLARS}: the gateway has prices in no other")
        context.report(refused)  # raised it would take the portfolio with it: its net worth is never null
        return NetWorth(currency, None, complete=False, omitted=[Omission(None, None, str(refused))], prices=[])
    # Prices are read beside the accounts, not after them: a slow venue must not use up the time of the prices.
    prices, parts = await asyncio.gather(
        _prices(context),
        asyncio.gather(*(holdings(context, venue, portfolio.owner) for venue in context.keys.all_venues)),
    )
    try:
        return _valued(Holdings.joined(parts), prices)
    except Exception as error:  # noqa: BLE001 - the portfolio's sections are answered all the same
        reason = context.unavailable(context.keys.prices_at, error).message
        return NetWorth(DOLLARS, None, complete=False, omitted=[Omission(None, None, reason)], prices=[])


async def _prices(context: Context) -> _Prices:
    (found,) = await context.loaders.prices().load_all([context.keys.prices_at])
    if isinstance(found, Unavailable):
        return _Prices({}, context.last_prices.last, found.message)
    context.last_prices.remember(found)
    return _Prices(found, context.last_prices.last, None)


def _valued(held: Holdings, prices: _Prices) -> NetWorth:
    worth: list[str] = []
    used: dict[str, PriceUsed] = {}
    omitted = dict.fromkeys(held.omitted)
    for venue, asset, amount in held.amounts:
        if asset == DOLLARS or is_zero(amount):
            worth.append(amount if asset == DOLLARS else "0")
            continue
        price, stale = prices.find(asset) if asset not in used else (used[asset], used[asset].stale)
        if price is None:
            omitted[Omission(venue, asset, prices.missing(asset))] = None
            continue
        used[asset] = PriceUsed(asset, price.price, price.source, price.observed_at, stale)
        worth.append(product(amount, price.price))
    omitted |= dict.fromkeys(
        Omission(None, price.asset, STALE.format(asset=price.asset, at=price.observed_at))
        for price in used.values()
        if price.stale
    )
    return NetWorth(
        currency=DOLLARS,
        total=total(worth) if worth or (held.read and not omitted) else None,
        complete=not omitted,
        omitted=sorted(omitted, key=_place),
        prices=[used[asset] for asset in sorted(used)],
    )


def _place(omission: Omission) -> tuple[int, str, str]:
    """Where an omission stands in the list: what is read side by side must not come out in the order of its answers."""
    venue = list(Venue).index(omission.venue) if omission.venue else len(Venue)
    return venue, omission.asset or "", omission.reason
