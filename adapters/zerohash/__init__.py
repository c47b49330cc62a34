"""zerohash: custody and settlement. Signed calls; ledger rows by participant, group and label; listings in pages."""

from adapters.registration import Registration
from adapters.zerohash.adapter import ZerohashAdapter
from adapters.zerohash.keys import participant_code
from adapters.zerohash.settings import ZerohashSettings
from domain.accounts import AccountKind
from domain.venues import Venue

REGISTRATION = Registration(
    Venue.ZEROHASH, AccountKind.LABELED, ZerohashSettings, ZerohashAdapter, participant_code=participant_code
)
