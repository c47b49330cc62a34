"""How many upstream calls a question costs at zerohash: the documented number."""

import pytest

from domain.errors import Unavailable
from domain.keys import Owner
from domain.venues import Venue
from tests.adapters.conftest import OpenWired, Wired
from tests.adapters.replies import timeless
from tests.adapters.specimens.zerohash import JOHN, PLATFORM, labeled


def crowd(wired: Wired, people: int) -> list[str]:
    """The codes of so many people, John first."""
    return [wired.sandbox.world.person(number).code for number in range(people)]


def owners(codes: list[str]) -> list[Owner]:
    """The same people as owners without links."""
    return [Owner(code) for code in codes]


COUNTS = pytest.mark.parametrize(
    ("participants", "people", "ledger_calls", "customer_calls"),
    [
        (20, 0, 0, 0),
        (20, 1, 1, 1),
        (20, 2, 2, 2),
        (20, 3, 1, 1),
        (20, 20, 1, 1),
        (60, 20, 3, 2),
        (60, 60, 3, 2),
        (200, 3, 1 + 3, 1 + 3),
    ],
)


@COUNTS
async def test_owners(
    open_wired: OpenWired, participants: int, people: int, ledger_calls: int, customer_calls: int
) -> None:
    """One or two owners are a call each; more are one sweep where that is no more calls than owners."""
    wired = await open_wired(participants=participants)
    port = wired.ports.labeled[Venue.ZEROHASH]
    codes = crowd(wired, people)
    found = await port.accounts_of(owners(codes))
    assert all(not isinstance(owned, Unavailable) and owned.accounts for owned in found)
    assert wired.calls(Venue.ZEROHASH) == ({"accounts": ledger_calls} if people else {})
    wired.forget()
    listed = await port.customers(codes)
    assert all(not isinstance(customers, Unavailable) and customers for customers in listed)
    assert wired.calls(Venue.ZEROHASH) == ({"clob_accounts": customer_calls} if people else {})


async def test_twenty_owners_within_three_calls(wired: Wired) -> None:
    """All twenty people of the sandbox, with what their labels are set up as, cost at most three calls."""
    port = wired.ports.labeled[Venue.ZEROHASH]
    codes = crowd(wired, 20)
    await port.accounts_of(owners(codes))
    await port.customers(codes)
    assert wired.calls(Venue.ZEROHASH).total() <= 3


async def test_it_is_remembered_that_a_sweep_is_long(open_wired: OpenWired) -> None:
    """A sweep that was begun in vain is not begun again."""
    wired = await open_wired(participants=200)
    port = wired.ports.labeled[Venue.ZEROHASH]
    codes = crowd(wired, 3)
    await port.accounts_of(owners(codes))
    await port.customers(codes)
    for _ in range(2):
        wired.forget()
        await port.accounts_of(owners(codes))
        await port.customers(codes)
        assert wired.calls(Venue.ZEROHASH) == {"accounts": 3, "clob_accounts": 3}


async def test_sweeps_and_single_calls_agree(open_wired: OpenWired) -> None:
    """What a sweep says of each owner is what a call for that owner says, in both listings."""
    wired = await open_wired(participants=60)
    port = wired.ports.labeled[Venue.ZEROHASH]
    codes = crowd(wired, 60)
    swept = await port.accounts_of(owners(codes))
    listed = await port.customers(codes)
    for code, accounts, customers in zip(codes, swept, listed, strict=True):
        [single] = await port.accounts_of([Owner(code)])
        assert not isinstance(single, Unavailable)
        assert not isinstance(accounts, Unavailable)
        assert timeless([single]) == timeless([accounts])
        assert timeless(await port.customers([code])) == timeless([customers])


async def test_an_account_with_rows_is_one_call(wired: Wired) -> None:
    """A labeled account is its owner's ledger rows; the customer listing is not read for it."""
    [account] = await wired.ports.accounts[Venue.ZEROHASH].accounts([labeled(JOHN, "general")])
    assert account is not None
    assert wired.calls(Venue.ZEROHASH) == {"accounts": 1}


async def test_accounts_of_one_owner_are_one_call(wired: Wired) -> None:
    """Many labels of one owner are one call, those that are not there included, and each further group another."""
    keys = [labeled(JOHN, label) for label in ("general", "scalping", "nowhere", "general")]
    await wired.ports.accounts[Venue.ZEROHASH].accounts(keys)
    assert wired.calls(Venue.ZEROHASH) == {"accounts": 1}
    wired.forget()
    await wired.ports.accounts[Venue.ZEROHASH].accounts([*keys, labeled(PLATFORM, "general", "00SCXM")])
    assert wired.calls(Venue.ZEROHASH) == {"accounts": 2}


async def test_participants(wired: Wired) -> None:
    """One call a code, a repeated code once; a page is one call."""
    await wired.participants.participants([JOHN, "C00001", "ZZZZZZ", JOHN])
    assert wired.calls(Venue.ZEROHASH) == {"basic_info": 3}
    wired.forget()
    await wired.participants.participant_page(1, None)
    assert wired.calls(Venue.ZEROHASH) == {"participants": 1}
