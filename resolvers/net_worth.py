"""What a person's accounts are worth together, exactly, and what that sum leaves out."""

import asyncio
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from domain.amounts import difference, product, total
from domain.errors import GatewayError, InvalidInputError
from domain.accounts import Account
from domain.keys import Owner
from domain.labeled import FundingModel, LabeledAccount
from domain.margin import MarginAccount
from domain.prices import Price
from domain.trading import TradingAccount
from domain.venues import Venue
from resolvers import accounts, trading_accounts
from resolvers.context import Context
from resolvers.portfolios import Portfolio, VenueAccounts, section

CURRENCY = "USD"
UNPRICED_CONTRACT = "Event contracts have no price that the gateway can read."
OWN_BOOKS = "The customer is not prefunded: US dollars are on the platform's own books."
PERHAPS_OWN_BOOKS = "The venue does not tell whether US dollars are on the platform's own books."
UNTOLD_TOTAL = "The venue does not tell the total."
OWED = "Rows of what is owed or receivable are not counted."
DEPOSITING = "Pending deposits are not credited yet."
WITHDRAWING = "Pending withdrawals are not paid out yet."


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
    no_prices: str | None = None
    """Why no price at all could be read."""

    def omit(self, venue: Venue | None, asset: str | None, reason: str) -> None:
        self.omitted[Omission(venue, asset, reason)] = None


async def net_worth(context: Context, portfolio: Portfolio, currency: str) -> NetWorth:
    """US dollars at par, other assets at the oracle price; whatever cannot be read or priced is in `omitted`."""
    if currency != CURRENCY:
        raise InvalidInputError("currency", f"currency must be {CURRENCY}: the gateway has prices in no other.")
    holdings = _Holdings()
    prices, _ = await asyncio.gather(
        _prices(context, holdings),
        asyncio.gather(*(_read_venue(context, venue, portfolio.owner, holdings) for venue in context.ports.accounts)),
    )
    used: dict[str, Price] = {}
    worth = []
    for venue, asset, amount in holdings.amounts:
        if asset == CURRENCY:
            worth.append(amount)
        elif asset in prices:
            used[asset] = prices[asset]
            worth.append(product(amount, prices[asset].price))
        else:
            holdings.omit(venue, asset, holdings.no_prices or f"There is no price for {asset} in {CURRENCY}.")
    return NetWorth(
        currency=CURRENCY,
        total=total(worth) if worth or (holdings.read and not holdings.omitted) else None,
        complete=not holdings.omitted,
        omitted=sorted(holdings.omitted, key=_place),
        prices=[
            PriceUsed(asset, price.price, price.source, price.observed_at) for asset, price in sorted(used.items())
        ],
    )


def _place(omission: Omission) -> tuple[int, str, str]:
    """Where an omission stands in the list: what is read side by side must not come out in the order of its answers."""
    venue = list(Venue).index(omission.venue) if omission.venue else len(Venue)
    return venue, omission.asset or "", omission.reason


async def _read_venue(context: Context, venue: Venue, owner: Owner, holdings: _Holdings) -> None:
    found = await section(context, venue, owner)
    if isinstance(found, VenueAccounts):
        holdings.read = True
        await asyncio.gather(*(_read(context, account, holdings) for account in found.accounts))
    else:
        holdings.omit(venue, None, found.message)


async def _read(context: Context, account: Account, holdings: _Holdings) -> None:
    """Count what an account holds; what it says of itself beyond that is left out with its reason."""
    if isinstance(account, LabeledAccount):
        _read_funding(account, holdings)
        _read_owed(account, holdings)
    if isinstance(account, MarginAccount):
        _read_pending(account, holdings)
    await asyncio.gather(_read_balances(context, account, holdings), _read_positions(context, account, holdings))


async def _read_balances(context: Context, account: Account, holdings: _Holdings) -> None:
    try:
        found = accounts.balances(context, account)
        balances = await found if isinstance(found, Awaitable) else found
    except GatewayError as error:
        holdings.omit(account.venue, None, str(error))
        return
    for balance in balances:
        if balance.total is None:
            holdings.omit(account.venue, balance.asset, UNTOLD_TOTAL)
        elif balance.total.strip("-0."):
            holdings.amounts.append((account.venue, balance.asset, balance.total))


async def _read_positions(context: Context, account: Account, holdings: _Holdings) -> None:
    if not isinstance(account, TradingAccount):
        return
    try:
        positions = await trading_accounts.positions(context, account)
    except GatewayError as error:
        holdings.omit(account.venue, None, str(error))
        return
    for position in positions:
        holdings.omit(account.venue, position.symbol, UNPRICED_CONTRACT)


def _read_funding(account: LabeledAccount, holdings: _Holdings) -> None:
    if account.customer_error is not None:
        holdings.omit(account.venue, None, str(account.customer_error))
    elif account.funding_model is not FundingModel.PREFUNDED:
        known = account.funding_model is FundingModel.NON_PREFUNDED
        holdings.omit(account.venue, CURRENCY, OWN_BOOKS if known else PERHAPS_OWN_BOOKS)


def _read_owed(account: LabeledAccount, holdings: _Holdings) -> None:
    """Rows that are neither spendable nor held back are owed, one way or the other, and in no balance."""
    for balance in account.balances:
        rows = total([ledger.balance for ledger in account.ledgers if ledger.asset == balance.asset])
        if balance.total is not None and difference(rows, balance.total).strip("-0."):
            holdings.omit(account.venue, balance.asset, OWED)


def _read_pending(account: MarginAccount, holdings: _Holdings) -> None:
    for pending, reason in ((account.pending_deposits, DEPOSITING), (account.pending_withdrawals, WITHDRAWING)):
        if pending is not None and pending.strip("-0."):
            holdings.omit(account.venue, CURRENCY, reason)


async def _prices(context: Context, holdings: _Holdings) -> Mapping[str, Price]:
    """Asked for beside the accounts, not after them: a slow venue must not use up the time of the prices."""
    try:
        return await context.loaders.prices().load(context.ports.prices.venue)
    except GatewayError as error:
        holdings.no_prices = str(error)
        return {}
