"""Umbra: the two books of John's wallet, and one that was never used."""

from domain.errors import VenueCredentialsError
from domain.keys import Link, MarginKey
from domain.venues import Venue
from tests.adapters.specimens.specimen import Specimen

WALLET = "0x0000000000"
FIRST, SECOND, UNUSED = (MarginKey(WALLET, number) for number in (0, 3, 1))

SPECIMEN = Specimen(
    known=(SECOND, FIRST, MarginKey("0x0000000002", 0)),
    unknown=(UNUSED, MarginKey("0xfffffffffe", 0)),
    spellings=((("0X000000AbCd", 2), MarginKey("0x000000abcd", 2)),),
    malformed=((("0x1", 0), "address"), ((WALLET, -1), "accountIndex"), ((WALLET, 4), "accountIndex")),
    links=tuple(Link(Venue.UMBRA, key) for key in (SECOND, UNUSED, FIRST)),
    johns=(FIRST, SECOND),
    reads=(lambda ports: ports.accounts[Venue.UMBRA].accounts([SECOND]),),
    faults={"expired_token": VenueCredentialsError},
    secrets=lambda sandbox: (sandbox.umbra.settings("", None)["API_KEY"], WALLET),
)
