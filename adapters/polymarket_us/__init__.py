"""Polymarket US: event contracts. A bought token; accounts in one listing, their contents one call per account."""

from adapters.polymarket_us.adapter import PolymarketUsAdapter
from adapters.polymarket_us.keys import LINKS
from adapters.polymarket_us.settings import PolymarketUsSettings
from adapters.registration import Registration

REGISTRATION = Registration(PolymarketUsSettings, PolymarketUsAdapter, links=LINKS)
