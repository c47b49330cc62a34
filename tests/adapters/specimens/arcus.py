"""Arcus: John's two addresses, and an index of his without activity."""

from domain.errors import VenueForbiddenError
from domain.keys import Link, MarginKey
from domain.venues import Venue
from tests.adapters.specimens.specimen import Specimen

A1 = "0x00000000000000000000000000000000000000a1"
A2 = "0x00000000000000000000000000000000000000a2"

SPECIMEN = Specimen(
    known=(MarginKey(A2, 0), MarginKey(A1, 9), MarginKey(A1, 0)),
    unknown=(MarginKey(A1, 3), MarginKey("0x" + "1" * 40, 0)),
    spellings=tuple(
        ((address, 9), MarginKey("0x" + "ab" * 20, 9))
        for address in ("ab" * 20, "AB" * 20, "0x" + "aB" * 20, "0X" + "Ab" * 20)
    ),
    malformed=(((A1[:-1], 0), "address"), ((A1, -1), "accountIndex"), ((A1, 10), "accountIndex")),
    links=tuple(
        Link(Venue.ARCUS, MarginKey(address, index)) for address, index in ((A2, 0), (A1, 9), (A1, 3), (A1, 0))
    ),
    johns=(MarginKey(A1, 0), MarginKey(A1, 9), MarginKey(A2, 0)),
    reads=(lambda ports: ports.accounts[Venue.ARCUS].accounts([MarginKey(A1, 0)]),),
    faults={"expired_token": VenueForbiddenError},
    secrets=lambda _: (A1,),
)
