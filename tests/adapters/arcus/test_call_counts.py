"""How many upstream calls a question costs at Arcus: the documented number."""

import asyncio

from domain.accounts import Owned
from domain.keys import Link, MarginKey, Owner
from domain.venues import Venue
from tests.adapters.conftest import Wired
from tests.adapters.replies import code
from tests.adapters.specimens.arcus import A1, A2
from tests.adapters.specimens.specimen import JOHN


async def test_a_call_a_key(wired: Wired) -> None:
    """Each key is one call, a repeated one the same call, over the keys of all owners."""
    port = wired.ports.margin[Venue.ARCUS]
    await port.accounts([MarginKey(A1, 0), MarginKey(A1, 9), MarginKey(A1, 0), port.key(A1.upper(), 0)])
    assert wired.calls(Venue.ARCUS) == {"account": 2}
    wired.forget()
    links = (Link(Venue.ARCUS, MarginKey(A1, 0)), Link(Venue.ARCUS, MarginKey(A2, 0)))
    await port.accounts_of([Owner(JOHN, links), Owner("C00001", links[:1]), Owner("C00002")])
    assert wired.calls(Venue.ARCUS) == {"account": 2}


async def test_the_markets_are_kept_and_their_prices_are_not(wired: Wired) -> None:
    """Prices are a call each time, the list of markets only the first time; at once, all are one."""
    first, second = await asyncio.gather(wired.prices.prices(), wired.prices.prices())
    assert first
    assert first == second
    assert wired.calls(Venue.ARCUS) == {"prices": 1, "markets": 1}
    wired.forget()
    await wired.prices.prices()
    assert wired.calls(Venue.ARCUS) == {"prices": 1}


async def test_a_link_that_is_there_twice_is_one_account(wired: Wired) -> None:
    """An account that two links name is one call and in the list once; one without activity is not missing."""
    keys = (MarginKey(A1, 0), MarginKey(A1, 3), MarginKey(A1, 0))
    links = tuple(Link(Venue.ARCUS, key) for key in keys)
    [owned] = await wired.ports.accounts[Venue.ARCUS].accounts_of([Owner(JOHN, links)])
    assert isinstance(owned, Owned)
    assert ([account.key for account in owned.accounts], owned.missing) == ([MarginKey(A1, 0)], ())
    assert wired.calls(Venue.ARCUS) == {"account": 2}


async def test_retries_are_counted(wired: Wired) -> None:
    """The record of calls holds every attempt that the venue received."""
    wired.sandbox.faults.set("arcus", "error", status=502)
    [result] = await wired.ports.accounts[Venue.ARCUS].accounts([MarginKey(A1, 0)])
    assert code(result) == "VENUE_UNAVAILABLE"
    assert wired.calls(Venue.ARCUS) == {"account": 3}
