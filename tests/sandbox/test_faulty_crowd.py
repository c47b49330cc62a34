"""With a faulty crowd the fault people are in every listing; without one they are in none."""

import pytest

from sandbox import FAULT_MODES, Sandbox, create_sandbox
from tests.sandbox.clients import Clients, Clock

LAST = (*FAULT_MODES, "LONG00")


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    """Twenty people and a faulty crowd."""
    return create_sandbox(faulty_crowd=True, clock=clock)


async def test_they_stand_behind_everybody(clients: Clients, sandbox: Sandbox) -> None:
    """Sweeps, participants and CLOB accounts have them, healthy, and the filters know them."""
    sandbox.world.add_person("New", "new@example.com")
    people = await clients.zerohash_all("/participants")
    assert [row["participant_code"] for row in people[-len(LAST) :]] == list(LAST)
    assert [row["participant_code"] for row in people] == [person.code for person in sandbox.world.people()]
    rows = await clients.zerohash_all("/accounts?account_group=DEF456&asset=BTC")
    assert list(dict.fromkeys(row["account_owner"] for row in rows))[-len(LAST) :] == list(LAST)
    clob = (await clients.zerohash("/clob/accounts?account_label=general")).json()["accounts"]
    assert [row["participant_code"] for row in clob[-len(LAST) :]] == list(LAST)
    accounts = (await clients.polymarket("GET", "/v1/accounts")).json()["accounts"]
    assert {f"firms/acme/accounts/fault-{mode}" for mode in FAULT_MODES.values()} <= set(accounts)
    assert (await clients.zerohash("/clob/accounts?prefunded=false")).text.count("F0") == 0


async def test_they_are_found_by_code_and_address(clients: Clients) -> None:
    """The listing's own filters find each of them."""
    by_code = (await clients.zerohash("/participants?participant_code=F0HTML")).json()["message"]
    by_email = (await clients.zerohash("/participants?email=fault-html%40example.com")).json()["message"]
    assert by_code == by_email
    assert by_code[0]["participant_name"] == "Fault html"


async def test_their_own_calls_fail_as_ever(clients: Clients) -> None:
    """The listing is well, the call about one of them is not."""
    assert (await clients.zerohash("/accounts")).status_code == 200
    assert (await clients.zerohash("/accounts?account_owner=F0E500")).status_code == 500


async def test_writes_about_them_are_seen(clients: Clients, sandbox: Sandbox) -> None:
    """What a write changed of one of them is in the listing, too."""
    sandbox.zerohash.ledger.set_balance("F0DOWN", "general", "BTC", "available", "7")
    sandbox.zerohash.clob.set_account("F0DOWN", "general", tier="gold")
    sandbox.world.set_status("F0DOWN", "locked")
    rows = await clients.zerohash_all("/accounts")
    assert [row["balance"] for row in rows if row["account_owner"] == "F0DOWN"] == ["7"]
    clob = (await clients.zerohash("/clob/accounts?account_tier=gold")).json()["accounts"]
    assert clob[-1]["participant_code"] == "F0DOWN"
    locked = await clients.zerohash_all("/participants?status=locked")
    assert locked[-1]["participant_code"] == "F0DOWN"


async def test_the_links_have_only_who_is_everywhere(sandbox: Sandbox) -> None:
    """People who have nothing but ledger rows are linked to nothing."""
    assert len(sandbox.links()) == 20 + len(FAULT_MODES)


async def test_without_one_they_are_in_no_listing(clock: Clock) -> None:
    """That is how a sandbox is if nothing else is said."""
    clients = Clients(create_sandbox(clock=clock), clock)
    for path in ("/accounts", "/participants", "/clob/accounts"):
        text = (await clients.zerohash(path)).text
        assert not any(code in text for code in LAST)
    await clients.close()
