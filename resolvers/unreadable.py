"""The error for what one row of a venue's listing names, where that row cannot be read and its neighbours can."""

from domain.errors import VenueAnswerError
from domain.venues import Venue


def unreadable(venue: Venue, call: str) -> VenueAnswerError:
    """One sentence, which names the call."""
    words = f"{venue.title} answered with a row that is not what its documentation promises (call: {call})."
    return VenueAnswerError(venue, words)
