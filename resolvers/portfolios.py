"""One person across all venues: a section for each, whatever happened there."""

from collections.abc import Awaitable
from typing import NamedTuple

from domain.errors import GatewayError, VenueError, VenueForbiddenError
from domain.accounts import Account
from domain.keys import Owner
from domain.venues import Venue
from resolvers import accounts, participants
from resolvers.context import Context


class Portfolio(NamedTuple):
    """Whose accounts they are."""

    owner: Owner


class VenueAccounts(NamedTuple):
    """All accounts of the person at one venue."""

    venue: Venue
    accounts: tuple[Account, ...]


class VenueUnavailable(NamedTuple):
    """Why a venue's accounts are not known now."""

    venue: Venue
    code: str
    message: str
    retryable: bool


class VenueForbidden(NamedTuple):
    """The venue does not let the gateway read this person's accounts."""

    venue: Venue
    message: str


Section = VenueAccounts | VenueUnavailable | VenueForbidden


async def portfolio(context: Context, participant_code: str) -> Portfolio | None:
    """The portfolio of a person whom the links or the venue of participants know, else None."""
    code = context.ports.participants.canonical_code(participant_code)
    if code in context.links or await participants.participant(context, code) is not None:
        return Portfolio(context.owner(code))
    return None


def sections(context: Context, portfolio: Portfolio) -> list[Awaitable[Section]]:
    """One section a venue, in the order of the registry; each is ready by itself, so that none waits for a slow one."""
    return [section(context, venue, portfolio.owner) for venue in context.ports.accounts]


async def section(context: Context, venue: Venue, owner: Owner) -> Section:
    """What is known of one venue; a failure is a section too."""
    try:
        found = await context.loaders.accounts_of(venue).load(owner)
    except VenueForbiddenError as error:
        return VenueForbidden(venue, str(error))
    except GatewayError as error:
        return VenueUnavailable(venue, error.code, str(error), isinstance(error, VenueError) and error.retryable)
    accounts.report_incomplete(context, found)
    return VenueAccounts(venue, found)
