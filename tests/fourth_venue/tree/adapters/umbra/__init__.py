"""Umbra: made up for the tests. Margin accounts that hold cash; one call per (wallet, book)."""

from adapters.registration import Registration
from adapters.umbra.adapter import UmbraAdapter
from adapters.umbra.keys import LINKS
from adapters.umbra.settings import UmbraSettings

REGISTRATION = Registration(UmbraSettings, UmbraAdapter, links=LINKS)
