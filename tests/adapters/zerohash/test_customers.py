"""zerohash's customer listing: what labels are set up as, its pages, and its failures."""

from typing import Any

import pytest

from domain.budget import BUDGET, Budget
from domain.errors import Unavailable, VenueAnswerError
from domain.labeled import CustomerAccount, FundingModel
from domain.venues import Venue
from tests.adapters.conftest import Wired
from tests.adapters.replies import code
from tests.adapters.specimens.zerohash import JOHN, labeled
from tests.adapters.zerohash.listings import Listings, customer, customer_page


async def test_facts_of_the_customer_listing(wired: Wired) -> None:
    """Each label has funding model, tier and zrn by its key, those without ledger rows too."""
    johns, first, third = await wired.ports.labeled[Venue.ZEROHASH].customers([JOHN, "C00001", "C00003"])
    assert not isinstance(johns, Unavailable)
    assert not isinstance(first, Unavailable)
    assert not isinstance(third, Unavailable)
    general = johns[labeled(JOHN, "general")]
    assert (general.venue, general.key) == (Venue.ZEROHASH, labeled(JOHN, "general"))
    assert (general.funding_model, general.tier) == (FundingModel.PREFUNDED, "silver")
    assert general.zrn is not None
    assert general.zrn.startswith("zrn:zh:us:accounts:customer:")
    empty = first[labeled("C00001", "label-2")]
    assert (empty.funding_model, empty.tier) == (FundingModel.PREFUNDED, "silver")
    assert empty.observation.as_of is None
    assert third[labeled("C00003", "general")].funding_model is FundingModel.NON_PREFUNDED


async def test_a_stranger_has_no_customer_accounts(wired: Wired) -> None:
    """A code that is not known has no labels, and a repeated code repeats."""
    none, johns, again = await wired.ports.labeled[Venue.ZEROHASH].customers(["ZZZZZZ", JOHN, JOHN])
    assert not none
    assert johns
    assert johns == again


@pytest.mark.parametrize(
    ("changes", "funding_model", "zrn", "tier"),
    [
        ({}, FundingModel.PREFUNDED, None, "silver"),
        ({"prefunded": False}, FundingModel.NON_PREFUNDED, None, "silver"),
        ({"prefunded": None}, FundingModel.UNKNOWN, None, "silver"),
        ({"customer_account_urn": "zrn:x", "account_tier": ""}, FundingModel.PREFUNDED, "zrn:x", None),
        ({"customer_account_urn": None, "account_tier": None}, FundingModel.PREFUNDED, None, None),
    ],
)
async def test_what_is_empty_is_unknown(
    changes: dict[str, Any], funding_model: FundingModel, zrn: str | None, tier: str | None
) -> None:
    """An empty zrn or tier is none, and a funding model that is not given is unknown."""
    [found] = await Listings(customers=lambda _: customer_page(customer(**changes))).customers(JOHN)
    account = found[labeled(JOHN, "general")]
    assert isinstance(account, CustomerAccount)
    assert (account.funding_model, account.zrn, account.tier) == (funding_model, zrn, tier)


async def test_every_group_is_listed() -> None:
    """One label in two groups is two customer accounts."""
    rows = [customer(account_group="ELSE99", account_tier="gold"), customer()]
    [found] = await Listings(customers=lambda _: customer_page(*rows)).customers(JOHN)
    assert {key.group: account.tier for key, account in found.items()} == {"ELSE99": "gold", "DEF456": "silver"}


async def test_the_customer_listing_is_followed() -> None:
    """All pages of the customer listing are read."""

    def customers(query: dict[str, str]) -> Any:
        number = int(query["page"])
        return customer_page(customer(label=f"label{number}"), next_page=number + 1 if number < 3 else 0)

    listings = Listings(customers=customers)
    [found] = await listings.customers(JOHN)
    assert [key.label for key in found] == ["label1", "label2", "label3"]
    assert listings.calls == {"/clob/accounts": 3}


@pytest.mark.parametrize("next_page", [1, -1, 3, 2**63])
async def test_a_customer_listing_that_turns_back_is_refused(next_page: int) -> None:
    """A next page that does not lead onwards ends the reading with an error."""
    listings = Listings(customers=lambda _: customer_page(customer(), next_page=next_page))
    [result] = await listings.customers(JOHN)
    assert code(result) == "VENUE_ANSWER"
    assert listings.calls == {"/clob/accounts": 1}


async def test_a_customer_listing_without_end_ends_with_the_request() -> None:
    """Pages are followed as far as the venue says, until time is up."""
    listings = Listings(customers=lambda query: customer_page(customer(), next_page=int(query["page"]) + 1))
    BUDGET.set(Budget(0.3))
    [result] = await listings.customers(JOHN)
    assert code(result) == "VENUE_TIMEOUT"
    assert listings.calls["/clob/accounts"] > 50


async def test_of_a_customer_listed_twice_the_later_page_counts() -> None:
    """A customer account that moved to a later page while the listing was read is there once."""
    pages = {1: customer(account_tier="gold"), 2: customer(account_tier="pro")}
    listings = Listings(
        customers=lambda query: customer_page(pages[int(query["page"])], next_page=2 if query["page"] == "1" else 0)
    )
    [found] = await listings.customers(JOHN)
    assert {key: account.tier for key, account in found.items()} == {labeled(JOHN, "general"): "pro"}


async def test_a_page_of_a_labels_customers() -> None:
    """One call gives a page of everybody's customer accounts of a label, in the platform's group alone, sorted."""
    rows = [customer("CCCCCC", "a"), customer("BBBBBB", "a", account_group="ELSE99"), customer("AAAAAA", "a")]
    listings = Listings(customers=lambda query: customer_page(*rows, next_page=int(query["page"]) + 1))
    page = await listings.adapter.customer_page("a", 4)
    assert [account.key for account in page.customers] == [labeled("AAAAAA", "a"), labeled("CCCCCC", "a")]
    assert (page.page, page.next_page) == (4, 5)
    assert listings.queries == [{"account_label": "a", "page": "4"}]


async def test_a_page_of_other_labels_is_refused() -> None:
    """A venue that does not filter by the label gives no page of it."""
    listings = Listings(customers=lambda _: customer_page(customer(), customer(label="other")))
    with pytest.raises(VenueAnswerError):
        await listings.adapter.customer_page("general", 1)


async def test_a_page_of_a_labels_customers_in_the_sandbox(wired: Wired) -> None:
    """Everybody has the label "general", those without ledger rows included."""
    page = await wired.ports.labeled[Venue.ZEROHASH].customer_page("general", 1)
    assert len({account.key.participant_code for account in page.customers}) == 20
    assert {account.key.label for account in page.customers} == {"general"}
    assert (page.page, page.next_page) == (1, None)
    assert wired.calls(Venue.ZEROHASH) == {"clob_accounts": 1}


@pytest.mark.parametrize(("status", "expected"), [(400, "VENUE_ANSWER"), (500, "VENUE_UNAVAILABLE")])
async def test_a_customer_listing_that_fails_costs_only_its_participant(status: int, expected: str) -> None:
    """A listing that fails is the result of the participant it was read for."""
    listings = Listings(
        customers=lambda query: status if query["participant_code"] == JOHN else customer_page(customer("C00001"))
    )
    failed, found = await listings.customers(JOHN, "C00001")
    assert code(failed) == expected
    assert list(found) == [labeled("C00001", "general")]
