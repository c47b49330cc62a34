"""What a person's accounts are worth together, exactly, and what that sum leaves out."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from adapters.amounts import product, total
from adapters.errors import GatewayError, InvalidInputError
from adapters.values import Account, FundingModel, LabeledAccount, Price, TradingAccount, Venue
from resolvers import accounts, trading_accounts
from resolvers.context import Context
from resolvers.portfolios import Portfolio, VenueAccounts, sections

CURRENCY = "USD"
UNPRICED_CONTRACT = "Event contracts have no price that the gateway can read."
OWN_BOOKS = "The customer is not prefunded: US dollars are on the platform's own books."


class Omission(NamedTuple):
    """Something that the total does not count, and why."""

    venue: Venue | None
    asset: str | None
    reason: str


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


@dataclass(slots=True)
class _Holdings:
    """What was read so far: amounts with their asset and venue, and what is left out, each reason once."""

    amounts: list[tuple[Venue, str, str]] = field(default_factory=list)
    omitted: dict[Omission, None] = field(default_factory=dict)
    read: bool = False

    def omit(self, venue: Venue | None, asset: str | None, reason: str) -> None:
        self.omitted[Omission(venue, asset, reason)] = None


async def net_worth(context: Context, portfolio: Portfolio, currency: str) -> NetWorth:
    """US dollars at par, other assets at the oracle price; whatever cannot be read or priced is in `omitted`."""
    if currency != CURRENCY:
        raise InvalidInputError("currency", f"currency must be {CURRENCY}: the gateway has prices in no other.")
    holdings = _Holdings()
    for section in await sections(context, portfolio):
        if isinstance(section, VenueAccounts):
            holdings.read = True
            await asyncio.gather(*(_read(context, account, holdings) for account in section.accounts))
        else:
            holdings.omit(section.venue, None, section.message)
    prices = await _prices(context, holdings)
    used: dict[str, Price] = {}
    worth = []
    for venue, asset, amount in holdings.amounts:
        if asset == CURRENCY:
            worth.append(amount)
        elif asset in prices:
            used[asset] = prices[asset]
            worth.append(product(amount, prices[asset].price))
        else:
            holdings.omit(venue, asset, f"There is no price for {asset} in {CURRENCY}.")
    return NetWorth(
        currency=CURRENCY,
        total=total(worth) if worth or (holdings.read and not holdings.omitted) else None,
        complete=not holdings.omitted,
        omitted=list(holdings.omitted),
        prices=[
            PriceUsed(asset, price.price, price.source, price.observed_at) for asset, price in sorted(used.items())
        ],
    )


async def _read(context: Context, account: Account, holdings: _Holdings) -> None:
    try:
        balances = await accounts.balances(context, account)
    except GatewayError as error:
        holdings.omit(account.venue, None, str(error))
    else:
        for balance in balances:
            if balance.total is None:
                holdings.omit(account.venue, balance.asset, "The venue does not tell the total.")
            elif balance.total.strip("-0."):
                holdings.amounts.append((account.venue, balance.asset, balance.total))
    if isinstance(account, LabeledAccount):
        _read_funding(account, holdings)
    if isinstance(account, TradingAccount):
        await _read_positions(context, account, holdings)


def _read_funding(account: LabeledAccount, holdings: _Holdings) -> None:
    if account.funding_model is FundingModel.NON_PREFUNDED:
        holdings.omit(account.venue, CURRENCY, OWN_BOOKS)
    if account.customer_error is not None:
        holdings.omit(account.venue, None, str(account.customer_error))


async def _read_positions(context: Context, account: TradingAccount, holdings: _Holdings) -> None:
    try:
        positions = await trading_accounts.positions(context, account)
    except GatewayError as error:
        holdings.omit(account.venue, None, str(error))
    else:
        for position in positions:
            holdings.omit(account.venue, position.symbol, UNPRICED_CONTRACT)


async def _prices(context: Context, holdings: _Holdings) -> Mapping[str, Price]:
    if all(asset == CURRENCY for _, asset, _ in holdings.amounts):
        return {}
    try:
        return await context.loaders.prices().load(context.ports.prices.venue)
    except GatewayError as error:
        holdings.omit(context.ports.prices.venue, None, str(error))
        return {}
