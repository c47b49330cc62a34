"""What a write changed of trading and margin accounts is seen alike by every read of that venue."""

from typing import Any

import pytest

from sandbox import Sandbox
from tests.sandbox.clients import Clients
from tests.sandbox.reads import JOHN, MAIN

NEW = "firms/acme/accounts/new"
USER = "firms/acme-trading/users/john-smith"


async def balances(clients: Clients, name: str) -> dict[str, Any]:
    """All currencies of a trading account, each of which the single read confirms."""
    answer = await clients.polymarket("POST", "/v1/positions/balances", json={"name": name})
    held: dict[str, Any] = answer.json()["balances"]
    for currency, row in held.items():
        one = await clients.polymarket("POST", "/v1/positions/balance", json={"name": name, "currency": currency})
        assert one.json() == row
    return held


async def test_cash_of_a_trading_account(clients: Clients, sandbox: Sandbox) -> None:
    """What may be spent follows the cash, less margin and open orders; other accounts stay as they are."""
    before = await balances(clients, "firms/acme/accounts/hedge")
    sandbox.polymarket_us.trading.set_cash(MAIN, "20000.00000000000000000001")
    sandbox.polymarket_us.trading.set_cash(MAIN, "5", currency="EUR")
    held = await balances(clients, MAIN)
    names = ("balance", "excessCapital", "buyingPower", "marginRequirement", "openOrders", "updateTime")
    assert [held["USD"][name] for name in names] == [
        *("20000.00000000000000000001", "19000.00000000000000000001", "18450.00000000000000000001"),
        *("1000.00", "550.00", "2026-09-21T14:13:20Z"),
    ]
    assert held["EUR"]["buyingPower"] == "5.00"
    assert await balances(clients, "firms/acme/accounts/hedge") == before
    sandbox.world.overlay.reset()
    assert (await balances(clients, MAIN))["USD"]["balance"] == "10000.0364"


async def test_a_new_trading_account_is_in_every_list(clients: Clients, sandbox: Sandbox) -> None:
    """It comes last, for its user too, holds nothing, and can be read and spent from."""
    lists = ("/v1/accounts", f"/v1/accounts?user={USER}", "/v1/accounts/accounts")
    before = [(await clients.polymarket("GET", path)).json()["accounts"] for path in lists]
    assert (await clients.polymarket("GET", f"/v1/positions?name={NEW}")).status_code == 404
    sandbox.polymarket_us.trading.open_account(NEW, "New", user=USER)
    after = [(await clients.polymarket("GET", path)).json()["accounts"] for path in lists]
    row = {"accountId": NEW, "name": NEW, "displayName": "New", "status": "Active"}
    assert after == [before[0] + [NEW], before[1] + [NEW], before[2] + [row]]
    assert await balances(clients, NEW) == {}
    sandbox.polymarket_us.trading.set_cash(NEW, "1.5")
    assert (await balances(clients, NEW))["USD"]["buyingPower"] == "1.50"
    assert (await clients.polymarket("GET", f"/v1/positions?name={NEW}")).json()["positions"] == []
    with pytest.raises(ValueError, match="already"):
        sandbox.polymarket_us.trading.open_account(NEW, "New")
    with pytest.raises(ValueError, match="no trading account"):
        sandbox.polymarket_us.trading.set_cash("firms/acme/accounts/nobody", "1")


async def test_a_status_of_a_trading_account(clients: Clients, sandbox: Sandbox) -> None:
    """Only that row of the list changes."""
    before = (await clients.polymarket("GET", "/v1/accounts/accounts")).json()["accounts"]
    sandbox.polymarket_us.trading.set_status(before[3]["name"], "Suspended")
    after = (await clients.polymarket("GET", "/v1/accounts/accounts")).json()["accounts"]
    assert after[3] == {**before[3], "status": "Suspended"} != before[3]
    assert after[:3] + after[4:] == before[:3] + before[4:]


async def test_cash_of_a_margin_account(clients: Clients, sandbox: Sandbox) -> None:
    """Equity and free collateral move by as much as the cash does, and the sequence number goes on."""
    sandbox.arcus.margin.set_cash(JOHN, 0, "39961")
    body = (await clients.arcus(f"/account?address={JOHN}")).json()
    names = ("netQuoteBalance", "equity", "freeCollateral", "sequenceNumber")
    assert [body[name] for name in names] == ["39961", "103961", "100476", 5002]
    assert (await clients.arcus(f"/account?address={JOHN}&accountIndex=9")).json()["netQuoteBalance"] == "-25.5"
    sandbox.world.overlay.reset()
    assert (await clients.arcus(f"/account?address={JOHN}")).json()["sequenceNumber"] == 5001


async def test_positions_of_a_margin_account(clients: Clients, sandbox: Sandbox) -> None:
    """A position that was set is in both reads and in the figures; at size zero it is gone."""
    sandbox.arcus.margin.set_holding(JOHN, 0, 2, "0", "0")
    sandbox.arcus.margin.set_holding(JOHN, 0, 3, "2", "140")
    body = (await clients.arcus(f"/account?address={JOHN}")).json()
    assert list(body["positions"]) == ["1", "3"]
    assert body["equity"] == "133260.5"
    assert (await clients.arcus(f"/positions?address={JOHN}")).json() == {"positions": body["positions"], "total": 2}
    with pytest.raises(ValueError, match="no market 9"):
        sandbox.arcus.margin.set_holding(JOHN, 0, 9, "1", "1")


async def test_a_new_margin_account(clients: Clients, sandbox: Sandbox) -> None:
    """An index without any activity has an account from the first write on."""
    assert (await clients.arcus(f"/account?address={JOHN}&accountIndex=4")).status_code == 404
    sandbox.arcus.margin.set_cash(JOHN, 4, "12.5")
    body = (await clients.arcus(f"/account?address={JOHN}&accountIndex=4")).json()
    assert (body["accountIndex"], body["equity"], body["freeCollateral"]) == (4, "12.5", "12.5")


def test_who_was_added_has_accounts_nowhere_else(sandbox: Sandbox) -> None:
    """A new participant is linked to nothing until there is something to link."""
    before = sandbox.links()
    ann = sandbox.world.add_person("Ann", "ann@example.com")
    assert ann.code not in sandbox.links()
    assert sandbox.links() == before
