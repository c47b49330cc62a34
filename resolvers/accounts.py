"""Accounts of every kind: by key, and by owner."""

import asyncio
from collections.abc import Awaitable

from domain.accounts import Account, AccountKind
from domain.keys import AccountKey, Owner
from domain.venues import Venue
from resolvers.context import Context


def account(context: Context, venue: Venue, key: AccountKey) -> Awaitable[Account | None]:
    """One account by native key."""
    return context.loaders.accounts(venue).load(key)


async def owned(context: Context, owner: Owner, kind: AccountKind) -> list[Account]:
    """The owner's accounts of one kind, at every venue that holds such; sorted by venue, then native key."""
    venues = context.keys.venues(kind)
    found = await asyncio.gather(*(context.loaders.accounts_of(venue).load(owner) for venue in venues))
    return [account for accounts in found for account in accounts]
