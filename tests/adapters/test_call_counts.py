"""How many upstream calls a question costs: the documented number at each venue."""

import asyncio

import pytest

from adapters.errors import GatewayError, VenueUnavailableError
from adapters.values import MarginKey, Owner, TradingKey, Venue
from tests.adapters.conftest import OpenWired, Wired
from tests.adapters.specimens import A1, A2, HEDGE, JOHN, MAIN, labeled, timeless

SIGN_IN = {"token": 1}


def crowd(wired: Wired, people: int) -> list[Owner]:
    """So many owners, John first, with the accounts that the sandbox links to them."""
    trading, margin = wired.sandbox.polymarket_us.trading, wired.sandbox.arcus.margin
    return [
        Owner(person.code, (TradingKey(trading.name_of(person)),), (MarginKey(margin.address_of(person), 0),))
        for person in map(wired.sandbox.world.person, range(people))
    ]


@pytest.mark.parametrize(
    ("participants", "owners", "ledger_calls", "customer_calls"),
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
async def test_zerohash_owners(
    open_wired: OpenWired, participants: int, owners: int, ledger_calls: int, customer_calls: int
) -> None:
    """One or two owners are a call each; more are one sweep where that is no more calls than owners."""
    wired = await open_wired(participants=participants)
    found = await wired.ports.accounts[Venue.ZEROHASH].accounts_of(crowd(wired, owners))
    assert all(not isinstance(accounts, GatewayError) and accounts for accounts in found)
    counted = wired.calls(Venue.ZEROHASH)
    assert (counted["accounts"], counted["clob_accounts"]) == (ledger_calls, customer_calls)
    assert counted.total() == ledger_calls + customer_calls


async def test_zerohash_twenty_owners_within_three_calls(wired: Wired) -> None:
    """All twenty people of the sandbox cost at most three calls."""
    await wired.ports.accounts[Venue.ZEROHASH].accounts_of(crowd(wired, 20))
    assert wired.calls(Venue.ZEROHASH).total() <= 3


async def test_zerohash_remembers_that_a_sweep_is_long(open_wired: OpenWired) -> None:
    """A sweep that was begun in vain is not begun again."""
    wired = await open_wired(participants=200)
    port = wired.ports.accounts[Venue.ZEROHASH]
    await port.accounts_of(crowd(wired, 3))
    for _ in range(2):
        wired.forget()
        await port.accounts_of(crowd(wired, 3))
        assert wired.calls(Venue.ZEROHASH) == {"accounts": 3, "clob_accounts": 3}


async def test_zerohash_sweeps_and_single_calls_agree(open_wired: OpenWired) -> None:
    """What a sweep says of each owner is what a call for that owner says."""
    wired = await open_wired(participants=60)
    port = wired.ports.accounts[Venue.ZEROHASH]
    owners = crowd(wired, 60)
    swept = await port.accounts_of(owners)
    for owner, accounts in zip(owners, swept, strict=True):
        [single] = await port.accounts_of([owner])
        assert not isinstance(single, GatewayError)
        assert not isinstance(accounts, GatewayError)
        assert timeless(single) == timeless(accounts)


async def test_zerohash_accounts_of_one_owner_are_one_read(wired: Wired) -> None:
    """Many labels of one owner are one call to each listing."""
    keys = [labeled(JOHN, label) for label in ("general", "scalping", "nowhere", "general")]
    await wired.ports.accounts[Venue.ZEROHASH].accounts(keys)
    assert wired.calls(Venue.ZEROHASH) == {"accounts": 1, "clob_accounts": 1}


async def test_zerohash_participants(wired: Wired) -> None:
    """One call a code, a repeated code once; a page is one call."""
    await wired.ports.participants.participants([JOHN, "C00001", "ZZZZZZ", JOHN])
    assert wired.calls(Venue.ZEROHASH) == {"basic_info": 3}
    wired.forget()
    await wired.ports.participants.participant_page(1, None)
    assert wired.calls(Venue.ZEROHASH) == {"participants": 1}


async def test_polymarket_us_accounts_are_one_listing(open_wired: OpenWired) -> None:
    """Any number of accounts and owners is one listing; owners without links are none."""
    wired = await open_wired(participants=100)
    port = wired.ports.accounts[Venue.POLYMARKET_US]
    assert list(await port.accounts_of([Owner(JOHN), Owner("C00001")])) == [(), ()]
    assert not wired.calls(Venue.POLYMARKET_US)
    await port.accounts_of(crowd(wired, 100))
    assert wired.calls(Venue.POLYMARKET_US) == {"accounts": 1, **SIGN_IN}
    wired.forget()
    await port.accounts([TradingKey(MAIN), TradingKey(HEDGE), TradingKey("nobody")])
    assert wired.calls(Venue.POLYMARKET_US) == {"accounts": 1}


def trading_names(wired: Wired, number: int) -> list[str]:
    """So many trading accounts."""
    return [owner.trading_accounts[0].name for owner in crowd(wired, number)]


async def test_polymarket_us_cash_is_a_call_an_account(wired: Wired) -> None:
    """Cash of N accounts is N calls, a repeated account once."""
    names = trading_names(wired, 10)
    found = await wired.ports.trading[Venue.POLYMARKET_US].cash([*names, names[0]])
    assert all(found)
    assert wired.calls(Venue.POLYMARKET_US) == {"balances": 10, **SIGN_IN}


@pytest.mark.parametrize(("accounts", "calls"), [(1, 1), (50, 1), (51, 2), (120, 3)])
async def test_polymarket_us_open_orders_are_a_call_for_fifty(open_wired: OpenWired, accounts: int, calls: int) -> None:
    """Open orders of up to fifty accounts are one call."""
    wired = await open_wired(participants=120)
    names = trading_names(wired, accounts)
    found = await wired.ports.trading[Venue.POLYMARKET_US].open_orders(names)
    assert not any(isinstance(orders, GatewayError) for orders in found)
    assert len(found) == accounts
    assert wired.calls(Venue.POLYMARKET_US) == {"open_orders": calls, **SIGN_IN}


async def test_polymarket_us_positions_are_a_call_an_account_and_one_for_scales(wired: Wired) -> None:
    """Positions of N accounts are N calls and one for all scales, which are then known, the unknown ones too."""
    names = trading_names(wired, 12)
    port = wired.ports.trading[Venue.POLYMARKET_US]
    first = await port.positions(names)
    assert wired.calls(Venue.POLYMARKET_US) == {"positions": 12, "instruments": 1, **SIGN_IN}
    wired.forget()
    assert await port.positions(names) == first
    assert wired.calls(Venue.POLYMARKET_US) == {"positions": 12}


async def test_polymarket_us_trading_accounts_are_a_call_a_user(wired: Wired) -> None:
    """Each user is a call, a repeated one the same call, and all accounts another."""
    john = "firms/acme-trading/users/john-smith"
    mine, everybody, again = await wired.ports.trading[Venue.POLYMARKET_US].trading_accounts([john, None, john])
    assert not isinstance(mine, GatewayError)
    assert not isinstance(everybody, GatewayError)
    assert [account.key.name for account in mine] == [HEDGE, MAIN]
    assert len(everybody) > 20
    assert again == mine
    assert wired.calls(Venue.POLYMARKET_US) == {"accounts": 1, "accounts_of_user": 1, **SIGN_IN}


async def test_arcus_is_a_call_a_key(wired: Wired) -> None:
    """Each key is one call, a repeated one the same call, over the keys of all owners."""
    port = wired.ports.accounts[Venue.ARCUS]
    await port.accounts([MarginKey(A1, 0), MarginKey(A1, 9), MarginKey(A1, 0), MarginKey(A1.upper(), 0)])
    assert wired.calls(Venue.ARCUS) == {"account": 2}
    wired.forget()
    links = (MarginKey(A1, 0), MarginKey(A2, 0))
    await port.accounts_of([Owner(JOHN, (), links), Owner("C00001", (), links[:1]), Owner("C00002")])
    assert wired.calls(Venue.ARCUS) == {"account": 2}


async def test_arcus_keeps_the_markets_and_not_their_prices(wired: Wired) -> None:
    """Prices are a call each time, the list of markets only the first time; at once, all are one."""
    port = wired.ports.prices
    first, second = await asyncio.gather(port.prices(), port.prices())
    assert first == second
    assert wired.calls(Venue.ARCUS) == {"prices": 1, "markets": 1}
    wired.forget()
    await port.prices()
    assert wired.calls(Venue.ARCUS) == {"prices": 1}


async def test_retries_are_counted(wired: Wired) -> None:
    """The record of calls holds every attempt that the venue received."""
    wired.sandbox.faults.set("arcus", "error", status=502)
    [outcome] = await wired.ports.accounts[Venue.ARCUS].accounts([MarginKey(A1, 0)])
    assert isinstance(outcome, VenueUnavailableError)
    assert wired.calls(Venue.ARCUS) == {"account": 3}
