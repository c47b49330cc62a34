"""The Polymarket US venue answers in the documented shapes, pages and quirks."""

import pytest

from sandbox import Sandbox
from tests.sandbox.clients import Clients

MAIN = "firms/acme/accounts/main"
HEDGE = "firms/acme/accounts/hedge"
BALANCE = {
    "balance",
    "capitalRequirement",
    "excessCapital",
    "buyingPower",
    "securities",
    "totalSecurityNotionalValue",
    "totalSecurityAvailableValue",
    "openOrders",
    "unsettledFunds",
    "marginRequirement",
    "updateTime",
}


async def test_health_needs_no_token(clients: Clients) -> None:
    """Anybody may ask whether the venue is up."""
    assert (await clients.send("polymarket_us", "GET", "/v1/health")).json() == {"status": "ok"}


async def test_whoami(clients: Clients) -> None:
    """The current route names the firm `firm`, the older one `firmId`."""
    current = (await clients.polymarket("GET", "/v1/whoami")).json()
    assert current == {
        "user": "firms/acme-trading/users/john-smith",
        "userDisplayName": "John Smith",
        "firm": "acme-trading",
        "firmDisplayName": "Acme Trading",
        "audience": "http://polymarket-us.sandbox",
        "firmType": "FIRM_TYPE_PARTICIPANT",
    }
    assert (await clients.polymarket("GET", "/v1/accounts/whoami")).json()["firmId"] == "acme-trading"


async def test_users_are_parallel_arrays_of_unequal_length(clients: Clients) -> None:
    """There are fewer display names than users."""
    for path in ("/v1/users", "/v1/accounts/users"):
        body = (await clients.polymarket("GET", path)).json()
        assert len(body["users"]) == len(body["firms"]) == len(body["firmsDisplayNames"]) == 2
        assert body["displayNames"] == ["John Smith"]


async def test_accounts_are_listed_whole_or_by_user(clients: Clients, sandbox: Sandbox) -> None:
    """The list has John's, the crowd's and the fault accounts; a user narrows it."""
    body = (await clients.polymarket("GET", "/v1/accounts")).json()
    assert len(body["accounts"]) == len(body["displayNames"]) == 1 + 20 + 11
    people = [*sandbox.world.people(), *sandbox.world.fault_people.values()]
    assert set(body["accounts"]) == {HEDGE, *map(sandbox.polymarket_us.trading.name_of, people)}
    john = (await clients.polymarket("GET", "/v1/accounts?user=firms/acme-trading/users/john-smith")).json()
    assert john == {"accounts": [MAIN, HEDGE], "displayNames": ["Main", "Hedge"]}
    foreign = await clients.polymarket("GET", "/v1/accounts?user=firms/other/users/somebody")
    assert (foreign.status_code, foreign.json()["code"]) == (403, 7)


async def test_accounts_as_objects(clients: Clients, sandbox: Sandbox) -> None:
    """The older route lists objects with a status, and so does the current one when switched."""
    old = (await clients.polymarket("GET", "/v1/accounts/accounts")).json()
    assert old["accounts"][0] == {"accountId": MAIN, "name": MAIN, "displayName": "Main", "status": "Active"}
    assert {row["status"] for row in old["accounts"]} == {"Active", "Suspended", "Closed"}
    sandbox.polymarket_us.account_rows = "objects"
    assert (await clients.polymarket("GET", "/v1/accounts")).json() == old


async def test_balances_of_the_main_account(clients: Clients) -> None:
    """All currencies in one map; one currency alone gives the same object."""
    body = (await clients.polymarket("POST", "/v1/positions/balances", json={"name": MAIN})).json()
    usd = body["balances"]["USD"]
    assert set(usd) == BALANCE
    assert (usd["balance"], usd["buyingPower"], usd["marginRequirement"]) == ("10000.0364", "8450.0364", "1000.00")
    one = await clients.polymarket("POST", "/v1/positions/balance", json={"name": MAIN, "currency": "USD"})
    assert one.json() == usd


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/positions/balances", {}, 400, 3),
        ("/v1/positions/balances", {"name": "firms/acme/accounts/nobody"}, 404, 5),
        ("/v1/positions/balances", {"name": "firms/other/accounts/main"}, 403, 7),
        ("/v1/positions/balance", {"name": MAIN}, 400, 3),
        ("/v1/positions/balance", {"name": MAIN, "currency": "EUR"}, 404, 5),
        ("/v1/refdata/instruments", {"pageSize": 1001}, 400, 3),
        ("/v1/refdata/instruments", {"pageToken": "x"}, 400, 3),
        ("/v1/refdata/instruments", {"symbols": "x"}, 400, 3),
        ("/v1/refdata/instruments", [], 400, 3),
    ],
)
async def test_wrong_bodies_are_refused(clients: Clients, path: str, body: object, status: int, code: int) -> None:
    """The answer is a gRPC status that fits the HTTP one."""
    answer = await clients.polymarket("POST", path, json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()) == {"code", "message", "details"}


async def test_positions_are_paged_with_a_parallel_array(clients: Clients) -> None:
    """Following the tokens gives each position once, with its available quantity beside it."""
    whole = (await clients.polymarket("GET", f"/v1/positions?name={MAIN}")).json()
    assert (whole["nextPageToken"], whole["eof"]) == ("", True)
    found, free, token, eof = [], [], "", False
    while not eof:
        page = (await clients.polymarket("GET", f"/v1/positions?name={MAIN}&pageSize=2&pageToken={token}")).json()
        found += page["positions"]
        free += page["availablePosition"]
        token, eof = page["nextPageToken"], page["eof"]
        assert bool(token) != eof
    assert (found, free) == (whole["positions"], whole["availablePosition"])
    assert len(found) == 5


async def test_position_flags_and_symbol(clients: Clients) -> None:
    """Zero and expired rows drop out when asked; a zero value is left out of its row."""
    every = (await clients.polymarket("GET", f"/v1/positions?name={MAIN}")).json()["positions"]
    assert "netPosition" not in every[3]
    assert every[4]["expired"] is True
    held = (await clients.polymarket("GET", f"/v1/positions?name={MAIN}&nonZeroOnly=true&activeOnly=true")).json()
    assert [row["symbol"] for row in held["positions"]] == [row["symbol"] for row in every[:3]]
    assert (held["positions"][0]["netPosition"], held["availablePosition"][0]) == ("150", "120")
    snake = (await clients.polymarket("GET", f"/v1/positions?name={MAIN}&non_zero_only=true&active_only=true")).json()
    assert snake == held
    one = (await clients.polymarket("GET", f"/v1/positions?name={MAIN}&symbol=tec-nfl-sbw-2026-02-08-kc")).json()
    assert [row["netPosition"] for row in one["positions"]] == ["150"]


async def test_scales_are_known_for_two_of_three_positions(clients: Clients) -> None:
    """One instrument divides quantities by 1, one by 100, one is unknown; another leaves its scale out."""
    held = (await clients.polymarket("GET", f"/v1/positions?name={MAIN}&nonZeroOnly=true&activeOnly=true")).json()
    symbols = [row["symbol"] for row in held["positions"]]
    asked = {"symbols": [*symbols, "tec-nfl-sbw-2026-02-08-phi"]}
    body = (await clients.polymarket("POST", "/v1/refdata/instruments", json=asked)).json()
    rows = {row["symbol"]: row for row in body["instruments"]}
    assert rows[symbols[0]]["priceScale"] == "1000"
    assert [rows[symbol]["fractionalQtyScale"] for symbol in symbols[:2]] == ["1", "100"]
    assert symbols[2] not in rows
    assert "fractionalQtyScale" not in rows["tec-nfl-sbw-2026-02-08-phi"]


async def test_instruments_are_paged(clients: Clients) -> None:
    """Pages hold each instrument once; names in snake case are taken too."""
    first = (await clients.polymarket("POST", "/v1/refdata/instruments", json={"pageSize": 3})).json()
    rest = await clients.polymarket(
        "POST", "/v1/refdata/instruments", json={"page_size": 3, "page_token": first["nextPageToken"]}
    )
    assert (first["eof"], rest.json()["eof"]) == (False, True)
    assert len({row["symbol"] for row in first["instruments"] + rest.json()["instruments"]}) == 5


async def test_open_orders_of_many_accounts(clients: Clients) -> None:
    """Accounts and symbols may repeat; a new order has neither state nor filled quantity."""
    body = (await clients.polymarket("GET", f"/v1/trading/orders/open?accounts={MAIN}&accounts={HEDGE}")).json()
    new, partial, hedged = body["orders"]
    assert "state" not in new
    assert "cumQty" not in new
    assert (partial["state"], partial["cumQty"], partial["leavesQty"]) == (
        "ORDER_STATE_PARTIALLY_FILLED",
        "250",
        "350",
    )
    assert hedged["account"] == HEDGE
    path = f"/v1/trading/orders/open?accounts={MAIN}&symbols={new['symbol']}"
    assert (await clients.polymarket("GET", path)).json() == {"orders": [new]}
    everything = (await clients.polymarket("GET", "/v1/trading/orders/open")).json()["orders"]
    assert len(everything) > 3


async def test_scopes_are_enforced(clients: Clients, sandbox: Sandbox) -> None:
    """A token without the scope gets 403 with the scope's name and no details."""
    sandbox.polymarket_us.tokens.scopes = ("read:accounts",)
    await clients.renew()
    answer = await clients.polymarket("POST", "/v1/positions/balances", json={"name": MAIN})
    assert answer.status_code == 403
    assert answer.json() == {"code": 7, "message": "permission denied: missing required scope read:positions"}
    assert (await clients.polymarket("GET", "/v1/whoami")).status_code == 200


@pytest.mark.parametrize(
    ("path", "missing", "wrong"),
    [
        ("/v1/users", 403, 403),
        (f"/v1/positions?name={MAIN}", 403, 403),
        ("/v1/trading/orders/open", 403, 403),
        ("/v1/whoami", 200, 403),
        ("/v1/accounts", 200, 403),
    ],
)
async def test_the_participant_header(clients: Clients, path: str, missing: int, wrong: int) -> None:
    """It is required where calls concern accounts, optional on identity, and never ignored there."""
    headers = {"authorization": f"Bearer {await clients.renew()}"}
    assert (await clients.send("polymarket_us", "GET", path, headers=headers)).status_code == missing
    headers["x-participant-id"] = "firms/acme/users/john-smith"
    answer = await clients.send("polymarket_us", "GET", path, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (wrong, 7)


async def test_an_unknown_path(clients: Clients) -> None:
    """It is a 404 with code 5."""
    answer = await clients.polymarket("GET", "/v1/nowhere")
    assert (answer.status_code, answer.json()["code"]) == (404, 5)
