"""Participants whom the venue lists under a code that no client may write: their ids come back to them."""

from typing import Any

import pytest

from domain.venues import Venue
from resolvers.ids import PARTICIPANT, PORTFOLIO, NodeId
from sandbox.zerohash.participants import Participants
from tests.house import House

LISTED = "ADVSR01"
NODE = "query($id: ID!) { node(id: $id) { __typename id } }"


async def test_the_id_of_a_listed_participant_is_taken(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The id that a list gives is asked for at the venue, and not refused as none of ours."""
    read = Participants.listed

    def renamed(*arguments: Any) -> list[dict[str, Any]]:
        return [{**row, "participant_code": LISTED} if row["participant_code"] == "C00005" else row
                for row in read(*arguments)]  # fmt: skip

    monkeypatch.setattr(Participants, "listed", renamed)
    people = (await house.data("{ participants(first: 100) { edges { node { code id } } } }"))["participants"]["edges"]
    [one] = [edge["node"]["id"] for edge in people if edge["node"]["code"] == LISTED]
    assert one == NodeId(Venue.ZEROHASH, PARTICIPANT, (LISTED,)).encode()
    for text in (one, NodeId(Venue.ZEROHASH, PORTFOLIO, (LISTED,)).encode()):
        house.records.clear()
        answer = await house.ask(NODE, {"id": text})
        assert [error["extensions"]["code"] for error in answer["errors"]] != ["BAD_USER_INPUT"]
        assert [record.call for record in house.records] == ["basic_info"]


async def test_what_a_client_writes_stays_strict(house: House) -> None:
    """A code that is no six capitals or digits is the client's mistake where it is no part of an id."""
    answer = await house.ask('{ participant(code: "ADVSR01") { code } }')
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"]
    assert not house.records
