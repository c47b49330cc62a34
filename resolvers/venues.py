"""How each venue is doing."""

from collections.abc import Awaitable, Sequence

from domain.venues import VenueState
from resolvers.context import Context


def venues(context: Context) -> Awaitable[Sequence[VenueState]]:
    """All venues in the order of the registry; one that was not heard from lately is probed first."""
    return context.loaders.states()
