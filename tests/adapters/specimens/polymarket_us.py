"""Polymarket US: John's two accounts of one firm."""

from domain.keys import Link, TradingKey
from domain.venues import Venue
from tests.adapters.specimens.specimen import Specimen

MAIN = TradingKey("firms/acme/accounts/main")
HEDGE = TradingKey("firms/acme/accounts/hedge")

SPECIMEN = Specimen(
    known=(MAIN, HEDGE, TradingKey("firms/acme/accounts/c00003")),
    unknown=(TradingKey("firms/acme/accounts/nobody"), TradingKey("main"), TradingKey(MAIN.name.upper())),
    spellings=((("Firms/\u00c4/accounts/a b",), TradingKey("Firms/\u00c4/accounts/a b")),),
    malformed=((("",), "name"), (("a\nb",), "name")),
    links=(Link(Venue.POLYMARKET_US, MAIN), Link(Venue.POLYMARKET_US, HEDGE)),
    johns=(HEDGE, MAIN),
    reads=(
        lambda ports: ports.trading[Venue.POLYMARKET_US].positions([MAIN]),
        lambda ports: ports.trading[Venue.POLYMARKET_US].open_orders([MAIN]),
    ),
    faults={"expired_token": None},
    secrets=lambda sandbox: (sandbox.credentials.client_id, sandbox.credentials.participant_id, MAIN.name),
)
