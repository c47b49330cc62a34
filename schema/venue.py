"""How each venue is doing."""

import strawberry

from schema.enums import Venue, VenueHealth
from schema.fields import attribute
from schema.scalars import DateTime


@strawberry.type(description="How a venue answered lately; one not heard from for half a minute is probed first.")
class VenueState:
    venue: Venue = attribute("The venue.")
    health: VenueHealth = attribute("What the latest calls say.")
    last_success_at: DateTime | None = attribute(
        "When it last answered; null when it has not since the gateway started."
    )
    last_error_code: str | None = attribute("The code of its last failure since the gateway started.")
