"""Margin accounts by address and index."""

from collections.abc import Sequence
from typing import Protocol

from adapters.values import AccountKind, MarginAccount, MarginKey
from resolvers import accounts
from resolvers.connections import check_length
from resolvers.context import Context


class Key(Protocol):
    """What a client names a margin account by."""

    address: str
    account_index: int


async def margin_account(context: Context, address: str, account_index: int) -> MarginAccount | None:
    """One account in any spelling of its address; None before its first deposit."""
    venue = context.holding(AccountKind.MARGIN)[0]
    found = await accounts.account(context, venue, MarginKey(address, account_index))
    return found if isinstance(found, MarginAccount) else None


async def margin_accounts(context: Context, keys: Sequence[Key]) -> Sequence[object]:
    """One result a key, in their order; all keys are checked before any upstream call. A failure stays at its index."""
    check_length("keys", keys)
    venue = context.holding(AccountKind.MARGIN)[0]
    port = context.ports.accounts[venue]
    wanted = [port.canonical(MarginKey(key.address, key.account_index)) for key in keys]
    return await context.loaders.accounts(venue).load_all(wanted)
