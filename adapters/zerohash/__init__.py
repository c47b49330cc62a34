"""zerohash: custody and settlement. Signed calls; ledger rows by participant, group and label; listings in pages.

`client` holds the calls, one method each.
`ledgers` holds ledger rows as values: pages joined, each row once, and grouped into accounts with balances.
`listings` holds listings followed to their last page, or given up where they are too long.
`lookups` holds the way from many keys and owners to few calls.
`sweeps` holds the choice between one sweep of everybody and a call per owner, and how long sweeps were.
"""

from adapters.registration import Registration
from adapters.zerohash.adapter import ZerohashAdapter
from adapters.zerohash.keys import participant_code
from adapters.zerohash.settings import ZerohashSettings

REGISTRATION = Registration(ZerohashSettings, ZerohashAdapter, participant_code=participant_code)
