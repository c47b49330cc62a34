"""The venues and how each is doing."""

from datetime import datetime
from enum import Enum
from typing import Self

import msgspec


class Venue(Enum):
    """Who holds the accounts, one line per venue, in the order in which lists sort."""

    title: str
    """The venue's name as people write it."""
    about: str
    """What it is for and what it holds, for clients."""

    ZEROHASH = ("ZEROHASH", "zerohash", "custody and settlement; participants and labeled accounts")
    POLYMARKET_US = ("POLYMARKET_US", "Polymarket US", "event contracts; trading accounts")
    ARCUS = ("ARCUS", "Arcus", "perpetuals; margin accounts")

    def __new__(cls, value: str, title: str, about: str) -> Self:
        """A member whose value is its name in the contract."""
        member = object.__new__(cls)
        member._value_ = value
        member.title = title
        member.about = about
        return member


class VenueHealth(Enum):
    """What the latest calls to a venue say about it."""

    UP = "UP"
    DEGRADED = "DEGRADED"
    DOWN = "DOWN"
    NOT_CONFIGURED = "NOT_CONFIGURED"


class VenueState(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How a venue answered lately."""

    venue: Venue
    health: VenueHealth
    last_success_at: datetime | None = None
    last_error_code: str | None = None
