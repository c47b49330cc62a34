"""The zerohash venue: signed reads of ledger rows, participants and CLOB accounts."""

from sandbox.venue import Venue
from sandbox.zerohash.app import FORMS, SPARED, Zerohash

VENUE = Venue("zerohash", Zerohash, FORMS, SPARED)
