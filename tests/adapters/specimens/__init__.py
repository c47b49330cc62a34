"""What the sandbox holds at each venue and how it is read: one file a venue, found by the names in the registry."""

from importlib import import_module

from adapters.registry import VENUES
from domain.keys import Owner
from domain.venues import Venue
from tests.adapters.specimens.specimen import JOHN, Specimen

SPECIMENS: dict[Venue, Specimen] = {
    entry.venue: import_module(f"{__name__}.{entry.venue.value.lower()}").SPECIMEN for entry in VENUES
}
"""In the order of the registry."""

JOHN_EVERYWHERE = Owner(JOHN, tuple(link for specimen in SPECIMENS.values() for link in specimen.links))
"""John with his links to every venue."""
