"""Polymarket US's listing of which a row cannot be read, through the whole gateway."""

from typing import Any

import pytest

from sandbox.polymarket_us.rows import HEDGE, JOHN_USER, MAIN
from sandbox.polymarket_us.state import TradingAccounts
from tests.house import House

ALL = "{ tradingAccounts { edges { node { name } } } }"
OF_USERS = "{ firm { users { name tradingAccounts { name } } } }"


def with_rows(monkeypatch: pytest.MonkeyPatch, *rows: Any) -> None:
    """Have the venue list these accounts, of whichever user."""
    monkeypatch.setattr(TradingAccounts, "listed", lambda _, found, objects: {"accounts": list(rows)})


def said(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """What the errors say beside their message."""
    return [error["extensions"] for error in answer["errors"]]


def lost(**details: str) -> dict[str, Any]:
    """What is said of an account that cannot be read."""
    return {"code": "VENUE_ANSWER", "venue": "POLYMARKET_US", "retryable": False, **details}


async def test_the_readable_accounts_are_listed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that cannot be read is left out and reported by name beside the others."""
    with_rows(monkeypatch, MAIN, {"name": "firms/acme/accounts/odd", "status": 5}, HEDGE)
    answer = await house.ask(ALL)
    assert [edge["node"]["name"] for edge in answer["data"]["tradingAccounts"]["edges"]] == [HEDGE, MAIN]
    assert said(answer) == [lost(account="firms/acme/accounts/odd")]


async def test_an_account_without_a_name_is_reported_too(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be named is still an error, once."""
    with_rows(monkeypatch, MAIN, 5, {"status": 5})
    answer = await house.ask(ALL)
    assert [edge["node"]["name"] for edge in answer["data"]["tradingAccounts"]["edges"]] == [MAIN]
    assert said(answer) == [lost()]


async def test_the_readable_accounts_of_a_user_are_listed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is with the accounts of each user."""
    with_rows(monkeypatch, MAIN, {"name": "odd", "status": 5})
    answer = await house.ask(OF_USERS)
    [john] = [user for user in answer["data"]["firm"]["users"] if user["name"] == JOHN_USER]
    assert john["tradingAccounts"] == [{"name": MAIN}]
    assert said(answer) == [lost(account="odd")]


async def test_a_listing_of_nothing_that_can_be_read_is_null(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It never looks like a firm without accounts."""
    with_rows(monkeypatch, {"name": "odd", "status": 5})
    answer = await house.ask(ALL)
    assert answer["data"] == {"tradingAccounts": None}
    assert said(answer) == [lost()]
