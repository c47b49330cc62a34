"""The Polymarket US venue: tokens, trading accounts, balances, positions, open orders and instruments."""

from sandbox.polymarket_us.app import FORMS, SPARED, PolymarketUs
from sandbox.venue import Venue

VENUE = Venue("polymarket_us", PolymarketUs, FORMS, SPARED)
