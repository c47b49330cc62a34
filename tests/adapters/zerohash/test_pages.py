"""zerohash's listings of several pages: those that grow, shrink, repeat or make no sense."""

from typing import Any

import pytest

from adapters.zerohash.listings import AT_ONCE
from domain.budget import BUDGET, Budget
from tests.adapters.replies import code
from tests.adapters.specimens.zerohash import JOHN, labeled
from tests.adapters.zerohash.listings import Listings, filtered, ledger_page, row


async def test_pages_may_grow() -> None:
    """A listing that becomes longer while it is read is read to its new end, each row once."""

    def ledgers(query: dict[str, str]) -> Any:
        number = int(query["page"])
        rows = [row(asset=f"A{number}"), row(asset="SAME", balance=str(number))]
        return ledger_page(*rows, page=number, last={1: 2, 2: 4}.get(number, 4))

    listings = Listings(ledgers)
    [[account]] = await listings.accounts_of(JOHN)
    assert [(balance.asset, balance.total) for balance in account.balances] == [
        ("A1", "1.4"),
        ("A2", "1.4"),
        ("A3", "1.4"),
        ("A4", "1.4"),
        ("SAME", "4"),
    ]
    assert listings.calls == {"/accounts": 4}


async def test_a_page_that_repeats_is_refused() -> None:
    """A venue that answers with another page than was asked for gives no half list."""
    [result] = await Listings(lambda _: ledger_page(row(), page=1, last=2)).accounts_of(JOHN)
    assert code(result) == "VENUE_ANSWER"


@pytest.mark.parametrize("stated", [10**9, 2**63])
async def test_a_listing_without_end_ends_with_the_request(stated: int) -> None:
    """However many pages the venue says there are, they are read in bounded chunks until time is up."""
    listings = Listings(lambda query: ledger_page(row(), page=int(query["page"]), last=stated))
    BUDGET.set(Budget(0.3))
    [result] = await listings.accounts_of(JOHN)
    assert code(result) == "VENUE_TIMEOUT"
    assert listings.http.most_at_once <= AT_ONCE


async def test_a_listing_of_many_pages_is_read_whole() -> None:
    """Fifteen thousand rows of one participant are seventy-five pages, and all of them are read."""
    rows = [row(label=f"label{number:04}", asset=asset) for number in range(5000) for asset in ("BTC", "ETH", "USD")]
    listings = Listings(filtered(rows))
    [accounts] = await listings.accounts_of(JOHN)
    assert [len(account.ledgers) for account in accounts] == [3] * 5000
    assert listings.calls == {"/accounts": 75}


async def test_a_listing_may_become_shorter() -> None:
    """Pages that are no longer there are empty, and no further ones are read."""

    def ledgers(query: dict[str, str]) -> Any:
        number = int(query["page"])
        rows = [row(asset=f"A{number}")] if number < 3 else []
        return ledger_page(*rows, page=number, last=40 if number == 1 else 2)

    listings = Listings(ledgers)
    [[account]] = await listings.accounts_of(JOHN)
    assert [balance.asset for balance in account.balances] == ["A1", "A2"]
    assert listings.calls == {"/accounts": 1 + AT_ONCE}


@pytest.mark.parametrize(
    "numbers",
    [
        {"page": 1, "total_pages": None},
        {"page": 1, "total_pages": 0},
        {"page": 1, "total_pages": -1},
        {"page": 1, "total_pages": "1"},
        {"page": 2, "total_pages": 2},
        {"page": 1},
    ],
    ids=str,
)
async def test_a_page_without_sense_is_refused(numbers: dict[str, Any]) -> None:
    """Rows on a page that says there are none, or not how many, are no listing."""
    [result] = await Listings(lambda _: {"message": [row()], **numbers}).accounts_of(JOHN)
    assert code(result) == "VENUE_ANSWER"


async def test_a_listing_without_numbers_is_one_page() -> None:
    """The seed prints `GET /accounts` without page and number of pages; `page` alone may be missing, too."""
    for body in ({"message": [row()]}, {"message": [row()], "page": None}, {"message": [row()], "total_pages": 1}):
        listings = Listings(lambda _, body=body: body)  # type: ignore[misc]
        [[account]] = await listings.accounts_of(JOHN)
        assert account.key == labeled(JOHN, "general")
        assert listings.calls == {"/accounts": 1}
