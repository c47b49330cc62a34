"""zerohash: custody and settlement. Signed calls; ledger rows by participant, group and label; listings in pages."""

from adapters.registration import Registration
from adapters.zerohash.adapter import ZerohashAdapter
from adapters.zerohash.keys import participant_code
from adapters.zerohash.settings import ZerohashSettings

REGISTRATION = Registration(ZerohashSettings, ZerohashAdapter, participant_code=participant_code)
