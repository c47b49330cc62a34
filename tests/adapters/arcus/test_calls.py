"""Arcus's calls: what is sent, what a 4xx means, and whose failure it is."""

import pytest

from domain.errors import Unavailable
from domain.keys import Link, MarginKey, Owner
from domain.margin import MarginAccount
from domain.venues import Venue
from tests.adapters.arcus.paths import KEY, body, open_arcus
from tests.adapters.conftest import Wired
from tests.adapters.replies import code


async def test_no_key_is_sent() -> None:
    """A read carries no credential of any kind."""
    adapter, http = open_arcus({"/v1/account": body()})
    [account] = await adapter.accounts([KEY])
    assert isinstance(account, MarginAccount)
    assert set(http.requests[0].headers) <= {"host", "accept", "accept-encoding", "connection", "user-agent"}


@pytest.mark.parametrize(
    ("status", "expected"),
    [(400, "VENUE_ANSWER"), (401, "VENUE_ANSWER"), (403, "VENUE_FORBIDDEN"), (404, "VENUE_ANSWER")],
)
async def test_refusals(status: int, expected: str) -> None:
    """A 4xx is the error that its status stands for; a 404 without the documented text is no empty account."""
    adapter, _ = open_arcus({"/v1/account": status})
    [result] = await adapter.accounts([KEY])
    assert code(result) == expected


async def test_one_failing_key_costs_only_itself(wired: Wired) -> None:
    """The neighbours of a key that fails are answered; the owner that links it gets its error."""
    port = wired.ports.accounts[Venue.ARCUS]
    bad = MarginKey(wired.sandbox.arcus.margin.address_of(wired.sandbox.world.fault_people["F0ECHO"]), 0)
    good, failed = await port.accounts([KEY, bad])
    assert isinstance(good, MarginAccount)
    assert code(failed) == "VENUE_ANSWER"
    links = (Link(Venue.ARCUS, KEY), Link(Venue.ARCUS, bad))
    first, second = await port.accounts_of([Owner("AAAAAA", links[:1]), Owner("BBBBBB", links)])
    assert not isinstance(first, Unavailable)
    assert [account.key for account in first] == [KEY]
    assert second == failed
