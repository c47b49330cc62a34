"""zerohash: John's labels, and the group of the platform."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from domain.errors import VenueAnswerError, VenueCredentialsError
from domain.keys import LabeledKey, Owner
from domain.participants import Participant
from domain.ports import LabeledPort, ParticipantPort, Ports, Result
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


async def _ledger_page(ports: Ports, keys: Sequence[Any]) -> Sequence[Result[Any]]:
    page = await _labeled(ports).ledger_page("general", "BTC", 1)
    return _named({account.key: account for account in page.accounts}, page.unreadable, keys, page.last_page)


async def _customer_page(ports: Ports, keys: Sequence[Any]) -> Sequence[Result[Any]]:
    page = await _labeled(ports).customer_page("general", 1)
    return _named({customer.key: customer for customer in page.customers}, page.unreadable, keys, page.next_page or 0)


async def _participant_page(ports: Ports, keys: Sequence[Any]) -> Sequence[Result[Any]]:
    page = await _participants(ports).participant_page(1, None)
    return _named({each.code: each for each in page.participants}, page.unreadable, keys, page.last_page)


def _named(found: Mapping[Any, Any], unreadable: Sequence[Any], keys: Sequence[Any], last: int) -> list[Result[Any]]:
    """What a page has under each key, so that a row that is left out moves no other."""
    failed = VenueAnswerError(Venue.ZEROHASH, "The row cannot be read.").unavailable
    return [failed if key in unreadable else (found.get(key), last) for key in keys]


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
    _fuzzed("ledger page", _ledger_page, *(labeled(code, "general") for code in (JOHN, OTHER, "C00004"))),
    _fuzzed("customer page", _customer_page, *(labeled(code, "general") for code in (JOHN, OTHER, "C00004"))),
    _fuzzed("participants", lambda ports, keys: _participants(ports).participants(keys), JOHN, OTHER, "ZZZZZZ"),
    _fuzzed("participant page", _participant_page, JOHN, OTHER, "C00004"),
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
