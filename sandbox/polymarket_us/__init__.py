"""The Polymarket US venue: tokens, trading accounts, balances, positions, open orders and instruments."""

from sandbox.polymarket_us.app import PolymarketUs
from sandbox.polymarket_us.forms import FORMS, SPARED
from sandbox.venue import Venue

VENUE = Venue("polymarket_us", PolymarketUs, FORMS, SPARED)
