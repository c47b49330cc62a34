"""Tests that every venue of the registry must pass, and what all of them say in one way."""

import re

import pytest

from adapters.registry import VENUES
from domain.venues import Venue

every_venue = pytest.mark.parametrize("entry", VENUES, ids=lambda entry: entry.venue.value)

SENTENCE = re.compile(r"[A-Za-z][^.\n]*(\.\d[^.\n]*)*\.")
"""One sentence, in which a number may have a point."""


def all_but(venue: Venue) -> tuple[Venue, ...]:
    """The venues that a test of this one does without: opening one may read its key."""
    return tuple(other for other in Venue if other is not venue)
