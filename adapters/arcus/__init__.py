"""Arcus: perpetuals. Public reads; one call per (address, index), and the oracle prices of every market in one."""

from adapters.arcus.adapter import ArcusAdapter
from adapters.arcus.keys import LINKS
from adapters.arcus.settings import ArcusSettings
from adapters.registration import Registration
from domain.accounts import AccountKind
from domain.venues import Venue

REGISTRATION = Registration(Venue.ARCUS, AccountKind.MARGIN, ArcusSettings, ArcusAdapter, links=LINKS, prices=True)
