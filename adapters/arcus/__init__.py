"""Arcus: perpetuals. Public reads; one call per (address, index), and the oracle prices of every market in one.

No key is sent, for a key would only add a way to be refused.
"""

from adapters.arcus.adapter import ArcusAdapter
from adapters.arcus.keys import LINKS
from adapters.arcus.settings import ArcusSettings
from adapters.registration import Registration

REGISTRATION = Registration(ArcusSettings, ArcusAdapter, links=LINKS, prices=True)
