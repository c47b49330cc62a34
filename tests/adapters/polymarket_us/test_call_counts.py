"""How many upstream calls a question costs at Polymarket US: the documented number."""

import pytest

from domain.accounts import Owned
from domain.errors import Unavailable
from domain.keys import Link, Owner, TradingKey
from domain.venues import Venue
from tests.adapters.conftest import OpenWired, Wired
from tests.adapters.specimens.polymarket_us import HEDGE, MAIN
from tests.adapters.specimens.specimen import JOHN

SIGN_IN = {"token": 1}


def crowd(wired: Wired, people: int) -> list[Owner]:
    """So many owners, John first, each with the account that the sandbox links to them."""
    return [
        Owner(
            person.code, (Link(Venue.POLYMARKET_US, TradingKey(wired.sandbox.polymarket_us.trading.name_of(person))),)
        )
        for person in map(wired.sandbox.world.person, range(people))
    ]


def trading_keys(wired: Wired, number: int) -> list[TradingKey]:
    """So many trading accounts."""
    return [
        TradingKey(wired.sandbox.polymarket_us.trading.name_of(wired.sandbox.world.person(each)))
        for each in range(number)
    ]


async def test_accounts_are_one_listing(open_wired: OpenWired) -> None:
    """Any number of accounts and owners is one listing; owners without links are none."""
    wired = await open_wired(participants=100)
    port = wired.ports.accounts[Venue.POLYMARKET_US]
    assert list(await port.accounts_of([Owner(JOHN), Owner("C00001")])) == [Owned(), Owned()]
    assert list(await port.accounts([])) == []
    assert not wired.calls(Venue.POLYMARKET_US)
    await port.accounts_of(crowd(wired, 100))
    assert wired.calls(Venue.POLYMARKET_US) == {"accounts": 1, **SIGN_IN}
    wired.forget()
    await port.accounts([MAIN, HEDGE, TradingKey("nobody")])
    assert wired.calls(Venue.POLYMARKET_US) == {"accounts": 1}


async def test_cash_is_a_call_an_account(wired: Wired) -> None:
    """Cash of N accounts is N calls, a repeated account once."""
    keys = trading_keys(wired, 10)
    found = await wired.ports.trading[Venue.POLYMARKET_US].cash([*keys, keys[0]])
    assert all(rows and not isinstance(rows, Unavailable) for rows in found)
    assert len(found) == 11
    assert wired.calls(Venue.POLYMARKET_US) == {"balances": 10, **SIGN_IN}


@pytest.mark.parametrize(("accounts", "calls"), [(1, 1), (50, 1), (51, 2), (120, 3)])
async def test_open_orders_are_a_call_for_fifty(open_wired: OpenWired, accounts: int, calls: int) -> None:
    """Open orders of up to fifty accounts are one call."""
    wired = await open_wired(participants=120)
    keys = trading_keys(wired, accounts)
    found = await wired.ports.trading[Venue.POLYMARKET_US].open_orders(keys)
    assert not any(isinstance(orders, Unavailable) for orders in found)
    assert len(found) == accounts
    assert wired.calls(Venue.POLYMARKET_US) == {"open_orders": calls, **SIGN_IN}


async def test_positions_are_a_call_an_account_and_one_for_scales(wired: Wired) -> None:
    """Positions of N accounts are N calls and one for all scales, which are then known, the unknown ones too."""
    keys = trading_keys(wired, 12)
    port = wired.ports.trading[Venue.POLYMARKET_US]
    first = await port.positions(keys)
    assert not any(isinstance(positions, Unavailable) for positions in first)
    assert wired.calls(Venue.POLYMARKET_US) == {"positions": 12, "instruments": 1, **SIGN_IN}
    wired.forget()
    again = await port.positions(keys)
    assert not any(isinstance(positions, Unavailable) for positions in again)
    assert wired.calls(Venue.POLYMARKET_US) == {"positions": 12}


async def test_trading_accounts_are_a_call_a_user(wired: Wired) -> None:
    """Each user is a call, a repeated one the same call, and all accounts another."""
    john = "firms/acme-trading/users/john-smith"
    mine, everybody, again = await wired.ports.trading[Venue.POLYMARKET_US].trading_accounts([john, None, john])
    assert not isinstance(mine, Unavailable)
    assert not isinstance(everybody, Unavailable)
    assert [account.key for account in mine.accounts] == [HEDGE, MAIN]
    assert len(everybody.accounts) > 20
    assert again == mine
    assert wired.calls(Venue.POLYMARKET_US) == {"accounts": 1, "accounts_of_user": 1, **SIGN_IN}
