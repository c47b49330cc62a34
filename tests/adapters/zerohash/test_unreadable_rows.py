"""zerohash's pages row by row: a row that cannot be read costs the account or the participant that it names."""

from typing import Any

import pytest

from adapters.zerohash.parse import parse_participant_page
from tests.adapters.replies import received
from tests.adapters.specimens.zerohash import JOHN, PLATFORM, labeled
from tests.adapters.zerohash.listings import Listings, customer, customer_page, ledger_page, row


@pytest.mark.parametrize(
    "broken", [{"balance": True}, {"last_update": "x"}, {"balance": ""}, {"account_id": None}, {"asset": []}], ids=str
)
async def test_a_row_of_a_page_costs_its_account(broken: dict[str, Any]) -> None:
    """The account is named as unreadable, whatever other rows it has, and its neighbours are whole."""
    rows = [row(), row("C00005"), {**row("C00005", asset="ETH"), **broken}, row("C00006")]
    page = await Listings(lambda _: ledger_page(*rows)).adapter.ledger_page("general", None, 1)
    assert [account.key for account in page.accounts] == [labeled(JOHN, "general"), labeled("C00006", "general")]
    assert page.unreadable == (labeled("C00005", "general"),)


async def test_a_row_of_the_platform_itself_costs_nobody() -> None:
    """The platform's own rows and its float are no customer's, whether they can be read or not."""
    rows = [row(), row(PLATFORM, balance=True), row("00SCXM", balance=True)]
    page = await Listings(lambda _: ledger_page(*rows)).adapter.ledger_page("general", None, 1)
    assert [account.key for account in page.accounts] == [labeled(JOHN, "general")]
    assert page.unreadable == ()


async def test_rows_that_cannot_be_read_show_that_the_code_is_right() -> None:
    """They are in the platform's group, so nothing is checked."""
    listings = Listings(lambda _: ledger_page(row(balance=True)), lambda _: customer_page(customer(prefunded="yes")))
    assert (await listings.adapter.ledger_page("general", None, 1)).unreadable == (labeled(JOHN, "general"),)
    assert (await listings.adapter.customer_page("general", 1)).unreadable == (labeled(JOHN, "general"),)
    assert listings.checks == 0


@pytest.mark.parametrize("broken", [{"prefunded": "yes"}, {"account_tier": 7}, {"customer_account_urn": []}], ids=str)
async def test_a_row_of_a_customer_page_costs_its_account(broken: dict[str, Any]) -> None:
    """The customer account is named as unreadable, one of another group is not named at all."""
    rows = [customer(), customer("C00005", **broken), customer("C00006", account_group="ELSE99", **broken)]
    page = await Listings(customers=lambda _: customer_page(*rows)).adapter.customer_page("general", 1)
    assert [each.key for each in page.customers] == [labeled(JOHN, "general")]
    assert page.unreadable == (labeled("C00005", "general"),)


def test_a_row_of_a_participant_page_costs_its_participant() -> None:
    """The participant is named by code, whatever other row there is, and the others are there."""
    rows = [
        {"participant_code": JOHN},
        {"participant_code": "C00005", "updated_at": "abc"},
        {"participant_code": "C00005"},
        {"participant_code": "C00002", "status": 7},
    ]
    page = parse_participant_page(received({"message": rows, "page": 1, "total_pages": 1}), 1)
    assert [each.code for each in page.participants] == [JOHN]
    assert page.unreadable == ("C00002", "C00005")
