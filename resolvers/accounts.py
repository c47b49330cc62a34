"""Accounts of every kind: by key, and by owner."""

import asyncio
from collections.abc import Awaitable, Sequence

from domain.accounts import Account, AccountKind, Owned
from domain.errors import NotFoundError
from domain.keys import AccountKey, Owner
from domain.venues import Venue
from resolvers.context import Context


def account(context: Context, venue: Venue, key: AccountKey) -> Awaitable[Account | None]:
    """One account by native key."""
    return context.loaders.accounts(venue).load(key)


async def owned(context: Context, owner: Owner, kind: AccountKind) -> list[Account]:
    """The owner's accounts of one kind, at every venue that holds such; sorted by venue, then native key."""
    venues = context.keys.venues(kind)
    found = await asyncio.gather(*(at_venue(context, venue, owner) for venue in venues))
    return [account for accounts in found for account in accounts]


async def at_venue(context: Context, venue: Venue, owner: Owner) -> Sequence[Account]:
    """The owner's accounts at one venue; a linked one that is not there is an error beside them. Raises VenueError."""
    found = await context.loaders.accounts_of(venue).load(owner)
    report_missing(context, venue, owner, found)
    return found.accounts


def report_missing(context: Context, venue: Venue, owner: Owner, found: Owned) -> None:
    """Name each account that is linked to the owner and not there."""
    for key in found.missing:
        context.report(NotFoundError(venue, stale_link(venue, owner, key)))


def stale_link(venue: Venue, owner: Owner, key: AccountKey) -> str:
    """What is said of a link to an account that its venue does not know."""
    name = " ".join(str(part) for part in key)
    return f"{venue.title} has no account {name}, which the links give to {owner.participant_code}."
