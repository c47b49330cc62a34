"""zerohash: John's labels, and the group of the platform."""

from collections.abc import Sequence

from domain.errors import VenueCredentialsError
from domain.keys import LabeledKey
from domain.participants import Participant
from domain.ports import Ports, Result
from domain.venues import Venue
from sandbox.zerohash.state import PLATFORM
from tests.adapters.specimens.specimen import JOHN, Specimen

__all__ = ["JOHN", "PLATFORM", "SPECIMEN", "labeled"]


def labeled(code: str, label: str, group: str = PLATFORM) -> LabeledKey:
    """A key in the platform's group."""
    return LabeledKey(code, label, group)


async def _participant(ports: Ports) -> Sequence[Result[Participant | None]]:
    assert ports.participants is not None
    return await ports.participants.participants([JOHN])


SPECIMEN = Specimen(
    known=(labeled("C00002", "general"), labeled(JOHN, "scalping"), labeled(JOHN, "general")),
    unknown=(
        *(labeled(JOHN, "nowhere"), labeled(JOHN, "General"), labeled("ZZZZZZ", "general")),
        labeled(JOHN, "general", "00SCXM"),
    ),
    spellings=(
        ((JOHN, "a:b-c_D"), labeled(JOHN, "a:b-c_D")),
        ((JOHN, "general", None), labeled(JOHN, "general")),
        ((JOHN, "general", "00SCXM"), labeled(JOHN, "general", "00SCXM")),
    ),
    malformed=(
        (("abc123", "general"), "participantCode"),
        ((JOHN, "a b"), "label"),
        ((JOHN, "general", "def456"), "group"),
    ),
    links=(),
    johns=(labeled(JOHN, "general"), labeled(JOHN, "scalping")),
    reads=(
        lambda ports: ports.accounts[Venue.ZEROHASH].accounts([labeled(JOHN, "general")]),
        lambda ports: ports.labeled[Venue.ZEROHASH].customers([JOHN]),
        _participant,
    ),
    faults={"expired_token": VenueCredentialsError},
    secrets=lambda sandbox: (
        *(sandbox.credentials.zerohash_key, sandbox.credentials.zerohash_secret),
        *(sandbox.credentials.zerohash_passphrase, JOHN),
    ),
)
