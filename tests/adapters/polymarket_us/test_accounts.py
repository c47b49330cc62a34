"""Polymarket US's firm, users and accounts: two generations of rows, parallel arrays, links, other firms."""

from typing import Any

import pytest

from adapters.polymarket_us.parse import parse_accounts, parse_identity, parse_users
from domain.accounts import AccountStatus, Owned
from domain.errors import Unavailable, VenueAnswerError
from domain.keys import Link, Owner, TradingKey
from domain.trading import ListedAccounts, TradingAccount
from domain.venues import Venue
from tests.adapters.conftest import OpenWired, Wired
from tests.adapters.replies import code, received
from tests.adapters.specimens.polymarket_us import HEDGE, MAIN
from tests.adapters.specimens.specimen import JOHN


@pytest.mark.parametrize("routes", ["current", "legacy"])
async def test_both_generations_of_routes(open_wired: OpenWired, routes: str) -> None:
    """Both sets of identity routes give the same firm, users and accounts; only the older one has a status."""
    wired = await open_wired(routes=routes)
    port = wired.ports.trading[Venue.POLYMARKET_US]
    firm = await port.firm()
    assert (firm.name, firm.display_name, firm.kind) == ("firms/acme-trading", "Acme Trading", "PARTICIPANT")
    assert [(user.name.rpartition("/")[2], user.display_name) for user in await port.users()] == [
        ("drop-copy", None),
        ("john-smith", "John Smith"),
    ]
    keys = [MAIN, TradingKey("firms/acme/accounts/c00006"), TradingKey("firms/acme/accounts/c00008")]
    accounts = await wired.ports.accounts[Venue.POLYMARKET_US].accounts(keys)
    statuses = [account.status for account in accounts if isinstance(account, TradingAccount)]
    if routes == "legacy":
        assert statuses == [AccountStatus.ACTIVE, AccountStatus.SUSPENDED, AccountStatus.CLOSED]
    else:
        assert statuses == [AccountStatus.UNKNOWN] * 3
    paths = {call.path for call in wired.sandbox.calls}
    assert ("/v1/accounts/whoami" in paths) == (routes == "legacy")


async def test_objects_under_the_current_routes(open_wired: OpenWired) -> None:
    """Rows may be objects under the current routes too."""
    wired = await open_wired()
    wired.sandbox.polymarket_us.account_rows = "objects"
    [account] = await wired.ports.accounts[Venue.POLYMARKET_US].accounts([MAIN])
    assert isinstance(account, TradingAccount)
    assert (account.display_name, account.status) == ("Main", AccountStatus.ACTIVE)


@pytest.mark.parametrize(
    ("body", "firm"),
    [
        ({"firm": "acme"}, "firms/acme"),
        ({"firmId": "acme"}, "firms/acme"),
        ({"firm": "firms/acme", "firmId": "other"}, "firms/acme"),
    ],
)
def test_a_firm_has_one_spelling(body: dict[str, str], firm: str) -> None:
    """The firm is `firms/{id}`, whichever field and form names it; what is left out is None."""
    assert parse_identity(received(body)) == (firm, None, None)


@pytest.mark.parametrize("body", [{}, {"firm": ""}, {"code": 7, "message": "permission denied"}])
def test_an_identity_without_a_firm_is_refused(body: Any) -> None:
    """An answer that names no firm is no identity."""
    with pytest.raises(ValueError, match="no firm"):
        parse_identity(received(body))


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (None, [None, None]),
        ([], [None, None]),
        (["A"], ["A", None]),
        (["A", ""], ["A", None]),
        (["A", "B", "C"], ["A", "B"]),
    ],
)
def test_parallel_arrays_of_unequal_length(shown: list[str] | None, expected: list[str | None]) -> None:
    """No user and no account is dropped or invented when the display names are fewer or more."""
    users = parse_users(received({"users": ["u/1", "u/2"], "displayNames": shown}))
    assert [user.display_name for user in users] == expected
    accounts = parse_accounts(received({"accounts": ["a/1", "a/2"], "displayNames": shown})).listed().accounts
    assert [account.display_name for account in accounts] == expected


def test_rows_of_either_generation() -> None:
    """A row is a name, or an object with a name or an account id; the list is sorted, without repetitions."""
    rows: list[Any] = [
        "firms/a/accounts/z",
        {"accountId": "firms/a/accounts/y", "name": "Why", "status": "Active"},
        {"name": "firms/a/accounts/x", "displayName": "X", "status": "frozen"},
        {"accountId": "short"},
        "firms/a/accounts/z",
    ]
    found = parse_accounts(received({"accounts": rows})).listed().accounts
    assert [(account.key.name, account.status.value) for account in found] == [
        ("firms/a/accounts/x", "UNKNOWN"),
        ("firms/a/accounts/y", "ACTIVE"),
        ("firms/a/accounts/z", "UNKNOWN"),
        ("short", "UNKNOWN"),
    ]
    refused: tuple[Any, ...] = ([], {"accounts": {}}, {"accounts": "a"}, {"displayNames": 7}, {"code": 7})
    for broken in refused:
        with pytest.raises(ValueError, match=r"."):
            parse_accounts(received(broken))


@pytest.mark.parametrize("empty", [{}, {"accounts": None, "displayNames": None}, {"accounts": []}])
def test_a_firm_without_accounts_and_users(empty: Any) -> None:
    """What is empty may be left out: no accounts and no users."""
    assert parse_accounts(received(empty)).listed() == ListedAccounts()
    assert parse_users(received({name.replace("accounts", "users"): held for name, held in empty.items()})) == ()


def test_a_user_is_listed_once() -> None:
    """A user that is listed twice is one user; one without a name is none."""
    users = parse_users(received({"users": ["u/2", "u/1", "u/2"], "displayNames": [None, "A", "B"]}))
    assert [(user.name, user.display_name) for user in users] == [("u/1", "A"), ("u/2", "B")]
    with pytest.raises(ValueError, match="without a name"):
        parse_users(received({"users": [""]}))


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        *(({"name": "gone", "status": 7}, None), ({"accountId": "gone", "displayName": []}, None), ("gone", 7)),
        *((7, None), (None, None), ("", None), ({}, None), ([], "A"), ({"name": 7}, "A")),
    ],
)
def test_a_row_that_cannot_be_read_costs_its_own_account(row: Any, shown: Any) -> None:
    """Its neighbours are whole; without a name it may be any account that is not listed otherwise."""
    body = {"accounts": [MAIN.name, row, HEDGE.name], "displayNames": ["Main", shown, "Hedge"]}
    listing = parse_accounts(received(body))
    main, hedge = listing.find(MAIN), listing.find(HEDGE)
    assert isinstance(main, TradingAccount)
    assert isinstance(hedge, TradingAccount)
    assert (main.display_name, hedge.display_name) == ("Main", "Hedge")
    assert code(listing.find(TradingKey("gone"))) == "VENUE_ANSWER"
    assert listing.listed().accounts == (hedge, main)
    named = row == "gone" or (isinstance(row, dict) and "gone" in row.values())
    assert listing.listed().unreadable == ("gone" if named else None,)


@pytest.mark.parametrize(
    "rows", [[7], [{"name": "gone", "status": 7}], ["a\n"], [None, {"name": "gone", "status": []}]]
)
def test_a_listing_of_which_nothing_can_be_read_is_no_empty_list(rows: list[Any]) -> None:
    """Where there are accounts and none can be read, that is an answer that is none."""
    with pytest.raises(VenueAnswerError):
        parse_accounts(received({"accounts": rows})).listed()


def test_accounts_that_cannot_be_read_are_each_named_once() -> None:
    """By name, sorted; of all that have no name that can be told there is one sign, at the end."""
    rows = ["b", {"name": "z", "status": 7}, 7, None, "a\n", {"name": "c", "status": 7}, {"name": "c", "status": 7}]
    assert parse_accounts(received({"accounts": rows})).listed().unreadable == ("c", "z", None)


UNCARRIED = ["a\nb", "a\x00", "x" * 1001, "\u00e4" * 501]


@pytest.mark.parametrize("name", UNCARRIED, ids=lambda name: ascii(name)[:20])
def test_names_that_no_id_can_carry_are_refused(name: str) -> None:
    """A user or a firm of such a name is no answer; an account of such a name is a row that cannot be read."""
    with pytest.raises(ValueError, match="no id can carry"):
        parse_users(received({"users": ["u/1", name]}))
    with pytest.raises(ValueError, match="no id can carry"):
        parse_identity(received({"firm": name}))
    for row in (name, {"accountId": name}, {"accountId": f"firms/{name}", "name": "short"}):
        listing = parse_accounts(received({"accounts": [MAIN.name, row]}))
        assert isinstance(listing.find(MAIN), TradingAccount)
        assert [account.key for account in listing.listed().accounts] == [MAIN]
        assert listing.listed().unreadable == (None,)


async def test_a_stale_link_costs_its_own_account(wired: Wired) -> None:
    """A link that the venue does not know is named as missing; the other accounts of its owner are there, each once."""
    main, gone = Link(Venue.POLYMARKET_US, MAIN), Link(Venue.POLYMARKET_US, TradingKey("gone"))
    hedge = Link(Venue.POLYMARKET_US, HEDGE)
    good, stale, none = await wired.ports.accounts[Venue.POLYMARKET_US].accounts_of(
        [Owner(JOHN, (main,)), Owner("C00001", (main, gone, hedge, main, gone)), Owner("C00002")]
    )
    assert not isinstance(good, Unavailable)
    assert not isinstance(stale, Unavailable)
    assert ([account.key for account in good.accounts], good.missing) == ([MAIN], ())
    assert ([account.key for account in stale.accounts], stale.missing) == ([HEDGE, MAIN], (TradingKey("gone"),))
    assert none == Owned()


async def test_a_user_of_another_firm(wired: Wired) -> None:
    """A user that is not ours is forbidden, and costs only itself."""
    mine, other = await wired.ports.trading[Venue.POLYMARKET_US].trading_accounts(
        ["firms/acme-trading/users/john-smith", "firms/other/users/x"]
    )
    assert not isinstance(mine, Unavailable)
    assert [account.key for account in mine.accounts] == [HEDGE, MAIN]
    assert code(other) == "VENUE_FORBIDDEN"
