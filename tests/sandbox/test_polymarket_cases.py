"""Who sees what at Polymarket US, and what few of the crowd have there."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from sandbox import Sandbox, create_sandbox
from tests.sandbox.clients import Clients, Clock

MAIN = "firms/acme/accounts/main"
OWN, OTHER = "firms/acme/accounts/c00005", "firms/acme/accounts/c0000a"
CUSTOMER = "firms/acme-trading/users/c00005"
DROP_COPY = "firms/acme-trading/users/drop-copy"


@pytest.fixture
async def clients(clock: Clock) -> AsyncIterator[Clients]:
    """Forty people: all of the few are among them."""
    made = Clients(create_sandbox(participants=40, limits=False, clock=clock), clock)
    yield made
    await made.close()


@pytest.fixture
def sandbox(clients: Clients) -> Sandbox:
    """Their sandbox."""
    return clients.sandbox


async def acting(clients: Clients, user: str, method: str, path: str, **options: Any) -> httpx.Response:
    """One call for this user."""
    headers = {"authorization": f"Bearer {await clients.renew()}", "x-participant-id": user}
    return await clients.send("polymarket_us", method, path, headers=headers, **options)


async def test_a_customer_sees_only_what_is_theirs(clients: Clients) -> None:
    """Accounts, orders and users of others are left out of lists and refused by name."""
    accounts = (await acting(clients, CUSTOMER, "GET", "/v1/accounts")).json()
    assert accounts == {"accounts": [OWN], "displayNames": ["Customer 00005"]}
    assert (await acting(clients, CUSTOMER, "GET", f"/v1/accounts?user={CUSTOMER}")).json() == accounts
    john = "firms/acme-trading/users/john-smith"
    assert (await acting(clients, CUSTOMER, "GET", f"/v1/accounts?user={john}")).json()["accounts"] == []
    assert (await acting(clients, john, "GET", f"/v1/accounts?user={CUSTOMER}")).json() == accounts
    users = (await acting(clients, CUSTOMER, "GET", "/v1/users")).json()
    assert (users["users"], users["displayNames"]) == ([CUSTOMER], ["Customer 00005"])
    me = (await acting(clients, CUSTOMER, "GET", "/v1/whoami")).json()
    assert (me["user"], me["userDisplayName"]) == (CUSTOMER, "Customer 00005")
    orders = (await acting(clients, CUSTOMER, "GET", "/v1/trading/orders/open")).json()["orders"]
    assert {row["account"] for row in orders} == {OWN}


@pytest.mark.parametrize("name", [MAIN, OTHER])
async def test_accounts_of_others_are_refused(clients: Clients, name: str) -> None:
    """A known participant is told 403 about another's account, and 404 only where there is none."""
    for method, path, options in (
        ("POST", "/v1/positions/balances", {"json": {"name": name}}),
        ("POST", "/v1/positions/balance", {"json": {"name": name, "currency": "USD"}}),
        ("GET", f"/v1/positions?name={name}", {}),
        ("GET", f"/v1/trading/orders/open?accounts={name}", {}),
        ("GET", f"/v1/trading/orders/open?accounts={OWN}&accounts={name}", {}),
    ):
        answer = await acting(clients, CUSTOMER, method, path, **options)
        assert (answer.status_code, answer.json()["code"]) == (403, 7)
        assert answer.json()["message"] == "permission denied: account belongs to another participant"
        unknown = {"json": {**options["json"], "name": f"{MAIN}x"}} if options else {}
        assert (await acting(clients, CUSTOMER, method, path.replace(name, f"{MAIN}x"), **unknown)).status_code == 404
    assert (await acting(clients, CUSTOMER, "GET", f"/v1/positions?name={OWN}")).status_code == 200


async def test_the_drop_copy_user_has_no_account(clients: Clients) -> None:
    """A user who is known and has none sees none."""
    assert (await acting(clients, DROP_COPY, "GET", "/v1/accounts")).json()["accounts"] == []
    assert (await acting(clients, DROP_COPY, "GET", f"/v1/positions?name={MAIN}")).status_code == 403
    assert (await acting(clients, DROP_COPY, "GET", "/v1/whoami")).json()["userDisplayName"] == "Drop Copy"


@pytest.mark.parametrize("user", ["firms/acme-trading/users/c0000A", "firms/acme/users/c00005", "c00005"])
async def test_a_participant_that_is_not_known(clients: Clients, user: str) -> None:
    """A name that was made up is refused, however near it is."""
    assert (await acting(clients, user, "GET", "/v1/accounts")).status_code == 403


async def test_who_opened_an_account_sees_it(clients: Clients, sandbox: Sandbox) -> None:
    """A user is known from the account that a write opened for them."""
    user, name = "firms/acme-trading/users/new", "firms/acme/accounts/new"
    sandbox.polymarket_us.trading.open_account(name, "New", user=user)
    assert (await acting(clients, user, "GET", "/v1/accounts")).json()["accounts"] == [name]


async def cash(clients: Clients, last: str) -> dict[str, Any]:
    """The balances of an account, whole."""
    name = f"firms/acme/accounts/c0000{last}"
    answer = await clients.polymarket("POST", "/v1/positions/balances", json={"name": name})
    body: dict[str, Any] = answer.json()
    return body


async def test_odd_cash(clients: Clients) -> None:
    """Securities, unsettled funds, nothing but zeros, and members that are left out."""
    secured = (await cash(clients, "l"))["balances"]["USD"]
    (held,) = secured["securities"].values()
    assert (held["haircut"], held["availableValue"]) == ("1000", "13500.00")
    assert secured["totalSecurityAvailableValue"] == "13500.00"
    assert (await cash(clients, "m"))["balances"]["USD"]["unsettledFunds"] == "125.50"
    zeros = (await cash(clients, "n"))["balances"]["USD"]
    assert (zeros["balance"], zeros["buyingPower"], zeros["marginRequirement"]) == ("0.00", "0.00", "0.00")
    assert await cash(clients, "o") == {}
    assert set((await cash(clients, "p"))["balances"]["USD"]) == {"balance", "buyingPower", "updateTime"}
    assert set((await cash(clients, "q"))["balances"]["USD"]) == {"updateTime"}


async def test_empty_answers(clients: Clients, sandbox: Sandbox) -> None:
    """About somebody who has nothing they have no members; a switch leaves out what is empty everywhere."""
    name = "firms/acme/accounts/c0000o"
    orders, positions = f"/v1/trading/orders/open?accounts={name}", f"/v1/positions?name={name}"
    assert (await clients.polymarket("GET", orders)).json() == {}
    assert (await clients.polymarket("GET", positions)).json() == {"eof": True}
    assert (await clients.polymarket("GET", f"{orders}&accounts={MAIN}")).json()["orders"]
    sandbox.polymarket_us.empties = "left_out"
    body = (await clients.polymarket("GET", f"/v1/positions?name={MAIN}")).json()
    assert (set(body), len(body["positions"])) == ({"positions", "availablePosition", "eof"}, 5)
    part = (await clients.polymarket("GET", f"/v1/positions?name={MAIN}&pageSize=2")).json()
    assert set(part) == {"positions", "availablePosition", "nextPageToken"}
    usd = await clients.polymarket("POST", "/v1/positions/balance", json={"name": MAIN, "currency": "USD"})
    assert "securities" not in usd.json()
    assert (await clients.polymarket("GET", "/v1/trading/orders/open?accounts=firms/acme/accounts/c00001")).json() == {}


async def test_expired_and_unpaid(clients: Clients) -> None:
    """Such a position is only left out where active ones are asked for."""
    path = "/v1/positions?name=firms/acme/accounts/c0000s&nonZeroOnly=true"
    live, expired = (await clients.polymarket("GET", path)).json()["positions"]
    assert (expired["expired"], expired["netPosition"], expired["realized"]) == (True, "30", "0")
    assert (await clients.polymarket("GET", f"{path}&activeOnly=true")).json()["positions"] == [live]


@pytest.mark.parametrize(
    ("last", "states"),
    [
        ("v", ["", "PARTIALLY_FILLED", "PENDING_NEW", "PENDING_REPLACE", "PENDING_CANCEL", "PENDING_RISK"]),
        ("w", ["", "FILLED", "CANCELED", "REPLACED", "REJECTED", "EXPIRED"]),
    ],
)
async def test_orders_in_every_state(clients: Clients, last: str, states: list[str]) -> None:
    """One account's open orders are in every open state; another's answer has closed ones, too."""
    path = f"/v1/trading/orders/open?accounts=firms/acme/accounts/c0000{last}"
    orders = (await clients.polymarket("GET", path)).json()["orders"]
    assert [row.get("state", "").removeprefix("ORDER_STATE_") for row in orders] == states
    assert len({row["id"] for row in orders}) == 6
    assert ("leavesQty" in orders[2]) == (last == "v")


@pytest.mark.parametrize(
    ("last", "symbol", "missing"),
    [
        ("x", "tec-oscar-2027-03-07-best-picture", "priceScale"),
        ("y", "tec-nfl-sbw-2026-02-08-phi", "fractionalQtyScale"),
    ],
)
async def test_a_scale_is_missing(clients: Clients, last: str, symbol: str, missing: str) -> None:
    """An instrument leaves out its price scale, another its quantity scale; positions are held in both."""
    held = (await clients.polymarket("GET", f"/v1/positions?name=firms/acme/accounts/c0000{last}")).json()
    assert [row["symbol"] for row in held["positions"]] == [symbol]
    body = (await clients.polymarket("POST", "/v1/refdata/instruments", json={"symbols": [symbol]})).json()
    assert {"priceScale", "fractionalQtyScale"} - set(body["instruments"][0]) == {missing}
