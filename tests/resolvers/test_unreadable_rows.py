"""A row of a listing that cannot be read: its account or participant is left out by name, all others are there."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.zerohash.clob import ClobAccounts
from sandbox.zerohash.participants import Participants
from sandbox.zerohash.state import Ledger
from tests.house import House, OpenHouse

BROKEN = "C00005"
LIST = """query List($filter: LabeledAccountFilter, $first: Int!, $after: String) {
  labeledAccounts(filter: $filter, first: $first, after: $after) {
    edges { node { participantCode label } } pageInfo { hasNextPage endCursor }
  }
}"""
PEOPLE = "{ participants(first: 100) { edges { node { code } } } }"

Spoil = Callable[..., None]


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Spoil:
    """Makes pages of everybody's rows have one person's rows changed."""

    def spoiling(listing: Any, method: str, name: str, code: str = BROKEN, **changes: Any) -> None:
        read = getattr(listing, method)

        def spoilt(*arguments: Any) -> list[dict[str, Any]]:
            return [{**row, **changes} if row[name] == code else row for row in read(*arguments)]

        monkeypatch.setattr(listing, method, spoilt)

    return spoiling


async def listed(house: House, only: dict[str, Any] | None, first: int) -> tuple[set[str], list[dict[str, Any]]]:
    """Who is in all pages of the list, and the errors beside them."""
    codes: set[str] = set()
    errors: list[dict[str, Any]] = []
    after = None
    while True:
        answer = await house.ask(LIST, {"filter": only, "first": first, "after": after})
        found = answer["data"]["labeledAccounts"]
        assert found is not None, answer
        codes |= {edge["node"]["participantCode"] for edge in found["edges"]}
        errors += [error for error in answer.get("errors", []) if error not in errors]
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            return codes, errors


def named(error: dict[str, Any], call: str, code: str = BROKEN) -> bool:
    """Whether an error names the person and the call."""
    words = f"zerohash answered with a row that is not what its documentation promises (call: {call})."
    told = {"code": "VENUE_ANSWER", "venue": "ZEROHASH", "retryable": False, "participantCode": code}
    return (error["message"], error["extensions"]) == (words, told)


@pytest.mark.parametrize("participants", [20, 500])
@pytest.mark.parametrize("changes", [{"balance": True, "last_update": "x"}, {"account_id": 7}], ids=str)
async def test_a_ledger_row(open_gateway: OpenHouse, spoil: Spoil, changes: dict[str, Any], participants: int) -> None:
    """In a list of a label, and in one of an asset, only its account is missing, on one page of a sweep or several."""
    house = await open_gateway(participants=participants)
    for only in ({"labels": ["label-1"]}, {"assets": ["USDC"]}):
        whole, errors = await listed(house, only, 100)
        assert not errors
        assert BROKEN in whole
    spoil(Ledger, "swept", "account_owner", **changes)
    for only in ({"labels": ["label-1"]}, {"assets": ["USDC"]}):
        whole, errors = await listed(house, only, 100)
        assert BROKEN not in whole
        assert len(whole) > 5
        (error,) = errors
        assert named(error, "accounts")


async def test_a_row_of_the_customer_listing(house: House, spoil: Spoil) -> None:
    """An account with ledger rows is there all the same; of one that is only listed nothing is known."""
    only = {"labels": ["label-2"]}
    whole, _ = await listed(house, only, 100)
    spoil(ClobAccounts, "listed", "participant_code", prefunded="yes")
    assert await listed(house, only, 100) == (whole, [])
    spoil(ClobAccounts, "listed", "participant_code", "C00001", prefunded="yes")
    codes, (error,) = await listed(house, only, 100)
    assert codes == whole - {"C00001"}
    assert named(error, "clob_accounts", "C00001")


@pytest.mark.parametrize("first", [3, 100])
async def test_a_row_of_the_participants(house: House, spoil: Spoil, first: int) -> None:
    """Participants and labeled accounts of the platform lack one person, by name."""
    people = {edge["node"]["code"] for edge in (await house.data(PEOPLE))["participants"]["edges"]}
    spoil(Participants, "listed", "participant_code", updated_at="abc")
    answer = await house.ask(PEOPLE)
    assert {edge["node"]["code"] for edge in answer["data"]["participants"]["edges"]} == people - {BROKEN}
    (error,) = answer["errors"]
    assert named(error, "participants")
    codes, errors = await listed(house, None, first)
    assert BROKEN not in codes
    assert len(codes) > 5
    assert any(named(error, "participants") for error in errors)
