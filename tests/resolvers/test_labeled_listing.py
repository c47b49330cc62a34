"""Labeled accounts by label and by asset: each account once and whole, by sweeps that the venue filters."""

from collections import Counter
from typing import Any

import pytest

from tests.house import House, OpenHouse

PAGE = """query Page($filter: LabeledAccountFilter, $first: Int!, $after: String) {
  labeledAccounts(filter: $filter, first: $first, after: $after) {
    edges { cursor node { participantCode label balances { asset total } } }
    pageInfo { hasNextPage endCursor }
  }
}"""
EVERYBODY = """{ participants(first: 100) { edges { node { labeledAccounts {
  participantCode label balances { asset total }
} } } } }"""


async def pages(house: House, only: dict[str, Any], first: int) -> list[list[dict[str, Any]]]:
    """All pages of a filtered list."""
    found: list[list[dict[str, Any]]] = []
    after = None
    while True:
        listed = (await house.data(PAGE, {"filter": only, "first": first, "after": after}))["labeledAccounts"]
        found.append([edge["node"] for edge in listed["edges"]])
        after = listed["pageInfo"]["endCursor"]
        if not listed["pageInfo"]["hasNextPage"]:
            return found


async def everybody(house: House) -> list[dict[str, Any]]:
    """Every account of the platform, owner by owner."""
    edges = (await house.data(EVERYBODY))["participants"]["edges"]
    return [account for edge in edges for account in edge["node"]["labeledAccounts"]]


def by_name(accounts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In one order, to compare."""
    return sorted(accounts, key=lambda account: (account["participantCode"], account["label"]))


def assets(account: dict[str, Any]) -> set[str]:
    """What an account holds."""
    return {balance["asset"] for balance in account["balances"]}


@pytest.mark.parametrize("first", [1, 7, 100])
@pytest.mark.parametrize("labels", [["general"], ["scalping"], ["label-3", "general"], ["nowhere"], []])
async def test_each_account_of_a_label_comes_once_and_whole(house: House, labels: list[str], first: int) -> None:
    """The pages together have exactly the accounts of those labels, those that hold nothing included."""
    found = [account for page in await pages(house, {"labels": labels}, first) for account in page]
    wanted = [account for account in await everybody(house) if account["label"] in labels]
    assert by_name(found) == by_name(wanted)


@pytest.mark.parametrize("first", [3, 100])
@pytest.mark.parametrize("held", [["BTC"], ["ETH", "BTC"], ["DOGE"]])
async def test_each_account_that_holds_an_asset_comes_once_with_all_it_holds(
    house: House, held: list[str], first: int
) -> None:
    """An account that holds two of the assets is there once; whatever else it holds is there, too."""
    found = [account for page in await pages(house, {"assets": held}, first) for account in page]
    wanted = [account for account in await everybody(house) if assets(account) & set(held)]
    assert by_name(found) == by_name(wanted)


async def test_labels_and_assets_together(house: House) -> None:
    """An account must have one of the labels and hold one of the assets."""
    only = {"labels": ["general", "label-1"], "assets": ["BTC"]}
    found = [account for page in await pages(house, only, 5) for account in page]
    wanted = [
        account for account in await everybody(house) if account["label"] in only["labels"] and "BTC" in assets(account)
    ]
    assert by_name(found) == by_name(wanted)


async def test_a_label_of_one_person_among_many_costs_two_calls(open_gateway: OpenHouse) -> None:
    """On a platform of 50,000 the filter of the venue does the work: one page of rows, one of the listing."""
    house = await open_gateway(participants=50_000)
    found = await pages(house, {"labels": ["scalping"]}, 50)
    assert [[account["participantCode"] for account in page] for page in found] == [["ABC123"]]
    assert Counter(record.call for record in house.records) == {"accounts": 1, "clob_accounts": 1}


async def test_a_label_of_everybody_is_read_page_by_page(open_gateway: OpenHouse) -> None:
    """A page of 50 out of 50,000: a page of the sweep, a look at how long it is, and one call per account."""
    house = await open_gateway(participants=50_000)
    answer = await house.data(PAGE, {"filter": {"labels": ["label-3"]}, "first": 50, "after": None})
    listed = answer["labeledAccounts"]
    assert len(listed["edges"]) == 50
    assert listed["pageInfo"]["hasNextPage"] is True
    assert len(house.records) == 1 + 1 + 51  # one account more than the page says that there is a next one


async def test_pages_of_a_long_sweep_join_without_gap_or_double(open_gateway: OpenHouse) -> None:
    """Where a sweep has several pages each account still comes once, in whatever page its rows stand."""
    house = await open_gateway(participants=500)
    found = [account for page in await pages(house, {"labels": ["general"]}, 100) for account in page]
    names = [account["participantCode"] for account in found]
    assert len(names) == len(set(names)) == 500


async def test_rows_that_move_while_they_are_read(open_gateway: OpenHouse) -> None:
    """A row that is on two pages of a sweep is one account, once."""
    house = await open_gateway(participants=500)
    house.sandbox.faults.set("zerohash", "moving")
    found = [account for page in await pages(house, {"labels": ["label-1"]}, 100) for account in page]
    names = [account["participantCode"] for account in found]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "question",
    [
        '{ labeledAccounts(filter: {assets: ["BTC", "btc"]}) { edges { cursor } } }',
        '{ labeledAccounts(filter: {participantCodes: ["ABC123"], assets: ["BTC", "btc"]}) { edges { cursor } } }',
    ],
)
async def test_an_asset_that_cannot_be_one_is_the_clients_mistake(house: House, question: str) -> None:
    """It is named as the client wrote it, before any call, and not blamed on the venue."""
    answer = await house.ask(question)
    (error,) = answer["errors"]
    assert error["message"].startswith("assets[1] must be capital letters or digits")
    assert (error["extensions"]["code"], error["extensions"]["argument"]) == ("BAD_USER_INPUT", "assets")
    assert not house.records
