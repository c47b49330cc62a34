"""What labels cost at zerohash, and that any label that it lists can be asked for again."""

import base64
import hashlib
import hmac
from typing import Any

import httpx
import msgspec
import pytest

from domain.errors import Unavailable, VenueAnswerError
from domain.keys import LabeledKey
from domain.labeled import LabeledAccount
from domain.venues import Venue
from tests.adapters.conftest import OpenWired, Wired
from tests.adapters.replies import code, timeless
from tests.adapters.specimens.zerohash import JOHN, PLATFORM, labeled
from tests.adapters.transport.scripted import Scripted, reply
from tests.adapters.zerohash.listings import SECRET, Listings, adapter_on, filtered, ledger_page, row

MANY = [row(label=f"label{number:04}", asset=asset) for number in range(5000) for asset in ("BTC", "ETH", "USD")]
"""Seventy-five pages."""

ODD = ["a b", "a/b", "a&b=c", "a+b", "100%", "a?b#c", "\u00e9t\u00e9", "\U0001f9d1\u200d\U0001f4bb", "'$!(x)*,;:@", "."]


def those_there(found: list[Any]) -> list[LabeledKey]:
    """The keys of the accounts that are there."""
    return [account.key for account in found if isinstance(account, LabeledAccount)]


async def test_one_label_is_one_call() -> None:
    """One label of an owner is asked for by itself, however long the owner's listing is."""
    listings = Listings(filtered(MANY))
    key = labeled(JOHN, "label4999")
    [account] = await listings.accounts(key)
    assert account.key == key
    assert [balance.asset for balance in account.balances] == ["BTC", "ETH", "USD"]
    assert listings.queries == [{"account_owner": JOHN, "account_label": "label4999", "page": "1"}]


async def test_several_labels_of_a_long_listing_are_a_call_each() -> None:
    """Where the first page says that the listing has more pages than labels are wanted, each label is a call."""
    listings = Listings(filtered(MANY))
    keys = [labeled(JOHN, f"label{number:04}") for number in (7, 4000, 12)]
    assert those_there(await listings.accounts(*keys)) == keys
    assert listings.calls == {"/accounts": 1 + 3}


@pytest.mark.parametrize(("size", "calls"), [(1000, 1), (3, 3), (1, 1 + 3)])
async def test_several_labels_of_a_short_listing_are_the_listing(size: int, calls: int) -> None:
    """Where there are no more pages than labels are wanted, the owner's whole listing is read."""
    rows = [row(label=label) for label in "abcdefgh"]
    listings = Listings(filtered(rows, size))
    keys = [labeled(JOHN, label) for label in ("h", "nowhere", "a")]
    found = await listings.accounts(*keys)
    assert found[1] is None
    assert those_there(found) == [keys[0], keys[2]]
    assert listings.calls == {"/accounts": calls}


async def test_many_owners_and_one_label_are_a_sweep_of_the_label() -> None:
    """The same label of many owners is one filtered sweep, and one call each where that is no dearer."""
    codes = [f"C{number:05}" for number in range(40)]
    rows = [row(owner, label) for owner in codes for label in ("general", *(f"other{n}" for n in range(30)))]
    keys = [labeled(owner, "general") for owner in codes]
    listings = Listings(filtered(rows, size=20))
    assert those_there(await listings.accounts(*keys)) == keys
    assert listings.queries == [{"account_label": "general", "page": page} for page in ("1", "2")]
    listings = Listings(filtered(rows, size=20))
    assert those_there(await listings.accounts(*keys[:2])) == keys[:2]
    assert [query["account_owner"] for query in listings.queries] == codes[:2]


async def test_many_owners_and_several_labels_are_a_sweep_of_everybody() -> None:
    """Mixed labels of many owners are one sweep of everything where it has no more pages than there are owners."""
    codes = [f"C{number:05}" for number in range(40)]
    rows = [row(owner, label) for owner in codes for label in ("a", "b")]
    listings = Listings(filtered(rows, size=20))
    keys = [labeled(owner, "ab"[number % 2]) for number, owner in enumerate(codes)]
    assert those_there(await listings.accounts(*keys)) == keys
    assert listings.queries == [{"page": str(number)} for number in range(1, 5)]


async def test_labels_and_sweeps_agree(open_wired: OpenWired) -> None:
    """An account is the same by its label, by its owner's listing and by a sweep."""
    wired = await open_wired(participants=60)
    port = wired.ports.labeled[Venue.ZEROHASH]
    keys = [labeled(wired.sandbox.world.person(number).code, "general") for number in range(60)]
    swept = await port.accounts(keys)
    assert wired.calls(Venue.ZEROHASH)["accounts"] < 10
    for key, account in zip(keys, swept, strict=True):
        assert timeless(await port.accounts([key])) == timeless([account])
        assert timeless(await port.accounts([key, key._replace(label="label-2")]))[0] == timeless([account])[0]


async def test_a_broken_row_costs_only_its_label() -> None:
    """An owner's listing with a broken row is one call, and only the label of that row fails."""
    rows = [row(label="a"), row(label="b", balance="NaN"), row(label="c")]
    listings = Listings(filtered(rows))
    first, second, third = await listings.accounts(*(labeled(JOHN, label) for label in "abc"))
    assert code(second) == "VENUE_ANSWER"
    assert those_there([first, third]) == [labeled(JOHN, "a"), labeled(JOHN, "c")]
    assert listings.calls == {"/accounts": 1}


async def test_a_filter_that_is_not_kept_is_refused() -> None:
    """A venue that answers with other labels than asked for gives no account."""
    [result] = await Listings(lambda _: ledger_page(row(), row(label="other"))).accounts(labeled(JOHN, "general"))
    assert code(result) == "VENUE_ANSWER"


@pytest.mark.parametrize("label", ODD)
async def test_any_label_can_be_asked_for_again(label: str) -> None:
    """A label that is listed is asked for in a target that is sent as it is signed, and its account comes back."""
    rows = [row(label=label), row(label="other")]

    async def answer(request: httpx.Request) -> httpx.Response:
        signed = f"{request.headers['x-scx-timestamp']}GET{request.url.raw_path.decode('ascii')}{{}}"
        digest = hmac.digest(base64.b64decode(SECRET), signed.encode(), hashlib.sha256)
        assert request.headers["x-scx-signed"] == base64.b64encode(digest).decode()
        return reply(200, msgspec.json.encode(filtered(rows)(dict(request.url.params))))

    adapter = adapter_on(Scripted(answer))
    [key, _] = sorted((labeled(JOHN, label), labeled(JOHN, "other")), key=lambda key: key.label == "other")
    assert adapter.key_in_id(*key) == key
    [account] = await adapter.accounts([key])
    assert isinstance(account, LabeledAccount)
    assert account.key == key
    page = await adapter.ledger_page(label, None, 1)
    assert [account.key for account in page.accounts] == [key]


async def test_the_sandbox_accepts_the_signature_of_any_label(wired: Wired) -> None:
    """A label that would change the query is one value of it, at the sandbox, too."""
    found = await wired.ports.labeled[Venue.ZEROHASH].accounts([labeled(JOHN, label) for label in ODD])
    assert found == [None] * len(ODD)
    for label in ODD:
        assert await wired.ports.labeled[Venue.ZEROHASH].accounts([labeled(JOHN, label)]) == [None]


async def test_a_page_of_a_labels_rows() -> None:
    """One call gives a page of everybody's rows of a label or an asset, as accounts, sorted by key."""
    rows = [
        row("BBBBBB", "a"),
        row("AAAAAA", "a", "ETH"),
        row("CCCCCC", "b"),
        row("BBBBBB", "a", "ETH"),
        row("DDDDDD", "a", account_group="ELSE99"),
    ]
    listings = Listings(filtered(rows, size=2))
    page = await listings.adapter.ledger_page("a", None, 1)
    assert [account.key for account in page.accounts] == [labeled("AAAAAA", "a"), labeled("BBBBBB", "a")]
    assert [len(account.ledgers) for account in page.accounts] == [1, 1]
    assert (page.page, page.last_page) == (1, 2)
    page = await listings.adapter.ledger_page("a", "ETH", 1)
    assert [account.key for account in page.accounts] == [labeled("AAAAAA", "a"), labeled("BBBBBB", "a")]
    assert (page.page, page.last_page) == (1, 1)
    page = await listings.adapter.ledger_page(None, None, 9)
    assert (page.accounts, page.page, page.last_page) == ((), 9, 2)
    assert listings.queries == [
        {"account_label": "a", "account_group": PLATFORM, "page": "1"},
        {"account_label": "a", "account_group": PLATFORM, "asset": "ETH", "page": "1"},
        {"account_group": PLATFORM, "page": "9"},
    ]


async def test_a_page_that_cannot_be_read_is_raised() -> None:
    """A page with a row that names no account, or one of another label, is none."""
    for spoiled in (row(account_label=7), row(label="other"), row(label="other", balance="")):
        listings = Listings(lambda _, spoiled=spoiled: ledger_page(row(), spoiled))  # type: ignore[misc]
        with pytest.raises(VenueAnswerError):
            await listings.adapter.ledger_page("general", None, 1)


async def test_a_page_of_a_labels_rows_in_the_sandbox(open_wired: OpenWired) -> None:
    """The pages of a label hold what the owners' listings hold."""
    wired = await open_wired(participants=60)
    port = wired.ports.labeled[Venue.ZEROHASH]
    page = await port.ledger_page("general", None, 1)
    assert page.last_page == 1
    assert wired.calls(Venue.ZEROHASH) == {"accounts": 1}
    for account in page.accounts:
        [single] = await port.accounts([account.key])
        assert not isinstance(single, Unavailable)
        assert timeless([single]) == timeless([account])
