"""zerohash's ledger row ids: one that stands in two places is never counted twice."""

from typing import Any

import pytest

from tests.adapters.replies import code
from tests.adapters.specimens.zerohash import JOHN, labeled
from tests.adapters.zerohash.listings import Listings, filtered, ledger_page, row

TWICE = [
    {"account_label": "scalping"},
    {"account_group": "ELSE99"},
    {"asset": "ETH"},
    {"account_type": "collateral"},
]


def rows_with(other: dict[str, Any]) -> list[dict[str, Any]]:
    """John has one row in two places, a neighbour on either side has none such."""
    first = row(account_id="one")
    return [row("C00001"), first, {**first, **other}, row("C00002")]


@pytest.mark.parametrize("other", TWICE, ids=str)
@pytest.mark.parametrize("size", [200, 1])
async def test_an_owner_with_one_row_in_two_places_fails(other: dict[str, Any], size: int) -> None:
    """Which place is right cannot be told, on one page or two; neighbours are whole, in a sweep as well."""
    listings = Listings(filtered(rows_with(other), size=size))
    [failed] = await listings.accounts_of(JOHN)
    assert code(failed) == "VENUE_ANSWER"
    first, failed, third = await listings.accounts_of("C00001", JOHN, "C00002")
    assert code(failed) == "VENUE_ANSWER"
    assert [account.key for account in (*first, *third)] == [labeled("C00001", "general"), labeled("C00002", "general")]


async def test_labels_with_one_row_in_both_fail() -> None:
    """They are not read label by label, where it would not show."""
    listings = Listings(filtered(rows_with(TWICE[0])))
    found = await listings.accounts(labeled(JOHN, "general"), labeled(JOHN, "scalping"))
    assert [code(each) for each in found] == ["VENUE_ANSWER"] * 2
    assert listings.calls == {"/accounts": 1}


async def test_a_page_with_one_row_in_two_places_costs_both_accounts() -> None:
    """Those two are named as unreadable, and the others are there."""
    rows = [row("C00001"), row(account_id="one"), row("C00002", account_id="one"), row("C00003")]
    page = await Listings(lambda _: ledger_page(*rows)).adapter.ledger_page("general", None, 1)
    assert [account.participant_code for account in page.accounts] == ["C00001", "C00003"]
    assert page.unreadable == tuple(sorted([labeled(JOHN, "general"), labeled("C00002", "general")]))


async def test_a_row_that_is_there_twice_counts_once() -> None:
    """The same place twice is a row that moved between pages."""
    [[account]] = await Listings(lambda _: ledger_page(row(), row())).accounts_of(JOHN)
    assert [balance.total for balance in account.balances] == ["1.4"]
