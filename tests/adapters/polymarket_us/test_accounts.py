"""Polymarket US's firm, users, accounts and cash: two generations of rows, parallel arrays, refusals."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adapters.polymarket_us.client import refusal
from adapters.polymarket_us.parse import (
    parse_accounts,
    parse_balances,
    parse_cash,
    parse_identity,
    parse_users,
)
from adapters.transport.calls import Call, Reply
from domain.accounts import AccountStatus
from domain.errors import (
    GatewayError,
    NotFoundError,
    VenueAnswerError,
    VenueCredentialsError,
    VenueForbiddenError,
)
from domain.keys import Owner, TradingKey
from domain.trading import TradingAccount
from domain.venues import Venue
from tests.adapters.conftest import OpenWired, Wired
from tests.adapters.specimens import JOHN, MAIN


def received(body: Any, status: int = 200) -> Reply:
    """A whole answer."""
    return Reply(status, msgspec.json.encode(body), datetime(2026, 10, 1, tzinfo=UTC))


@pytest.mark.parametrize("routes", ["current", "legacy"])
async def test_both_generations_of_routes(open_wired: OpenWired, routes: str) -> None:
    """Both sets of identity routes give the same firm, users and accounts; only the older one tells a status."""
    wired = await open_wired(routes=routes)
    port = wired.ports.trading[Venue.POLYMARKET_US]
    firm = await port.firm()
    assert (firm.name, firm.display_name, firm.kind) == ("firms/acme-trading", "Acme Trading", "PARTICIPANT")
    assert [(user.name.rpartition("/")[2], user.display_name) for user in await port.users()] == [
        ("drop-copy", None),
        ("john-smith", "John Smith"),
    ]
    keys = [TradingKey(MAIN), TradingKey("firms/acme/accounts/c00006"), TradingKey("firms/acme/accounts/c00008")]
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
    [account] = await wired.ports.accounts[Venue.POLYMARKET_US].accounts([TradingKey(MAIN)])
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
    """The firm is `firms/{id}`, whichever field and form names it; what is not told is None."""
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
    accounts = parse_accounts(received({"accounts": ["a/1", "a/2"], "displayNames": shown}))
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
    found = parse_accounts(received({"accounts": rows}))
    assert [(account.key.name, account.status.value) for account in found] == [
        ("firms/a/accounts/x", "UNKNOWN"),
        ("firms/a/accounts/y", "ACTIVE"),
        ("firms/a/accounts/z", "UNKNOWN"),
        ("short", "UNKNOWN"),
    ]
    refused: tuple[Any, ...] = ({}, {"accounts": None}, {"accounts": [{}]}, {"accounts": [7]})
    for broken in refused:
        with pytest.raises(ValueError, match=r"."):
            parse_accounts(received(broken))


async def test_a_link_to_an_account_that_is_not_listed(wired: Wired) -> None:
    """A link that the venue does not know is an error of its owner only, not a shorter list."""
    good, bad, none = await wired.ports.accounts[Venue.POLYMARKET_US].accounts_of(
        [Owner(JOHN, (TradingKey(MAIN),)), Owner("C00001", (TradingKey(MAIN), TradingKey("gone"))), Owner("C00002")]
    )
    assert not isinstance(good, GatewayError)
    assert isinstance(bad, NotFoundError)
    assert none == ()


def test_cash() -> None:
    """Amounts are text as sent, down to parts of a cent; what is left out is None, but balance and power are due."""
    full = {"balance": "10000.0364", "buyingPower": "8450.0364", "openOrders": "", "updateTime": None}
    [row] = parse_cash(received({"balances": {"USD": full}}))
    assert (row.currency, row.balance, row.buying_power, row.open_orders) == ("USD", "10000.0364", "8450.0364", None)
    [balance] = parse_balances([row])
    assert (balance.asset, balance.total, balance.available, balance.locked) == ("USD", "10000.0364", "8450.0364", None)
    currencies = parse_cash(received({"balances": {"USD": full, "EUR": full}}))
    assert [row.currency for row in currencies] == ["EUR", "USD"]
    for missing in ("balance", "buyingPower"):
        with pytest.raises(ValueError, match="missing required"):
            parse_cash(received({"balances": {"USD": {name: full[name] for name in full if name != missing}}}))


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("whoami", 401, VenueCredentialsError),
        ("balances", 401, VenueCredentialsError),
        ("positions", 403, VenueForbiddenError),
        ("positions", 404, NotFoundError),
        ("balances", 404, NotFoundError),
        ("open_orders", 404, NotFoundError),
        ("accounts_of_user", 404, NotFoundError),
        ("whoami", 404, VenueAnswerError),
        ("users", 404, VenueAnswerError),
        ("accounts", 404, VenueAnswerError),
        ("instruments", 404, VenueAnswerError),
        ("positions", 400, VenueAnswerError),
        ("positions", 464, VenueAnswerError),
    ],
)
def test_refusals(name: str, status: int, expected: type[GatewayError]) -> None:
    """A 4xx is the error that its status stands for; where nothing was named, a 404 is a route that is not there."""
    error = refusal(Call(name, "GET", "/"), received({"code": 5, "message": "venue words"}, status))
    assert type(error) is expected
    assert "venue words" not in str(error)


async def test_a_user_of_another_firm(wired: Wired) -> None:
    """A user that is not ours is forbidden, and costs only itself."""
    mine, other = await wired.ports.trading[Venue.POLYMARKET_US].trading_accounts(
        ["firms/acme-trading/users/john-smith", "firms/other/users/x"]
    )
    assert not isinstance(mine, GatewayError)
    assert isinstance(other, VenueForbiddenError)


async def test_the_key_file_is_read_at_once(open_wired: OpenWired, tmp_path: Path) -> None:
    """A key file that cannot be read is found when the ports are opened, not at the first call."""
    with pytest.raises(OSError, match="missing"):
        await open_wired(private_key_file=tmp_path / "missing.pem")
