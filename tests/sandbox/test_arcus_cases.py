"""Markets of Arcus that are not as all others, and addresses that it shows to nobody."""

import pytest

from sandbox import Sandbox, create_sandbox
from tests.sandbox.clients import Clients, Clock

JOHN = "0x00000000000000000000000000000000000000a1"
WHITELIST, API_KEY = "address not on access whitelist", "address does not match api key"


async def test_markets_that_are_not_as_all_others(clients: Clients) -> None:
    """A share that is called as a coin is, a halted market, a price of zero, and none at all."""
    rows = {row["marketId"]: row for row in (await clients.arcus("/markets")).json()["markets"]}
    prices = (await clients.arcus("/prices")).json()
    names = ("marketDisplayName", "category", "baseAsset", "quoteAsset", "status")
    assert [rows[5][name] for name in names] == ["COMP-USD", "EQUITY", "COMP", "USD", "ONLINE"]
    assert {number for number, row in rows.items() if row["status"] != "ONLINE"} == {6}
    assert {number for number, row in rows.items() if row["category"] != "CRYPTO"} == {5}
    assert (rows[7]["oraclePrice"], prices["7"]["oraclePrice"], prices["7"]["markPrice"]) == ("0", "0", "0")
    assert set(rows[7]) - set(rows[8]) == {"oraclePrice", "markPrice"}
    assert set(map(str, rows)) - set(prices) == {"8"}


@pytest.mark.parametrize(("number", "market"), [(36, "5"), (37, "6"), (38, "7"), (39, "8")])
async def test_somebody_holds_each_of_them(clock: Clock, number: int, market: str) -> None:
    """Four members of the crowd have a position in one of these markets each."""
    sandbox = create_sandbox(participants=40, clock=clock)
    clients = Clients(sandbox, clock)
    address = sandbox.arcus.margin.address_of(sandbox.world.person(number))
    assert market in (await clients.arcus(f"/account?address={address}")).json()["positions"]
    await clients.close()


@pytest.mark.parametrize(
    ("last", "status", "error"), [("b1", 403, WHITELIST), ("b2", 400, WHITELIST), ("b3", 403, API_KEY)]
)
async def test_addresses_that_nobody_is_shown(clients: Clients, last: str, status: int, error: str) -> None:
    """Every call about them is refused for its reason, with and without an index."""
    for call in ("account", "positions", "openOrders"):
        for query in (f"address=0x{'0' * 38}{last}", f"address={'0' * 38}{last.upper()}&accountIndex=3"):
            answer = await clients.arcus(f"/{call}?{query}")
            assert (answer.status_code, answer.json()) == (status, {"error": error})


@pytest.mark.parametrize(
    ("options", "status", "error"),
    [
        ({}, 403, API_KEY),
        ({"reason": "whitelist"}, 403, WHITELIST),
        ({"reason": "whitelist", "bad_request": True}, 400, WHITELIST),
    ],
)
async def test_the_venue_refuses_for_either_reason(
    clients: Clients, sandbox: Sandbox, options: dict[str, object], status: int, error: str
) -> None:
    """The fault says which words, and whether they come with 400."""
    sandbox.faults.set("arcus", "forbidden", **options)
    answer = await clients.arcus(f"/account?address={JOHN}")
    assert (answer.status_code, answer.json()) == (status, {"error": error})
