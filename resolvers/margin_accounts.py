"""Margin accounts: by address and index, and one participant's."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Protocol

from domain.accounts import Account, AccountKind
from domain.margin import MarginAccount
from resolvers import accounts
from resolvers.arguments import check_length, naming
from resolvers.context import Context


class Key(Protocol):
    """What a client names a margin account by."""

    address: str
    account_index: int


async def margin_account(context: Context, address: str, account_index: int) -> MarginAccount | None:
    """One account in any spelling of its address; None before its first deposit."""
    venue = context.keys.venues(AccountKind.MARGIN)[0]
    found = await accounts.account(context, venue, context.keys.margin(venue, address, account_index))
    return found if isinstance(found, MarginAccount) else None


async def margin_accounts(context: Context, keys: Sequence[Key]) -> Sequence[object]:
    """One result per key, in their order; a failure, also of a key that cannot be right, stays at its index."""
    check_length("keys", keys)
    return await asyncio.gather(
        *(_entry(context, key, index) for index, key in enumerate(keys)), return_exceptions=True
    )


def margin_accounts_of(context: Context, participant_code: str) -> Awaitable[Sequence[Account]]:
    """The margin accounts that the links give to one participant, sorted by venue, then address and index."""
    return accounts.owned(context, context.owner(participant_code), AccountKind.MARGIN)


async def _entry(context: Context, key: Key, index: int) -> MarginAccount | None:
    with naming(f"keys[{index}]", part=True):
        return await margin_account(context, key.address, key.account_index)
