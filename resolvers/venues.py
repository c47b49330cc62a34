"""How each venue is doing."""

import asyncio
from collections.abc import Sequence

from domain.venues import VenueState
from resolvers.context import Context


async def venues(context: Context) -> Sequence[VenueState]:
    """All venues in the order of the registry; one that was not heard from lately is asked first."""
    return await asyncio.gather(*(port.state() for port in context.ports.accounts.values()))
