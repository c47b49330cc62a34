"""What one person's accounts at one venue hold: amounts that a total may count, and what it leaves out, with why."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any, NamedTuple

from domain.accounts import Account, AccountKind, Balance, Owned, Uncounted
from domain.amounts import is_zero
from domain.errors import Unavailable, VenueError
from domain.keys import Owner
from domain.labeled import FundingModel, LabeledAccount
from domain.margin import MarginAccount
from domain.trading import TradingAccount
from domain.venues import Venue
from resolvers import trading_accounts
from resolvers.accounts import stale_link
from resolvers.context import Context
from resolvers.labeled_accounts import Customers

DOLLARS = "USD"
UNPRICED_CONTRACT = "Event contracts have no price that the gateway can read."
EXPIRED = "The event contract has expired and is not paid out yet."
OWN_BOOKS = "The customer is not prefunded: US dollars are on the platform's own books."
PERHAPS_OWN_BOOKS = "The venue does not tell whether US dollars are on the platform's own books."
UNTOLD_TOTAL = "The venue does not tell the total."
OTHER_GROUP = "Rows in the account group {group} are not counted."
SHOWN_ELSEWHERE = "The account {name} is not counted: its link says that its money is shown elsewhere already."
NOT_LINKED = "The links do not say which accounts the person has at {venue}."


class Omission(NamedTuple):
    """Something that the total does not count, and why."""

    venue: Venue | None
    asset: str | None
    reason: str


class Amount(NamedTuple):
    """So much of an asset, at a venue."""

    venue: Venue
    asset: str
    amount: str


class Holdings(NamedTuple):
    """Amounts, and what is left out."""

    amounts: tuple[Amount, ...] = ()
    omitted: tuple[Omission, ...] = ()
    read: bool = True
    """Whether anything is known at all."""

    @classmethod
    def joined(cls, parts: Iterable["Holdings"]) -> "Holdings":
        """Everything together; read where any part is."""
        held = list(parts)
        return cls(
            tuple(amount for part in held for amount in part.amounts),
            tuple(omission for part in held for omission in part.omitted),
            any(part.read for part in held),
        )

    @classmethod
    def without(cls, venue: Venue, reason: str, asset: str | None = None) -> "Holdings":
        """Only an omission."""
        return cls(omitted=(Omission(venue, asset, reason),))


async def holdings(context: Context, venue: Venue, owner: Owner) -> Holdings:
    """What the owner's accounts at a venue hold; a venue that cannot be read is an omission."""
    try:
        return await _holdings(context, venue, owner)
    except Exception as error:  # noqa: BLE001 - what fails here is one venue, and the others are counted
        return Holdings.without(venue, context.unavailable(venue, error).message)._replace(read=False)


async def _holdings(context: Context, venue: Venue, owner: Owner) -> Holdings:
    (found,) = await context.loaders.accounts_of(venue).load_all([owner])
    if isinstance(found, Unavailable):
        return Holdings.without(venue, found.message)._replace(read=False)
    counted = [account for account in found.accounts if owner.counts(venue, account.key)]
    parts = [_ACCOUNTS[account.kind](context, account) for account in counted]
    if context.keys.holds(venue) is AccountKind.LABELED:
        parts.append(_funding(context, venue, owner, counted))
    return Holdings.joined((_left_out(context, venue, owner, found), *await asyncio.gather(*parts)))


def _left_out(context: Context, venue: Venue, owner: Owner, found: Owned) -> Holdings:
    """What is known of the owner's accounts and not counted, and whether it is known which accounts there are."""
    omitted = [Omission(venue, None, stale_link(venue, owner, key)) for key in found.missing]
    omitted += [
        Omission(venue, balance.asset, OTHER_GROUP.format(group=account.group))
        for account in found.elsewhere
        if isinstance(account, LabeledAccount)
        for balance in account.balances
        if balance.total is None or not is_zero(balance.total)
    ]
    omitted += [
        Omission(venue, None, SHOWN_ELSEWHERE.format(name=account.name))
        for account in found.accounts
        if not owner.counts(venue, account.key)
    ]
    if context.keys.holds(venue) is not AccountKind.LABELED and venue not in owner.known_at:
        omitted.append(Omission(venue, None, NOT_LINKED.format(venue=venue.title)))
    return Holdings(omitted=tuple(omitted))


async def _as_read(_: Context, account: LabeledAccount | MarginAccount) -> Holdings:
    return _counted(account, account.balances, account.uncounted)


async def _trading(context: Context, account: TradingAccount) -> Holdings:
    return Holdings.joined(await asyncio.gather(_cash(context, account), _contracts(context, account)))


async def _cash(context: Context, account: TradingAccount) -> Holdings:
    try:
        cash = await trading_accounts.cash(context, account)
    except VenueError as error:
        return Holdings.without(account.venue, str(error))
    return _counted(account, trading_accounts.as_balances(cash), [part for row in cash for part in row.uncounted])


async def _contracts(context: Context, account: TradingAccount) -> Holdings:
    try:
        positions = await trading_accounts.every_position(context, account)
    except VenueError as error:
        return Holdings.without(account.venue, str(error))
    return Holdings.joined(
        Holdings.without(account.venue, EXPIRED if position.expired else UNPRICED_CONTRACT, position.symbol)
        for position in positions
    )


async def _funding(context: Context, venue: Venue, owner: Owner, held: Sequence[Account]) -> Holdings:
    """Where the customer's dollars are, if not in the ledger; accounts without rows count too."""
    try:
        customers = await context.loaders.customers(venue).load(owner.participant_code)
    except VenueError as error:
        return Holdings.without(venue, str(error))
    models = _funding_models(context, venue, held, customers)
    reasons = {FundingModel.NON_PREFUNDED: OWN_BOOKS, FundingModel.UNKNOWN: PERHAPS_OWN_BOOKS}
    return Holdings.joined(
        Holdings.without(venue, reason, DOLLARS) for model, reason in reasons.items() if model in models
    )


def _funding_models(context: Context, venue: Venue, held: Sequence[Account], customers: Customers) -> set[FundingModel]:
    group = context.keys.own_group(venue)
    listed = {key: customer.funding_model for key, customer in customers.items() if key.group == group}
    unlisted = any(account.key not in listed for account in held)
    return {*listed.values(), *([FundingModel.UNKNOWN] if unlisted else [])}


def _counted(account: Account, balances: Iterable[Balance], uncounted: Iterable[Uncounted] = ()) -> Holdings:
    rows = list(balances)
    untold = (Omission(account.venue, row.asset, UNTOLD_TOTAL) for row in rows if row.total is None)
    left_out = (Omission(account.venue, part.asset, part.reason) for part in uncounted)
    return Holdings(
        tuple(Amount(account.venue, row.asset, row.total) for row in rows if row.total is not None),
        (*untold, *left_out),
    )


_ACCOUNTS: dict[AccountKind, Callable[[Context, Any], Coroutine[Any, Any, Holdings]]] = {
    AccountKind.LABELED: _as_read,
    AccountKind.TRADING: _trading,
    AccountKind.MARGIN: _as_read,
}
