"""The venues that are pretended: one line per venue."""

from sandbox import arcus, polymarket_us, zerohash

REGISTRY = (
    zerohash.VENUE,
    polymarket_us.VENUE,
    arcus.VENUE,
)
VENUES = tuple(venue.name for venue in REGISTRY)
BASE_PATHS = {venue.name: venue.base_path for venue in REGISTRY}
"""What the base URL of each venue ends with."""
