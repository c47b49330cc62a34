"""The Arcus venue: keyless, weighted reads of margin accounts, positions, orders, prices and markets."""

from sandbox.arcus.app import FORMS, SPARED, Arcus
from sandbox.venue import Venue

VENUE = Venue("arcus", Arcus, FORMS, SPARED, base_path="/v1")
