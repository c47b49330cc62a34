"""Polymarket US's names in ids: whatever the listings give, node takes back."""

import pytest

from tests.house import OpenHouse

ODD = ["x" * 300, "firms/acme/accounts/a\u00a0b", "firms/acme/accounts/a\u200bb", "\u00e4" * 500, "x" * 1000]


@pytest.mark.parametrize("name", ODD, ids=["long", "space", "unseen", "wide", "longest"])
async def test_an_account_that_is_listed_comes_back_by_its_id(open_gateway: OpenHouse, name: str) -> None:
    """A name that no client may type is one of the list, and its id is that account."""
    house = await open_gateway(participants=2)
    house.sandbox.polymarket_us.trading.open_account(name, "Odd")
    listed = await house.data("{ tradingAccounts { edges { node { id name } } } }")
    [one] = [edge["node"]["id"] for edge in listed["tradingAccounts"]["edges"] if edge["node"]["name"] == name]
    found = await house.data("query($id: ID!) { node(id: $id) { ... on TradingAccount { id name } } }", {"id": one})
    assert found["node"] == {"id": one, "name": name}
    answer = await house.ask("query($name: String!) { tradingAccount(name: $name) { id } }", {"name": name})
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["BAD_USER_INPUT"]
