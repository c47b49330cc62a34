"""What every venue keeps to: ports, keys, errors and their words, the same questions for each."""

import re
from typing import Any

import pytest

from adapters.registry import VENUES, Entry
from adapters.transport.rates import Limits
from domain.errors import (
    GatewayError,
    InvalidInputError,
    VenueAnswerError,
    VenueCredentialsError,
    VenueError,
    VenueForbiddenError,
    VenueNotConfiguredError,
    VenueRateLimitedError,
    VenueTimeoutError,
    VenueUnavailableError,
)
from domain.keys import AccountKey, MarginKey, Owner, TradingKey
from domain.labeled import LabeledAccount
from domain.margin import MarginAccount
from domain.ports import AccountPort, ParticipantPort, PricePort, TradingPort
from domain.trading import TradingAccount
from domain.venues import Venue, VenueHealth
from sandbox import MODES
from tests.adapters.conftest import QUICK, OpenWired, Wired
from tests.adapters.specimens import A1, A2, HEDGE, JOHN, MAIN, READS, SPECIMENS, timeless

every_venue = pytest.mark.parametrize("entry", VENUES, ids=lambda entry: entry.venue.value)
HURRIED = Limits(rate=10_000, burst=10_000, concurrency=8, timeout=0.2, default_retry_after=60)
SENTENCE = re.compile(r"[A-Za-z][^.\n]*(\.\d[^.\n]*)*\.")

JOHN_EVERYWHERE = Owner(
    JOHN,
    (TradingKey(MAIN), TradingKey(HEDGE)),
    (MarginKey(A2, 0), MarginKey(A1, 9), MarginKey(A1, 3), MarginKey(A1, 0)),
)
HIS_KEYS: dict[Venue, list[AccountKey]] = {
    Venue.ZEROHASH: [key for key in reversed(SPECIMENS[Venue.ZEROHASH].known) if key[0] == JOHN],
    Venue.POLYMARKET_US: [TradingKey(HEDGE), TradingKey(MAIN)],
    Venue.ARCUS: [MarginKey(A1, 0), MarginKey(A1, 9), MarginKey(A2, 0)],
}

CURED = None
EXPECTED: dict[str, type[VenueError] | dict[Venue, type[VenueError] | None] | None] = {
    "down": VenueUnavailableError,
    "slow": VenueTimeoutError,
    "rate_limited": VenueRateLimitedError,
    "error": VenueUnavailableError,
    "truncated": VenueAnswerError,
    "html": VenueAnswerError,
    "empty": VenueAnswerError,
    "wrong_types": VenueAnswerError,
    "missing_fields": VenueAnswerError,
    "wrong_echo": VenueAnswerError,
    "not_json_charset": VenueAnswerError,
    "forbidden": VenueForbiddenError,
    "json_numbers": CURED,
    "expired_token": {
        Venue.ZEROHASH: VenueCredentialsError,
        Venue.POLYMARKET_US: CURED,
        Venue.ARCUS: VenueForbiddenError,
    },
}


def expected_error(mode: str, venue: Venue) -> type[VenueError] | None:
    """What a fault becomes at a venue; None where the answer is the healthy one all the same."""
    expected = EXPECTED[mode]
    return expected[venue] if isinstance(expected, dict) else expected


async def outcomes(wired: Wired, venue: Venue) -> list[Any]:
    """What each read of the venue gives for its one key."""
    found: list[Any] = []
    for read in READS[venue]:
        found += await read(wired.ports)
    return found


def all_but(venue: Venue) -> tuple[Venue, ...]:
    """The venues that a test of this one does without: opening one reads its key."""
    return tuple(other for other in Venue if other is not venue)


def spoken(error: GatewayError) -> str:
    """All that a client may read of an error."""
    return f"{error} {error.extensions}"


def secrets(wired: Wired) -> list[str]:
    """What no error and no record may tell."""
    credentials = wired.sandbox.credentials
    return [
        *(credentials.zerohash_key, credentials.zerohash_secret, credentials.zerohash_passphrase),
        *(credentials.client_id, credentials.participant_id, JOHN, MAIN, A1),
        *("http", "sandbox", "Bearer", "eyJ", "?", "<"),
    ]


@every_venue
async def test_ports_are_satisfied(wired: Wired, entry: Entry) -> None:
    """The adapter has every method of the ports that the registry says it offers."""
    port = wired.ports.accounts[entry.venue]
    assert isinstance(port, AccountPort)
    assert all(isinstance(port, offer) for offer in entry.offers)
    assert (port.venue, port.holds) == (entry.venue, entry.holds)


async def test_further_ports_belong_to_the_venues_that_offer_them(wired: Wired) -> None:
    """Participants, trading and prices are the ports of the venues in the registry."""
    ports = wired.ports
    assert isinstance(ports.participants, ParticipantPort)
    assert isinstance(ports.prices, PricePort)
    assert list(ports.trading) == [Venue.POLYMARKET_US]
    assert (ports.participants.venue, ports.prices.venue) == (Venue.ZEROHASH, Venue.ARCUS)
    assert list(ports.accounts) == list(Venue)


@every_venue
async def test_values_come_back_under_their_own_keys(wired: Wired, entry: Entry) -> None:
    """Accounts come in the order of their keys, each with its key; an unknown key is None; a repeated one repeats."""
    specimen = SPECIMENS[entry.venue]
    keys = [*specimen.known, *specimen.unknown, *reversed(specimen.known)]
    found = await wired.ports.accounts[entry.venue].accounts(keys)
    expected = [*specimen.known, *(None for _ in specimen.unknown), *reversed(specimen.known)]
    accounts = [account for account in found if not isinstance(account, GatewayError)]
    assert [account and account.key for account in accounts] == expected
    assert {account.venue for account in accounts if account} == {entry.venue}
    kinds = {type(account).__name__ for account in accounts if account}
    assert kinds == {entry.holds.value}


@every_venue
async def test_no_keys_no_calls(wired: Wired, entry: Entry) -> None:
    """An empty question is an empty answer without an upstream call."""
    port = wired.ports.accounts[entry.venue]
    assert list(await port.accounts_of([])) == []
    if entry.venue is not Venue.POLYMARKET_US:
        assert list(await port.accounts([])) == []
    assert not wired.calls(entry.venue)


@every_venue
async def test_accounts_of_an_owner_are_complete_and_sorted(wired: Wired, entry: Entry) -> None:
    """All accounts of each owner, sorted by key, in the order of the owners; a repeated owner repeats."""
    port = wired.ports.accounts[entry.venue]
    stranger = Owner("ZZZZZZ")
    first, none, again = await port.accounts_of([JOHN_EVERYWHERE, stranger, JOHN_EVERYWHERE])
    assert not isinstance(first, GatewayError)
    assert [account.key for account in first] == HIS_KEYS[entry.venue]
    assert (none, again) == ((), first)
    singly = await port.accounts([account.key for account in first])
    assert timeless(singly) == timeless(first)


@every_venue
async def test_canonical_spellings(wired: Wired, entry: Entry) -> None:
    """Each spelling has one canonical form, which is its own canonical form."""
    port = wired.ports.accounts[entry.venue]
    specimen = SPECIMENS[entry.venue]
    for spelt, canonical in (*specimen.spellings, *((key, key) for key in (*specimen.known, *specimen.unknown))):
        assert port.canonical(spelt) == canonical
        assert port.canonical(canonical) == canonical
        assert type(port.canonical(spelt)) is type(canonical)


@pytest.mark.parametrize(
    ("venue", "key", "argument"),
    [(venue, key, argument) for venue, specimen in SPECIMENS.items() for key, argument in specimen.malformed],
)
async def test_malformed_keys_are_refused_before_any_call(
    open_wired: OpenWired, venue: Venue, key: AccountKey, argument: str
) -> None:
    """A malformed key is the caller's mistake, names its argument in one sentence, and reaches no venue."""
    wired = await open_wired(without=all_but(venue))
    port = wired.ports.accounts[venue]
    with pytest.raises(InvalidInputError) as refused:
        port.canonical(key)
    assert refused.value.argument == argument
    assert refused.value.extensions == {"code": "BAD_USER_INPUT", "argument": argument}
    assert SENTENCE.fullmatch(str(refused.value))
    with pytest.raises(InvalidInputError):
        await port.accounts([*SPECIMENS[venue].known, key])
    assert not wired.calls(venue)


@every_venue
async def test_another_venues_key_is_a_programmers_mistake(wired: Wired, entry: Entry) -> None:
    """A key of another venue is a TypeError that says what was expected."""
    other = next(specimen.known[0] for venue, specimen in SPECIMENS.items() if venue is not entry.venue)
    with pytest.raises(TypeError, match=f"expected .*Key, got {type(other).__name__}"):
        wired.ports.accounts[entry.venue].canonical(other)


def test_every_fault_of_the_sandbox_has_a_meaning() -> None:
    """The table of faults knows every mode of the sandbox."""
    assert set(EXPECTED) == set(MODES)


@pytest.mark.parametrize("mode", MODES)
@every_venue
async def test_faults_become_the_right_errors(open_wired: OpenWired, entry: Entry, mode: str) -> None:
    """Each fault is the error that fits it, as the result of the key; a fault that can be read through is none.

    The error is one sentence, and neither it nor a record holds a secret, an address or the venue's own text.
    """
    wired = await open_wired(without=all_but(entry.venue), limits=HURRIED if mode == "slow" else QUICK)
    healthy = await outcomes(wired, entry.venue)
    assert not any(isinstance(outcome, GatewayError) for outcome in healthy)
    expected = expected_error(mode, entry.venue)
    wired.sandbox.faults.set(entry.venue.value.lower(), mode, **({"retry_after": 30} if mode == "rate_limited" else {}))
    found = await outcomes(wired, entry.venue)
    if expected is None:
        assert timeless(found) == timeless(healthy)
        return
    assert [type(outcome) for outcome in found] == [expected] * len(found)
    for error in found:
        assert error.venue is entry.venue
        assert error.extensions["retryable"] is error.retryable
        assert SENTENCE.fullmatch(str(error)), str(error)
        assert str(error).startswith(entry.venue.title)
        assert len(str(error)) < 150
    told = " ".join([*map(spoken, found), *(f"{record.call} {record.code}" for record in wired.records)])
    assert [text for text in secrets(wired) if text in told] == []
    wired.sandbox.faults.clear()
    if expected is VenueAnswerError:
        assert timeless(await outcomes(wired, entry.venue)) == timeless(healthy)


@pytest.mark.parametrize("mode", ["down", "error", "empty", "forbidden"])
@every_venue
async def test_faults_of_a_probe_are_raised(open_wired: OpenWired, entry: Entry, mode: str) -> None:
    """A probe raises what is wrong with the venue, and its state then tells it."""
    wired = await open_wired(without=all_but(entry.venue))
    wired.sandbox.faults.set(entry.venue.value.lower(), mode)
    port = wired.ports.accounts[entry.venue]
    error = expected_error(mode, entry.venue)
    assert error is not None
    with pytest.raises(error):
        await port.probe()
    state = await port.state()
    if mode != "forbidden":
        assert state.health in (VenueHealth.DEGRADED, VenueHealth.DOWN)
        assert state.last_error_code == error.code


@every_venue
async def test_state_of_a_healthy_venue(wired: Wired, entry: Entry) -> None:
    """A venue that was not asked yet is probed once, and is up."""
    port = wired.ports.accounts[entry.venue]
    state = await port.state()
    assert (state.venue, state.health, state.last_error_code) == (entry.venue, VenueHealth.UP, None)
    asked = wired.calls(entry.venue)
    assert (await port.state()).health is VenueHealth.UP
    assert wired.calls(entry.venue) == asked


@every_venue
async def test_a_fault_stays_at_its_venue(open_wired: OpenWired, entry: Entry) -> None:
    """While all other venues are down, this one answers as ever."""
    wired = await open_wired()
    healthy = await outcomes(wired, entry.venue)
    for venue in Venue:
        if venue is not entry.venue:
            wired.sandbox.faults.set(venue.value.lower(), "down")
    for venue in Venue:
        found = await outcomes(wired, venue)
        if venue is entry.venue:
            assert timeless(found) == timeless(healthy)
        else:
            assert all(isinstance(outcome, VenueUnavailableError) for outcome in found)


@every_venue
async def test_without_settings(open_wired: OpenWired, entry: Entry) -> None:
    """A venue without settings answers VENUE_NOT_CONFIGURED to every question and satisfies its ports all the same."""
    wired = await open_wired(without=(entry.venue,))
    port: Any = wired.ports.accounts[entry.venue]
    assert all(isinstance(port, offer) for offer in (AccountPort, *entry.offers))
    key = SPECIMENS[entry.venue].known[0]
    assert port.canonical(key) == key
    questions: list[tuple[str, tuple[object, ...]]] = [("accounts", ([key],)), ("accounts_of", ([],)), ("probe", ())]
    further: dict[type, list[tuple[str, tuple[object, ...]]]] = {
        ParticipantPort: [("participants", (["X"],)), ("participant_page", (1, None))],
        TradingPort: [
            ("firm", ()),
            ("users", ()),
            *((name, (["X"],)) for name in ("trading_accounts", "cash", "positions", "open_orders")),
        ],
        PricePort: [("prices", ())],
    }
    for name, arguments in questions + further[entry.offers[0]]:
        with pytest.raises(VenueNotConfiguredError) as refused:
            await getattr(port, name)(*arguments)
        assert spoken(refused.value) == (
            f"The gateway has no settings for {entry.venue.title}. "
            f"{{'code': 'VENUE_NOT_CONFIGURED', 'venue': '{entry.venue.value}', 'retryable': False}}"
        )
    if TradingPort in entry.offers:
        with pytest.raises(VenueNotConfiguredError):
            port.balances([])
    assert (await port.state()).health is VenueHealth.NOT_CONFIGURED
    await port.close()
    others = [venue for venue in Venue if venue is not entry.venue]
    for venue in others:
        assert not any(isinstance(outcome, GatewayError) for outcome in await outcomes(wired, venue))


def test_kinds_of_account() -> None:
    """The registry's kinds are the names of the account values."""
    assert [entry.holds.value for entry in VENUES] == [
        kind.__name__ for kind in (LabeledAccount, TradingAccount, MarginAccount)
    ]
