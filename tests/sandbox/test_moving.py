"""While the fault `moving` is on, rows of zerohash's listings move between the pages that are read."""

from decimal import Decimal
from itertools import pairwise

import pytest

from sandbox import Sandbox, create_sandbox
from tests.sandbox.clients import Clients, Clock


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    """Enough people for three pages of ledger rows and of participants."""
    return create_sandbox(participants=120, clock=clock)


async def test_rows_of_a_sweep_move(clients: Clients, sandbox: Sandbox) -> None:
    """Each page begins with the last row of the page before, which has changed meanwhile; none is lost."""
    path = "/accounts?account_group=DEF456"
    still = await clients.zerohash_all(path)
    sandbox.faults.set("zerohash", "moving")
    pages = [(await clients.zerohash(f"{path}&page={page}")).json()["message"] for page in range(1, 7)]
    assert pages[0] == still[:200]
    for before, after in pairwise(pages):
        old, new = before[-1], after[0]
        assert old["account_id"] == new["account_id"]
        assert new["last_update"] > old["last_update"]
        assert Decimal(new["balance"]) > Decimal(old["balance"])
    # What ends page 2 at rest is found on page 3.
    assert still[399]["account_id"] not in {row["account_id"] for row in pages[1]}
    assert still[399] in pages[2]
    assert {row["account_id"] for page in pages for row in page} == {row["account_id"] for row in still}


async def test_the_same_page_is_always_the_same(clients: Clients, sandbox: Sandbox) -> None:
    """The movement depends on the page alone, so a test may rely on it; the listing grows as it is turned."""
    sandbox.faults.set("zerohash", "moving")
    path = "/participants?page=3"
    first, again = (await clients.zerohash(path)).json(), (await clients.zerohash(path)).json()
    assert first == again
    assert first["count"] == 122


async def test_participants_move(clients: Clients, sandbox: Sandbox) -> None:
    """The repeated participant has another status by then, and a later change."""
    sandbox.faults.set("zerohash", "moving")
    first, second = [(await clients.zerohash(f"/participants?page={page}")).json()["message"] for page in (1, 2)]
    old, new = first[-1], second[0]
    assert old["participant_code"] == new["participant_code"]
    assert new["updated_at"] > old["updated_at"]
    assert (new["status"], new["reason_code"]) == ("locked", "compliance_issue")
    clob = [(await clients.zerohash(f"/clob/accounts?page={page}")).json()["accounts"] for page in (1, 2)]
    assert clob[0][-1] == clob[1][0]


async def test_one_page_stands_still(clients: Clients, sandbox: Sandbox) -> None:
    """What fits one page is as ever, and a long owner moves as a sweep does."""
    path = "/accounts?account_owner=ABC123"
    still = (await clients.zerohash(path)).json()
    sandbox.faults.set("zerohash", "moving")
    assert (await clients.zerohash(path)).json() == still
    many = [(await clients.zerohash(f"/accounts?account_owner=MANY00&page={page}")).json() for page in (1, 2)]
    assert many[0]["message"][-1]["account_id"] == many[1]["message"][0]["account_id"]
    assert [body["total_pages"] for body in many] == [75, 76]
