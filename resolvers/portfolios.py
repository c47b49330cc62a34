"""One person across all venues: a section for each, whatever happened there."""

from collections.abc import Awaitable
from typing import NamedTuple

from domain.accounts import Account
from domain.errors import Unavailable, VenueForbiddenError
from domain.keys import Owner
from domain.venues import Venue
from resolvers.context import Context


class Portfolio(NamedTuple):
    """Whose accounts they are."""

    owner: Owner


class VenueAccounts(NamedTuple):
    """The accounts of the person at one venue."""

    venue: Venue
    accounts: tuple[Account, ...]


class VenueForbidden(NamedTuple):
    """The venue does not let the gateway read this person's accounts."""

    venue: Venue
    message: str


Section = VenueAccounts | Unavailable | VenueForbidden


async def portfolio(context: Context, participant_code: str) -> Portfolio | None:
    """The portfolio of a person whom the links or the venue of participants know, else None."""
    code = context.keys.participant(participant_code)
    if code in context.links or await context.loaders.participants().load(code) is not None:
        return Portfolio(context.owner(code))
    return None


def sections(context: Context, portfolio: Portfolio) -> list[Awaitable[Section]]:
    """One section per venue, in the order of the registry; each is ready by itself: none waits for a slow one."""
    return [section(context, venue, portfolio.owner) for venue in context.keys.all_venues]


async def section(context: Context, venue: Venue, owner: Owner) -> Section:
    """What is known of one venue; a failure is a section too."""
    try:
        return VenueAccounts(venue, await context.loaders.accounts_of(venue).load(owner))
    except VenueForbiddenError as error:
        return VenueForbidden(venue, str(error))
    except Exception as error:  # noqa: BLE001 - what fails here is one section, and the rest is answered
        return context.unavailable(venue, error)
