"""Accounts of every kind: by key, by owner, and what all of them have in common."""

import asyncio
from collections.abc import Awaitable, Sequence

from domain.ports import TradingPort
from domain.accounts import Account, AccountKind, Balance
from domain.keys import AccountKey, Owner
from domain.labeled import LabeledAccount
from domain.margin import MarginAccount
from domain.trading import TradingAccount
from domain.venues import Venue
from resolvers.context import Context
from resolvers.ids import NodeId

_KINDS: dict[type, AccountKind] = {
    LabeledAccount: AccountKind.LABELED,
    TradingAccount: AccountKind.TRADING,
    MarginAccount: AccountKind.MARGIN,
}


def account_id(account: Account) -> str:
    """The global id of an account."""
    return NodeId(account.venue, _KINDS[type(account)].value, account.key).encode()


def account_name(account: Account) -> str:
    """What a person calls the account: its native key."""
    if isinstance(account, LabeledAccount):
        return f"{account.key.participant_code} {account.key.label}"
    if isinstance(account, TradingAccount):
        return account.key.name
    return f"{account.key.address} #{account.key.account_index}"


def account(context: Context, venue: Venue, key: AccountKey) -> Awaitable[Account | None]:
    """One account by native key. Raises InvalidInputError before any upstream call."""
    return context.loaders.accounts(venue).load(context.ports.accounts[venue].canonical(key))


def balances(context: Context, account: Account) -> Sequence[Balance] | Awaitable[Sequence[Balance]]:
    """One entry an asset; awaitable only where that takes a call: a list may have hundreds that do not."""
    if isinstance(account, TradingAccount):
        return _balances(context, account)
    return account.balances


async def _balances(context: Context, account: TradingAccount) -> Sequence[Balance]:
    port = trading_port(context, account)
    return port.balances(await context.loaders.cash(port).load(account.key.name))


async def owned(context: Context, owner: Owner, kind: AccountKind) -> list[Account]:
    """The owner's accounts of one kind, at every venue that holds such; sorted by venue, then native key."""
    found = await asyncio.gather(*(context.loaders.accounts_of(venue).load(owner) for venue in context.holding(kind)))
    return [account for accounts in found for account in accounts]


def trading_port(context: Context, account: TradingAccount) -> TradingPort:
    """The port of the venue that holds a trading account."""
    return context.ports.trading[account.venue]


def report_incomplete(context: Context, accounts: Sequence[Account]) -> None:
    """Tell once why accounts lack part of what their venue knows."""
    for held in accounts:
        if isinstance(held, LabeledAccount) and held.customer_error is not None:
            context.report(held.customer_error)
