"""What a write changed at zerohash is seen alike by every read: single, list, page, filter, total and id."""

from typing import Any

import pytest

from sandbox import Sandbox, create_sandbox
from tests.sandbox.clients import Clients, Clock

GROUP = "/accounts?account_group=DEF456"


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    """Some pages of people."""
    return create_sandbox(participants=120, limits=False, clock=clock)


@pytest.fixture
async def changed(sandbox: Sandbox, clients: Clients) -> Clients:
    """The same after some writes of each kind, of which some follow a read that may be remembered."""
    await clients.zerohash_all(GROUP)
    ledger, world = sandbox.zerohash.ledger, sandbox.world
    ledger.set_balance("ABC123", "scalping", "BTC", "available", "0")
    ledger.set_balance("ABC123", "general", "USD", "available", "12.50")
    ledger.set_balance("C00001", "general", "ETH", "available", "3.000000000000000001")
    ledger.set_balance("C00001", "label-2", "USDC", "available", "7")
    ledger.set_balance("C00007", "label-3", "DOGE", "available", "1")
    ledger.set_balance("C00007", "label-3", "DOGE", "available", "2")
    ledger.set_balance("C00007", "label-3", "DOGE", "collateral", "3")
    ledger.set_balance("00SCXM", "general", "USD", "available", "249999.00")
    ledger.set_balance("DEF456", "general", "BTC", "available", "9", group="00SCXM")
    ledger.set_balance("F0ECHO", "general", "ETH", "available", "5")
    ann = world.add_person("Ann", "ann@example.com", kind="ENTITY")
    ledger.set_balance(ann.code, "general", "BTC", "available", "0.5")
    for code in ("ABC123", "C00003", "C0001E", "C0002S", ann.code):
        world.set_status(code, "locked")
    sandbox.zerohash.clob.set_account("C00001", "savings", prefunded=False, tier="gold")
    sandbox.zerohash.clob.set_account("C00002", "general", zrn="zrn:zh:us:accounts:customer:1")
    sandbox.zerohash.clob.set_account(ann.code, "general")
    return clients


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    """What tells a ledger row from all others."""
    return tuple(row[name] for name in ("account_owner", "account_group", "account_label", "account_type", "asset"))


async def clob(clients: Clients, query: str = "") -> list[dict[str, Any]]:
    """All rows of the CLOB listing."""
    rows, page = [], 1
    while page:
        body = (await clients.zerohash(f"/clob/accounts?page={page}{query}")).json()
        rows += body["accounts"]
        page = body["next_page"]
    return rows


async def test_balances_are_those_that_were_set(changed: Clients) -> None:
    """A row is changed, taken out at zero, put in, and added once; its time is that of the write."""
    rows = {key(row): row for row in await changed.zerohash_all("/accounts")}
    assert rows["ABC123", "DEF456", "general", "available", "USD"]["balance"] == "12.50"
    assert ("ABC123", "DEF456", "scalping", "available", "BTC") not in rows
    assert rows["C00007", "DEF456", "label-3", "available", "DOGE"]["balance"] == "2"
    assert rows["C00007", "DEF456", "label-3", "available", "DOGE"]["last_update"] == 1_790_000_000_000
    assert rows["00SCXM", "DEF456", "general", "available", "USD"]["balance"] == "249999.00"
    assert rows["DEF456", "00SCXM", "general", "available", "BTC"]["balance"] == "9"
    assert rows["N00000", "DEF456", "general", "available", "BTC"]["balance"] == "0.5"
    assert not any(owner == "F0ECHO" for owner, *_ in rows)


async def test_ledger_reads_agree(changed: Clients, sandbox: Sandbox) -> None:
    """The sweep has every row of every owner once, each found by its id, and each filter selects from it."""
    rows = await changed.zerohash_all("/accounts")
    assert len({key(row) for row in rows}) == len({row["account_id"] for row in rows}) == len(rows)
    people = [person.code for person in sandbox.world.people()]
    by_owner = [await changed.zerohash_all(f"/accounts?account_owner={code}") for code in people]
    assert [row for found in by_owner for row in found] == [r for r in rows if r["account_owner"] in people]
    for row in rows:
        assert (await changed.zerohash(f"/accounts/{row['account_id']}")).json() == {"message": row}
    for name in ("account_group", "account_label", "asset", "account_type"):
        for value in {row[name] for row in rows}:
            chosen = await changed.zerohash_all(f"/accounts?{name}={value}")
            assert chosen == [row for row in rows if row[name] == value]


async def test_a_row_at_zero_is_still_found_by_its_id(changed: Clients, sandbox: Sandbox) -> None:
    """As at the venue, only the call by id tells zero from never existed."""
    account_id = sandbox.zerohash.ledger.account_id(0, 1)
    message = (await changed.zerohash(f"/accounts/{account_id}")).json()["message"]
    assert (message["account_label"], message["balance"]) == ("scalping", "0")


async def test_fault_people_change_too_and_stay_unlisted(changed: Clients) -> None:
    """A new row of theirs is in the read by owner and in no sweep."""
    rows = (await changed.zerohash("/accounts?account_owner=F0ECHO")).json()["message"]
    assert [(row["asset"], row["balance"]) for row in rows] == [("BTC", "1.25"), ("ETH", "5")]


async def test_participant_reads_agree(changed: Clients) -> None:
    """List, filters, count, single reads and e-mail address show the same status; who is new comes last."""
    rows = await changed.zerohash_all("/participants")
    assert (len(rows), rows[-1]["participant_code"], rows[-1]["participant_name"]) == (121, "N00000", "Ann")
    locked = {row["participant_code"] for row in rows if row["status"] == "locked"}
    assert {"ABC123", "C00003", "C0001E", "C0002S", "N00000"} <= locked
    for query in ("status=locked", "status=approved", "status=submitted", "status=locked&entity_type=corporation"):
        body = (await changed.zerohash(f"/participants?{query}")).json()
        chosen = await changed.zerohash_all(f"/participants?{query}")
        wanted = query.partition("&")[0].partition("=")[2]
        assert len(chosen) == body["count"]
        assert {row["status"] for row in chosen} <= {wanted}
        if "&" not in query:
            assert chosen == [row for row in rows if row["status"] == wanted]
    assert [row["participant_code"] for row in chosen][-1] == "N00000"
    for row in rows:
        code = row["participant_code"]
        assert (await changed.zerohash_all(f"/participants?participant_code={code}")) == [row]
        info = (await changed.zerohash(f"/participant/{code}/basic_info")).json()["message"]
        assert (info["status"], info["last_updated"]) == (row["status"], row["updated_at"])
    assert await changed.zerohash_all("/participants?email=ann%40example.com") == rows[-1:]


async def test_labeled_account_reads_agree(changed: Clients, sandbox: Sandbox) -> None:
    """A new label and a changed one are in the listing, under their code and behind every filter."""
    rows = await clob(changed)
    assert len(rows) == 2 + 119 * 10 + 2
    assert (rows[12]["account_label"], rows[12]["account_tier"], rows[12]["prefunded"]) == ("savings", "gold", False)
    assert rows[13]["customer_account_urn"] == "zrn:zh:us:accounts:customer:1"
    by_code = [await clob(changed, f"&participant_code={person.code}") for person in sandbox.world.people()]
    assert [row for found in by_code for row in found] == rows
    for name, text, value in (
        ("account_label", "savings", "savings"),
        ("account_label", "general", "general"),
        ("account_tier", "gold", "gold"),
        ("prefunded", "false", False),
    ):
        assert await clob(changed, f"&{name}={text}") == [row for row in rows if row[name] == value]


async def test_a_reset_gives_the_seed_back(sandbox: Sandbox, changed: Clients) -> None:
    """Afterwards all lists are those of a world that nobody wrote to, and an id that was added is unknown."""
    added = (await changed.zerohash("/accounts?account_owner=N00000")).json()["message"][0]["account_id"]
    sandbox.world.overlay.reset()
    fresh = Clients(create_sandbox(participants=120, limits=False, clock=changed.clock), changed.clock)
    for path in ("/accounts", f"{GROUP}&page=3", "/participants?page=3", "/participants?status=locked"):
        assert (await changed.zerohash(path)).content == (await fresh.zerohash(path)).content
    assert await clob(changed) == await clob(fresh)
    assert (await changed.zerohash(f"/accounts/{added}")).status_code == 404
    await fresh.close()


def test_mistakes_change_nothing(sandbox: Sandbox) -> None:
    """Whom or what there is not is a ValueError."""
    with pytest.raises(ValueError, match="'ZZZZZZ' holds nothing in the group 'DEF456'"):
        sandbox.zerohash.ledger.set_balance("ZZZZZZ", "general", "BTC", "available", "1")
    with pytest.raises(ValueError, match="no participant 'C0003C'"):
        sandbox.zerohash.clob.set_account("C0003C", "general")
    with pytest.raises(ValueError, match="no participant 'ZZZZZZ'"):
        sandbox.world.set_status("ZZZZZZ", "locked")
    with pytest.raises(ValueError, match="no status 'asleep'"):
        sandbox.world.set_status("ABC123", "asleep")
    with pytest.raises(ValueError, match="with the e-mail address"):
        sandbox.world.add_person("John", "john.smith@example.com")
    assert sandbox.world.overlay.version == 0
