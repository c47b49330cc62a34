"""Filters of labeled accounts are read in the spelling that the venue's grammar makes of them."""

from typing import Any

import pytest

from adapters.zerohash.adapter import ZerohashAdapter
from tests.house import House

PAGE = """query Page($filter: LabeledAccountFilter, $after: String) {
  labeledAccounts(filter: $filter, first: 1, after: $after) {
    edges { cursor node { participantCode label ledgers { asset } } }
    pageInfo { endCursor }
  }
}"""
OF_ONE = """query Own($labels: [String!], $assets: [String!]) {
  participant(code: "ABC123") { labeledAccounts(labels: $labels, assets: $assets) { label ledgers { asset } } }
}"""


@pytest.fixture
def any_case(monkeypatch: pytest.MonkeyPatch) -> None:
    """A venue whose grammar takes any case, and has one spelling all the same."""
    for name, spell in (("participant_code", str.upper), ("label", str.lower), ("asset", str.upper)):
        strict = getattr(ZerohashAdapter, name)

        def lenient(self: Any, text: str, strict: Any = strict, spell: Any = spell) -> Any:
            return strict(self, spell(text))

        monkeypatch.setattr(ZerohashAdapter, name, lenient)


@pytest.mark.usefixtures("any_case")
@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ({"participantCodes": ["abc123"]}, {"participantCodes": ["ABC123"]}),
        ({"labels": ["GENERAL"]}, {"labels": ["general"]}),
        ({"assets": ["btc"]}, {"assets": ["BTC"]}),
        (
            {"participantCodes": ["abc123", "ABC123"], "labels": ["General"], "assets": ["Btc"]},
            {"participantCodes": ["ABC123"], "labels": ["general"], "assets": ["BTC"]},
        ),
    ],
)
async def test_a_list_is_of_the_one_spelling(house: House, written: dict[str, Any], canonical: dict[str, Any]) -> None:
    """Two spellings are one list: the same accounts under the same cursors, which go on in either."""
    found = await house.data(PAGE, {"filter": written})
    assert found["labeledAccounts"]["edges"]
    assert found == await house.data(PAGE, {"filter": canonical})
    after = found["labeledAccounts"]["pageInfo"]["endCursor"]
    following = await house.data(PAGE, {"filter": written, "after": after})
    assert following == await house.data(PAGE, {"filter": canonical, "after": after})


@pytest.mark.usefixtures("any_case")
async def test_one_participants_accounts_are_of_the_one_spelling(house: House) -> None:
    """Labels are keys and assets narrow, in the venue's spelling."""
    found = await house.data(OF_ONE, {"labels": ["GENERAL"], "assets": ["btc"]})
    assert [account["label"] for account in found["participant"]["labeledAccounts"]] == ["general"]
    assert found == await house.data(OF_ONE, {"labels": ["general"], "assets": ["BTC"]})


@pytest.mark.parametrize(
    ("only", "subject"),
    [
        ({"participantCodes": ["ABC123", "x"]}, "participantCodes[1]"),
        ({"labels": ["a", "b", "a/b"]}, "labels[2]"),
        ({"assets": ["?"]}, "assets[0]"),
        ({"assets": ["BTC"] * 101}, "assets"),
    ],
)
async def test_the_item_at_fault_is_named(house: House, only: dict[str, Any], subject: str) -> None:
    """What cannot be right is refused before any call, and the sentence says which item it is."""
    (error,) = (await house.ask(PAGE, {"filter": only}))["errors"]
    assert error["message"].split()[0] == subject
    assert not house.records
