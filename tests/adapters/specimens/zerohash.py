"""zerohash: John's labels, and the group of the platform."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from domain.errors import VenueCredentialsError
from domain.keys import LabeledKey, Owner
from domain.participants import Participant
from domain.ports import LabeledPort, ParticipantPort, Ports, Result, outcomes
from domain.venues import Venue
from sandbox import create_sandbox
from sandbox.zerohash.crowd import PLATFORM
from tests.adapters.specimens.specimen import JOHN, Fuzzed, Specimen

__all__ = ["JOHN", "PLATFORM", "SPECIMEN", "labeled"]


SEEDED = create_sandbox(participants=4)
ZRNS = tuple(str(SEEDED.zerohash.clob.of(SEEDED.world.person(number))[0]["customer_account_urn"]) for number in (0, 3))
"""Customer accounts of John and of C00003: the same in every sandbox of one seed."""


def labeled(code: str, label: str, group: str = PLATFORM) -> LabeledKey:
    """A key in the platform's group."""
    return LabeledKey(code, label, group)


async def _participant(ports: Ports) -> Sequence[Result[Participant | None]]:
    return await _participants(ports).participants([JOHN])


def _labeled(ports: Ports) -> LabeledPort:
    return ports.labeled[Venue.ZEROHASH]


def _participants(ports: Ports) -> ParticipantPort:
    assert ports.participants is not None
    return ports.participants


def _fuzzed(name: str, read: Callable[[Ports, Sequence[Any]], Awaitable[Sequence[Result[Any]]]], *keys: Any) -> Fuzzed:
    return Fuzzed(name, read, keys, mentioning=(JOHN, OTHER))


def _pages(ports: Ports, name: str, keys: Sequence[Any]) -> Awaitable[Sequence[Result[Any]]]:
    return outcomes(Venue.ZEROHASH, [getattr(_labeled(ports), name)(*key) for key in keys])


OTHER = "C00002"
FUZZED = (
    _fuzzed(
        "label", lambda ports, keys: _labeled(ports).accounts(keys), labeled(JOHN, "general"), labeled(OTHER, "general")
    ),
    _fuzzed(
        "labels",
        lambda ports, keys: _labeled(ports).accounts(keys),
        *(labeled(JOHN, label) for label in ("general", "scalping")),
    ),
    _fuzzed(
        "label of many",
        lambda ports, keys: _labeled(ports).accounts(keys),
        *(labeled(code, "general") for code in (JOHN, OTHER, "C00004")),
    ),
    _fuzzed("owners", lambda ports, keys: _labeled(ports).accounts_of(keys), Owner(JOHN), Owner(OTHER)),
    _fuzzed(
        "many owners", lambda ports, keys: _labeled(ports).accounts_of(keys), Owner(JOHN), Owner(OTHER), Owner("C00004")
    ),
    _fuzzed("nobody", lambda ports, keys: _labeled(ports).accounts_of(keys), Owner("ZZZZZZ")),
    _fuzzed("customers", lambda ports, keys: _labeled(ports).customers(keys), JOHN, OTHER),
    _fuzzed("many customers", lambda ports, keys: _labeled(ports).customers(keys), JOHN, OTHER, "C00004"),
    _fuzzed("statuses", lambda ports, keys: _labeled(ports).statuses(keys), *ZRNS),
    _fuzzed(
        "ledger pages",
        lambda ports, keys: _pages(ports, "ledger_page", keys),
        ("scalping", None, 1),
        ("general", "BTC", 1),
    ),
    _fuzzed("customer pages", lambda ports, keys: _pages(ports, "customer_page", keys), ("general", 1), ("label-2", 1)),
    _fuzzed("participants", lambda ports, keys: _participants(ports).participants(keys), JOHN, OTHER, "ZZZZZZ"),
    _fuzzed(
        "participant page",
        lambda ports, keys: outcomes(Venue.ZEROHASH, [_participants(ports).participant_page(*key) for key in keys]),
        (1, None),
    ),
)
"""Every call, once as one call a key and once as a sweep."""

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
    fuzzed=FUZZED,
    faults={"expired_token": VenueCredentialsError},
    secrets=lambda sandbox: (
        *(sandbox.credentials.zerohash_key, sandbox.credentials.zerohash_secret),
        *(sandbox.credentials.zerohash_passphrase, JOHN),
    ),
)
