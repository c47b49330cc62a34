"""The Umbra venue: books of cash by wallet, behind a key."""

from sandbox.umbra.app import FORMS, Umbra
from sandbox.venue import Venue

VENUE = Venue("umbra", Umbra, FORMS)
