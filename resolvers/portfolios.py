"""One person across all venues: a section for each, whatever happened there."""

from collections.abc import Awaitable
from typing import NamedTuple

from domain.accounts import Account
from domain.errors import Unavailable, VenueForbiddenError
from domain.keys import Owner
from domain.venues import Venue
from resolvers import accounts
from resolvers.context import Context
from resolvers.ids import PORTFOLIO, NodeId


class Portfolio(NamedTuple):
    """Whose accounts they are, and the venue that the person's code is of."""

    owner: Owner
    venue: Venue


def portfolio_id(portfolio: Portfolio) -> str:
    """The global id of a portfolio."""
    return NodeId(portfolio.venue, PORTFOLIO, (portfolio.owner.participant_code,)).encode()


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
    return await by_code(context, context.keys.participant(participant_code))


async def by_code(context: Context, code: str) -> Portfolio | None:
    """The portfolio under a participant's code."""
    if code in context.links or await context.loaders.participants().load(code) is not None:
        return of(context, code)
    return None


def of(context: Context, code: str) -> Portfolio:
    """The portfolio of a participant who is known."""
    return Portfolio(context.owner(code), context.keys.participants_at)


def sections(context: Context, portfolio: Portfolio) -> list[Awaitable[Section]]:
    """One section per venue, in the order of the registry; each is ready by itself: none waits for a slow one."""
    return [section(context, venue, portfolio.owner) for venue in context.keys.all_venues]


async def section(context: Context, venue: Venue, owner: Owner) -> Section:
    """What is known of one venue; a failure is a section too."""
    try:
        return VenueAccounts(venue, tuple(await accounts.at_venue(context, venue, owner)))
    except VenueForbiddenError as error:
        return VenueForbidden(venue, str(error))
    except Exception as error:  # noqa: BLE001 - what fails here is one section, and the rest is answered
        return context.unavailable(venue, error)
