"""What every venue keeps to: ports, keys, accounts and links, the same questions for each."""

from typing import Any

import msgspec
import pytest

from adapters.registration import Registration
from adapters.registry import PARTICIPANTS, PRICES, VENUES
from domain.accounts import AccountKind
from domain.errors import InvalidInputError, Unavailable
from domain.keys import Link, Owner
from domain.ports import AccountPort, LabeledPort, MarginPort, ParticipantPort, Ports, PricePort, TradingPort
from domain.venues import Venue, VenueHealth
from sandbox.world import JOHN
from tests.adapters.conftest import OpenWired, Wired
from tests.adapters.replies import timeless
from tests.adapters.specimens import JOHN_EVERYWHERE, SPECIMENS
from tests.adapters.venues import SENTENCE, every_venue

STRANGER = Owner("ZZZZZZ")
"""Somebody whom no venue knows."""

PORT_OF: dict[AccountKind, type] = {
    AccountKind.LABELED: LabeledPort,
    AccountKind.TRADING: TradingPort,
    AccountKind.MARGIN: MarginPort,
}


def by_kind(ports: Ports) -> dict[AccountKind, dict[Venue, Any]]:
    """The ports of venues that hold each kind of account."""
    return {
        AccountKind.LABELED: dict(ports.labeled),
        AccountKind.TRADING: dict(ports.trading),
        AccountKind.MARGIN: dict(ports.margin),
    }


def test_venues_are_listed_in_the_order_in_which_lists_sort() -> None:
    """Each venue is in the registry once, in the order of the enum, and so are the names of the links' sections."""
    assert [entry.venue for entry in VENUES] == list(Venue)
    sections = [entry.links.name for entry in VENUES if entry.links]
    assert len(sections) == len(set(sections))


@every_venue
async def test_ports_are_satisfied(wired: Wired, entry: Registration) -> None:
    """The adapter has every method of the ports that the registry says it offers, and is among those of its kind."""
    port = wired.ports.accounts[entry.venue]
    assert isinstance(port, AccountPort)
    assert isinstance(port, PORT_OF[entry.holds])
    assert (port.venue, port.holds, wired.ports.holds[entry.venue]) == (entry.venue, entry.holds, entry.holds)
    for kind, ports in by_kind(wired.ports).items():
        assert ports.get(entry.venue) is (port if kind is entry.holds else None)
    assert entry.participant_code is None or isinstance(port, ParticipantPort)
    assert not entry.prices or isinstance(port, PricePort)


async def test_further_ports_belong_to_the_venues_that_offer_them(wired: Wired) -> None:
    """Participants and prices are ports of the first venue in the registry that offers them."""
    ports = wired.ports
    assert (ports.participants_at, ports.prices_at) == (PARTICIPANTS.venue, PRICES.venue)
    opened: dict[Venue, object] = {**ports.accounts}
    assert ports.participants is opened[PARTICIPANTS.venue]
    assert ports.prices is opened[PRICES.venue]
    assert list(opened) == list(ports.holds) == list(Venue)
    assert PARTICIPANTS.participant_code is not None
    assert PARTICIPANTS.participant_code(JOHN) == wired.participants.participant_code(JOHN) == JOHN


@every_venue
async def test_values_come_back_under_their_own_keys(wired: Wired, entry: Registration) -> None:
    """Accounts come in the order of their keys, each with its key; an unknown key is None; a repeated one repeats."""
    specimen = SPECIMENS[entry.venue]
    keys = [*specimen.known, *specimen.unknown, *reversed(specimen.known)]
    found = await wired.ports.accounts[entry.venue].accounts(keys)
    expected = [*specimen.known, *(None for _ in specimen.unknown), *reversed(specimen.known)]
    accounts = [account for account in found if not isinstance(account, Unavailable)]
    assert [account and account.key for account in accounts] == expected
    assert {type(account.key) for account in accounts if account} == {type(specimen.known[0])}
    assert {account.venue for account in accounts if account} == {entry.venue}
    assert {account.kind for account in accounts if account} == {entry.holds}
    assert {type(account).__name__ for account in accounts if account} == {entry.holds.value}


@every_venue
async def test_no_keys_no_calls(wired: Wired, entry: Registration) -> None:
    """An empty question is an empty answer, without an upstream call but those that the specimen names."""
    port = wired.ports.accounts[entry.venue]
    assert list(await port.accounts_of([])) == []
    assert not wired.calls(entry.venue)
    assert list(await port.accounts([])) == []
    assert wired.calls(entry.venue) == SPECIMENS[entry.venue].calls_without_keys


@every_venue
async def test_accounts_of_an_owner_are_complete_and_sorted(wired: Wired, entry: Registration) -> None:
    """All accounts of each owner, sorted by key, in the order of the owners; a repeated owner repeats."""
    port = wired.ports.accounts[entry.venue]
    first, none, again = await port.accounts_of([JOHN_EVERYWHERE, STRANGER, JOHN_EVERYWHERE])
    assert not isinstance(first, Unavailable)
    johns = SPECIMENS[entry.venue].johns
    assert tuple(account.key for account in first.accounts) == johns == tuple(sorted(johns))
    assert not isinstance(none, Unavailable)
    assert (none.accounts, again) == ((), first)
    singly = await port.accounts([account.key for account in first.accounts])
    assert timeless(singly) == timeless(first.accounts)


@every_venue
async def test_links_to_other_venues_do_not_matter(wired: Wired, entry: Registration) -> None:
    """An owner's accounts at a venue follow from the links to that venue alone."""
    port = wired.ports.accounts[entry.venue]
    alone = Owner(JOHN, SPECIMENS[entry.venue].links)
    foreign = Owner(STRANGER.participant_code, tuple(link for link in JOHN_EVERYWHERE.links if link not in alone.links))
    everywhere, here, elsewhere = await port.accounts_of([JOHN_EVERYWHERE, alone, foreign])
    assert here == everywhere
    assert not isinstance(elsewhere, Unavailable)
    assert elsewhere.accounts == ()


@every_venue
async def test_keys_have_one_spelling(wired: Wired, entry: Registration) -> None:
    """Each spelling is one key, whose own parts make the same key again."""
    port: Any = wired.ports.accounts[entry.venue]
    specimen = SPECIMENS[entry.venue]
    for parts, key in (*specimen.spellings, *((tuple(key), key) for key in (*specimen.known, *specimen.unknown))):
        made = port.key(*parts)
        assert made == key
        assert type(made) is type(key)
        assert port.key(*made) == made


@every_venue
async def test_malformed_keys_are_refused_without_a_call(wired: Wired, entry: Registration) -> None:
    """What is no key is the caller's mistake, named by its argument in one sentence that does not repeat the value."""
    port: Any = wired.ports.accounts[entry.venue]
    assert SPECIMENS[entry.venue].malformed
    for parts, argument in SPECIMENS[entry.venue].malformed:
        with pytest.raises(InvalidInputError) as refused:
            port.key(*parts)
        assert refused.value.argument == argument
        assert refused.value.extensions == {"code": "BAD_USER_INPUT", "argument": argument}
        assert str(refused.value) == f"{argument} {refused.value.rule}."
        assert SENTENCE.fullmatch(str(refused.value))
    assert not wired.calls(entry.venue)


@every_venue
async def test_the_sandboxs_links_are_keys(wired: Wired, entry: Registration) -> None:
    """Where links name a venue's accounts, its section reads the entries of the sandbox's links file as John's keys."""
    specimen = SPECIMENS[entry.venue]
    assert bool(specimen.links) == (entry.links is not None)
    assert all(link.venue is entry.venue for link in specimen.links)
    if entry.links is not None:
        written = wired.sandbox.links()[JOHN][entry.links.name]
        read = msgspec.json.decode(msgspec.json.encode(written), type=list[entry.links.shape])  # type: ignore[name-defined]
        keys = [entry.links.key(linked) for linked in read]
        assert keys
        assert {Link(entry.venue, key) for key in keys} <= set(specimen.links)


@every_venue
async def test_state_of_a_healthy_venue(wired: Wired, entry: Registration) -> None:
    """A venue that was not called yet is probed once, and is up."""
    port = wired.ports.accounts[entry.venue]
    state = await port.state()
    assert (state.venue, state.health, state.last_error_code) == (entry.venue, VenueHealth.UP, None)
    assert state.last_success_at is not None
    probed = wired.calls(entry.venue)
    assert probed
    assert (await port.state()).health is VenueHealth.UP
    assert wired.calls(entry.venue) == probed


@every_venue
async def test_without_settings(open_wired: OpenWired, entry: Registration) -> None:
    """A venue without settings is known by the kind it holds and has no port; the others are read as ever."""
    wired = await open_wired(without=(entry.venue,))
    ports = wired.ports
    assert list(ports.holds.items()) == [(each.venue, each.holds) for each in VENUES]
    others = [each for each in VENUES if each.venue is not entry.venue]
    assert list(ports.accounts) == [each.venue for each in others]
    for kind, found in by_kind(ports).items():
        assert list(found) == [each.venue for each in others if each.holds is kind]
    assert (ports.participants is None) == (entry.venue is ports.participants_at)
    assert (ports.prices is None) == (entry.venue is ports.prices_at)
    for each in others:
        for read in SPECIMENS[each.venue].reads:
            assert not any(isinstance(result, Unavailable) for result in await read(ports))
