"""What happened and what is open at zerohash: movements, runs and positions."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from sandbox import Sandbox, create_sandbox
from tests.sandbox.clients import Clients, Clock


async def john(clients: Clients) -> dict[str, Any]:
    """John's first ledger row."""
    row: dict[str, Any] = (await clients.zerohash("/accounts?account_owner=ABC123")).json()["message"][0]
    return row


async def test_movements_add_up_to_the_balance(clients: Clients) -> None:
    """Newest first, with the documented members and without those of the platform's list."""
    row = await john(clients)
    body = (await clients.zerohash(f"/accounts/{row['account_id']}/movements")).json()
    assert (body["page"], body["total_pages"]) == (1, 1)
    assert sum(Decimal(move["change"]) for move in body["message"]) == Decimal(row["balance"])
    times = [move["movement_timestamp"] for move in body["message"]]
    assert times == sorted(times, reverse=True)
    assert times[0] == row["last_update"]
    assert set(body["message"][0]) == {
        *("run_id", "movement_timestamp", "movement_id", "movement_type", "trade_id", "deposit_reference_id"),
        *("withdrawal_request_id", "change", "parent_link_id", "origin"),
    }


@pytest.mark.parametrize(
    ("bound", "left"), [("gt", 0), ("gte", 1), ("e", 1), ("lte", 3), ("lt", 2), ("nano", 1), ("x", 3)]
)
async def test_movements_within_time(clients: Clients, bound: str, left: int) -> None:
    """Bounds are in milliseconds or nanoseconds; a name that is not documented is ignored."""
    row = await john(clients)
    time = f"{row['last_update']}{'000000' if bound == 'nano' else ''}"
    name = "gte" if bound == "nano" else bound
    path = f"/accounts/{row['account_id']}/movements?movement_timestamp%5B{name}%5D={time}"
    assert len((await clients.zerohash(path)).json()["message"]) == left


async def test_a_time_is_a_number(clients: Clients) -> None:
    """Anything else is refused."""
    row = await john(clients)
    answer = await clients.zerohash(f"/accounts/{row['account_id']}/movements?movement_timestamp%5Bgt%5D=now")
    assert answer.status_code == 400


async def test_runs_lead_to_the_balance(clients: Clients) -> None:
    """Each run starts where the one before it ended."""
    row = await john(clients)
    runs = (await clients.zerohash(f"/accounts/{row['account_id']}/run_history")).json()["message"]
    assert runs[0]["new_balance"] == row["balance"]
    assert [run["run_type"] for run in runs] == ["settlement", "transfer", "deposit"]
    assert set(runs[0]) == {"run_timestamp", "run_type", "run_id", "change", "new_balance"}
    for newer, older in pairwise(runs):
        assert Decimal(newer["new_balance"]) == Decimal(older["new_balance"]) + Decimal(newer["change"])
    assert runs[-1]["new_balance"] == runs[-1]["change"]


async def test_a_long_history_has_pages(clients: Clients) -> None:
    """The first row of LONG00 has more movements and runs than one page holds."""
    row = (await clients.zerohash("/accounts?account_owner=LONG00")).json()["message"][0]
    for call in ("movements", "run_history"):
        rows = await clients.zerohash_all(f"/accounts/{row['account_id']}/{call}")
        assert (len(rows), len({move["run_id"] for move in rows})) == (453, 453)
        assert sum(Decimal(move["change"]) for move in rows) == Decimal(row["balance"])


@pytest.mark.parametrize("call", ["movements", "run_history"])
async def test_a_history_of_nothing(clients: Clients, call: str) -> None:
    """An unknown row is a 404, what is no id a 400."""
    unknown = await clients.zerohash(f"/accounts/00000000-0000-4000-8000-000000000000/{call}")
    assert (unknown.status_code, unknown.json()) == (404, {"error": "Not Found"})
    assert (await clients.zerohash(f"/accounts/seven/{call}")).status_code == 400


async def test_the_platform_s_movements(clients: Clients) -> None:
    """All rows have theirs in it, and each filter selects from the same."""
    rows = await clients.zerohash_all("/movements")
    ledger = await clients.zerohash_all("/accounts")
    assert {move["account_id"] for move in rows} == {row["account_id"] for row in ledger}
    assert len({move["movement_id"] for move in rows}) == len(rows) == 3 * len(ledger)
    assert await clients.zerohash_all("/movements?page_size=30") == rows
    first = rows[0]
    for name in ("movement_type", "transfer_type", "account_id", "parent_link_id"):
        value = next(move[name] for move in rows if move[name])
        chosen = await clients.zerohash_all(f"/movements?{name}={value}")
        assert chosen == [move for move in rows if move[name] == value] != []
    both = f"account_id={first['account_id']}&movement_type=deposit"
    assert len(await clients.zerohash_all(f"/movements?{both}")) == 1
    for nothing in ("parent_link_id=x", "movement_type=commission", "transfer_type=fund"):
        assert await clients.zerohash_all(f"/movements?{nothing}") == []


async def test_positions_are_open_trades(clients: Clients) -> None:
    """What is open is what is accepted and what is active; John, who is settled, has none."""
    rows = (await clients.zerohash("/positions")).json()["message"]
    assert {row["participant_code"] for row in rows} == {"C00004", "C0000D"}
    for row in rows:
        accepted, active = (Decimal(row[f"position_{state}_trades_only"]) for state in ("accepted", "active"))
        assert Decimal(row["position_all_open_trades"]) == accepted + active
        assert len(row["trade_ids_list"]) == 1 + bool(active)
    assert any(row["position_all_open_trades"].startswith("-") for row in rows)
    own = (await clients.zerohash("/positions/participant/C00004")).json()["message"]
    assert own == [row for row in rows if row["participant_code"] == "C00004"]
    for nothing in ("participant/ABC123", "participant/ZZZZZZ", "platform/ZZZZZZ"):
        assert (await clients.zerohash(f"/positions/{nothing}")).json() == {"message": []}
    assert (await clients.zerohash("/positions?platform_code=ZZZZZZ")).json() == {"message": []}
    labeled = (await clients.zerohash("/positions?account_label=label-2")).json()["message"]
    assert labeled == [row for row in rows if row["account_label"] == "label-2"]


async def test_positions_of_several_participants(clock: Clock) -> None:
    """The code may be given many times, once a participant."""
    sandbox: Sandbox = create_sandbox(participants=60, clock=clock)
    clients = Clients(sandbox, clock)
    path = "/positions/platform/DEF456"
    rows = (await clients.zerohash(path)).json()["message"]
    assert rows == (await clients.zerohash("/positions")).json()["message"]
    codes = ("C0000D", "C00004", "C0000D", "ABC123")
    query = "&".join(f"participant_code={code}" for code in codes)
    chosen = (await clients.zerohash(f"{path}?{query}")).json()["message"]
    assert sorted(chosen, key=str) == sorted((r for r in rows if r["participant_code"] in codes), key=str)
    assert (await clients.zerohash(f"{path}?participant_code=C00004&participant_code=x")).status_code == 400
    await clients.close()
