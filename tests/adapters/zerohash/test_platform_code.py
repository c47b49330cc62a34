"""The platform code of the settings: one that owns nothing is found out, and does not read as "no accounts"."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import pytest

from adapters.zerohash.keys import HOUSES
from adapters.zerohash.platform_code import MEMORY, WRONG, PlatformCode
from domain.errors import Unavailable, VenueAnswerError, VenueCredentialsError
from domain.keys import LabeledKey, Owner
from domain.venues import Venue, VenueHealth
from tests.adapters.conftest import OpenWired, Wired
from tests.adapters.replies import code
from tests.adapters.specimens.zerohash import JOHN, PLATFORM, labeled
from tests.adapters.transport.scripted import AMPLE, Clock, transport_to
from tests.adapters.venues import SENTENCE, all_but
from tests.adapters.zerohash.listings import Listings, customer, customer_page, filtered, row

OTHERS = [row(JOHN, account_group="ELSE99"), row("ELSE99", account_group="ELSE99")]
STRANGER = Owner("ZZZZZZ")


def on(rows: list[dict[str, Any]]) -> Listings:
    """A venue that holds these rows, and answers the check with them, too."""
    return Listings(filtered(rows), platform=filtered(rows))


async def test_a_wrong_code_is_the_settings_fault(open_wired: OpenWired) -> None:
    """A code that owns nothing makes every read of the platform's group fail, in a sentence that names the setting."""
    wired = await open_wired(without=all_but(Venue.ZEROHASH), platform_code="WRONG1")
    port = wired.ports.labeled[Venue.ZEROHASH]
    [owned] = await port.accounts_of([Owner(JOHN)])
    [account] = await port.accounts([port.key(JOHN, "general")])
    for result in (owned, account):
        assert isinstance(result, Unavailable)
        assert (result.code, result.message, result.retryable) == ("VENUE_CREDENTIALS", WRONG, False)
    with pytest.raises(VenueCredentialsError, match="GATEWAY_ZEROHASH__PLATFORM_CODE"):
        await port.ledger_page("general", None, 1)
    with pytest.raises(VenueCredentialsError, match="other account groups only"):
        await port.probe()
    state = await port.state()
    assert (state.health, state.last_error_code) == (VenueHealth.DEGRADED, "VENUE_CREDENTIALS")
    assert SENTENCE.fullmatch(WRONG)
    assert len(WRONG) < 150


async def test_keys_of_other_groups_are_read_all_the_same() -> None:
    """Whoever asks for an account of another group by name gets it, whatever the platform's code is."""
    there, absent = LabeledKey(JOHN, "general", "ELSE99"), labeled(JOHN, "general")
    listings = on(OTHERS)
    found, failed = await listings.accounts(there, absent)
    assert found.key == there
    assert code(failed) == "VENUE_CREDENTIALS"
    listings = on(OTHERS)
    [nothing] = await listings.accounts(LabeledKey(JOHN, "nowhere", "ELSE99"))
    assert nothing is None
    assert listings.calls == {"/accounts": 1}


async def test_a_right_code_is_checked_once(wired: Wired) -> None:
    """The first read that finds nothing is one call more, the next ones are none, and neither is any after data."""
    port = wired.ports.accounts[Venue.ZEROHASH]
    for calls in ({"accounts": 1, "platform_code": 1}, {"accounts": 1}):
        [owned] = await port.accounts_of([STRANGER])
        assert not isinstance(owned, Unavailable)
        assert owned.accounts == ()
        assert wired.calls(Venue.ZEROHASH) == calls
        wired.forget()


async def test_data_shows_that_the_code_is_right() -> None:
    """After anything in the platform's group nothing is checked, be it a row of an account, a page or a customer."""
    rows = [row()]
    reads: list[Callable[[Listings], Awaitable[Any]]] = [
        lambda listings: listings.accounts_of(JOHN),
        lambda listings: listings.accounts(labeled(JOHN, "general")),
        lambda listings: listings.adapter.ledger_page("general", None, 1),
        lambda listings: listings.customers(JOHN),
    ]
    for read in reads:
        listings = Listings(filtered(rows), lambda _: customer_page(customer()))
        await read(listings)
        assert await listings.accounts_of("ZZZZZZ") == [()]
        assert await listings.accounts(labeled("ZZZZZZ", "general")) == [None]
        assert listings.checks == 0


async def test_first_reads_share_the_check() -> None:
    """Several reads that find nothing at once are one check."""
    listings = on([*OTHERS, row()])
    found = await asyncio.gather(*(listings.accounts_of(f"ZZZZ{number:02}") for number in range(20)))
    assert found == [[()]] * 20
    assert listings.queries.count({"account_group": PLATFORM, "page": "1"}) == 1
    wrong = on(OTHERS)
    failed = await asyncio.gather(*(wrong.accounts_of(f"ZZZZ{number:02}") for number in range(20)))
    assert [code(result) for [result] in failed] == ["VENUE_CREDENTIALS"] * 20
    assert [query for query in wrong.queries if "account_owner" not in query] == [
        {"account_group": PLATFORM, "page": "1"},
        {"page": "1"},
    ]


async def test_an_empty_platform_has_no_accounts() -> None:
    """Where there are no rows at all, an empty list is the truth."""
    listings = on([])
    assert await listings.accounts_of(JOHN) == [()]
    assert (await listings.adapter.ledger_page("general", None, 1)).accounts == ()
    assert listings.queries.count({"page": "1"}) == 1
    await listings.adapter.probe()


async def test_a_new_platform_has_no_accounts() -> None:
    """Liquidity that the platform itself keeps in the house's group comes before any row of its own group."""
    listings = on([row(PLATFORM, account_group="00SCXM"), row("00SCXM", account_group="00SCXM")])
    assert await listings.accounts_of(JOHN) == [()]
    await listings.adapter.probe()


@pytest.mark.parametrize("house", sorted(HOUSES))
async def test_the_houses_code_is_no_platforms(house: str) -> None:
    """Every platform sees rows in the house's group, its own liquidity; they do not make the house's code its own."""
    listings = on([row(PLATFORM, account_group=house), row(house, account_group=house), row()])
    platform_code = PlatformCode(house, transport_to(listings.http))
    platform_code.seen([house])
    with pytest.raises(VenueCredentialsError):
        await platform_code.confirm()


async def test_what_was_found_is_looked_at_again() -> None:
    """A wrong code is remembered for a minute, and the first row of the platform's group makes it right for good."""
    clock, rows = Clock(), list(OTHERS)
    listings = on(rows)
    platform_code = PlatformCode(PLATFORM, transport_to(listings.http), clock)
    for _ in range(2):
        with pytest.raises(VenueCredentialsError):
            await platform_code.confirm()
    assert listings.calls == {"/accounts": 2}
    rows.append(row())
    clock.now += MEMORY - 1
    with pytest.raises(VenueCredentialsError):
        await platform_code.confirm()
    clock.now += 1
    await platform_code.confirm()
    assert listings.calls == {"/accounts": 3}
    rows.clear()
    clock.now += MEMORY
    await platform_code.confirm()
    assert listings.calls == {"/accounts": 3}


async def test_a_row_that_is_seen_ends_the_doubt() -> None:
    """A read that finds something in the platform's group settles it, whatever a check has found before."""
    listings = on(OTHERS)
    platform_code = PlatformCode(PLATFORM, transport_to(listings.http))
    with pytest.raises(VenueCredentialsError):
        await platform_code.confirm()
    platform_code.seen(["ELSE99"])
    with pytest.raises(VenueCredentialsError):
        await platform_code.confirm()
    platform_code.seen(["ELSE99", PLATFORM])
    await platform_code.confirm()


async def test_rows_that_nobody_asked_for_cost_nothing() -> None:
    """A check that cannot be read is no verdict for a while; only a probe says so."""
    listings = Listings(filtered([]), platform=lambda _: {"message": [{"account_group": 7}]})
    for _ in range(2):
        assert await listings.accounts_of(JOHN) == [()]
    assert listings.queries.count({"account_group": PLATFORM, "page": "1"}) == 1
    with pytest.raises(VenueAnswerError):
        await listings.adapter.probe()


@pytest.mark.parametrize(("status", "expected"), [(401, "VENUE_CREDENTIALS"), (500, "VENUE_UNAVAILABLE")])
async def test_a_check_that_fails_is_no_verdict(status: int, expected: str) -> None:
    """Where the check fails, whether there is nothing is not known, and it is asked again."""
    statuses: list[Any] = [status] * (3 if status == 500 else 1)
    listings = Listings(
        filtered([row()]),
        platform=lambda query: statuses.pop() if statuses else filtered([row()])(query),
        limits=msgspec.structs.replace(AMPLE, refused_pause=0),
    )
    assert [code(result) for result in await listings.accounts_of("ZZZZZZ")] == [expected]
    assert await listings.accounts_of("ZZZZZZ") == [()]


async def test_failures_are_not_checked() -> None:
    """A read that fails says nothing of the platform code."""
    listings = Listings(lambda _: 400)
    assert [code(result) for result in await listings.accounts_of(JOHN)] == ["VENUE_ANSWER"]
    assert listings.checks == 0


async def test_a_probe_always_asks() -> None:
    """A probe is a call each time, also when the code is known to be right."""
    listings = on([row()])
    for calls in (1, 2):
        await listings.adapter.probe()
        assert listings.calls == {"/accounts": calls}
