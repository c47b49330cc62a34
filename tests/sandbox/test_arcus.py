"""The Arcus venue answers in the documented shapes and quirks."""

import pytest

from tests.sandbox.clients import Clients

JOHN = "0x00000000000000000000000000000000000000a1"
LEVERAGED = "0x00000000000000000000000000000000000000a2"
STRANGER = f"0x{'9' * 40}"


async def test_the_worked_example(clients: Clients) -> None:
    """John's account has the figures of the documented formulas, worked out by hand."""
    body = (await clients.arcus(f"/account?address={JOHN}&accountIndex=0")).json()
    assert (body["address"], body["accountIndex"], body["sequenceNumber"]) == (JOHN, 0, 5001)
    amounts = ("netQuoteBalance", "equity", "freeCollateral", "netDeposits", "pendingDeposits", "pendingWithdrawals")
    assert [body[name] for name in amounts] == ["39960.5", "103960.5", "100475.5", "100000", "250", "0"]
    bitcoin, ether = body["positions"]["1"], body["positions"]["2"]
    names = ("side", "size", "averageEntryPrice", "leverage", "borrowedCapital", "marginUsed")
    assert [bitcoin[name] for name in names] == ["LONG", "1.5", "60000", "40", "-90000", "2325"]
    assert [ether[name] for name in names] == ["SHORT", "-10", "3000", "25", "30000", "1160"]
    assert (bitcoin["positionValueNotional"], ether["positionValueNotional"]) == ("93000", "-29000")
    assert (bitcoin["unrealizedPnl"], ether["unrealizedPnl"]) == ("-75", "40")
    assert bitcoin["cumulativeFunding"] == {"allTime": "-12.5", "sinceOpen": "-12.5", "sinceChange": "-12.5"}


async def test_the_ninth_subaccount_is_flat_and_negative(clients: Clients) -> None:
    """Its sequence number does not fit a float."""
    answer = await clients.arcus(f"/account?address={JOHN}&accountIndex=9")
    assert '"sequenceNumber":9007199254740993' in answer.text
    body = answer.json()
    assert (body["netQuoteBalance"], body["equity"], body["positions"]) == ("-25.5", "-25.5", {})


async def test_negative_cash_with_positive_equity(clients: Clients) -> None:
    """A fully margined long is mostly borrowed cash."""
    body = (await clients.arcus(f"/account?address={LEVERAGED}")).json()
    assert (body["netQuoteBalance"], body["equity"]) == ("-50000.25", "11999.75")


@pytest.mark.parametrize("spelling", [JOHN.upper(), JOHN[2:], JOHN[2:].upper(), f"0x{JOHN[2:].upper()}"])
async def test_addresses_are_taken_in_any_spelling(clients: Clients, spelling: str) -> None:
    """The reply has the lowercase form with 0x in front."""
    assert (await clients.arcus(f"/account?address={spelling}")).json()["address"] == JOHN


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("", "invalid address"),
        ("address=0x12", "invalid address"),
        (f"address={JOHN}0", "invalid address"),
        (f"address=0x{'g' * 40}", "invalid address"),
        (f"address={JOHN}&accountIndex=10", "invalid account index"),
        (f"address={JOHN}&accountIndex=-1", "invalid account index"),
        (f"address={JOHN}&accountIndex=x", "invalid account index"),
    ],
)
async def test_what_is_no_address_or_index_is_400(clients: Clients, query: str, error: str) -> None:
    """The body has only `error`."""
    for call in ("account", "positions", "openOrders"):
        answer = await clients.arcus(f"/{call}?{query}")
        assert (answer.status_code, answer.json()) == (400, {"error": error})


async def test_unknown_parameters_are_ignored(clients: Clients) -> None:
    """A mistyped index silently reads index 0."""
    body = (await clients.arcus(f"/account?address={JOHN}&account_index=9&subaccount=9")).json()
    assert body["accountIndex"] == 0


async def test_an_account_without_activity(clients: Clients) -> None:
    """The account call is 404 with its own text; positions and orders are empty."""
    for query in (f"address={STRANGER}", f"address={JOHN}&accountIndex=1"):
        answer = await clients.arcus(f"/account?{query}")
        assert (answer.status_code, answer.json()) == (404, {"error": "this account has no activity yet"})
        assert (await clients.arcus(f"/positions?{query}")).json() == {"positions": {}, "total": 0}
        assert (await clients.arcus(f"/openOrders?{query}")).json() == {"orders": [], "total": 0}
    nowhere = await clients.arcus("/nowhere")
    assert (nowhere.status_code, nowhere.json()) == (404, {"error": "not found"})


async def test_positions_are_those_of_the_account(clients: Clients) -> None:
    """They can be narrowed to one market."""
    account = (await clients.arcus(f"/account?address={JOHN}")).json()
    assert (await clients.arcus(f"/positions?address={JOHN}")).json() == {"positions": account["positions"], "total": 2}
    one = (await clients.arcus(f"/positions?address={JOHN}&market=ETH-USD")).json()
    assert list(one["positions"]) == ["2"]


async def test_open_orders_leave_out_index_zero(clients: Clients) -> None:
    """A partly filled order is OPEN with its own state."""
    body = (await clients.arcus(f"/openOrders?address={JOHN}")).json()
    assert body["total"] == 1
    assert "accountIndex" not in body["orders"][0]
    assert (body["orders"][0]["status"], body["orders"][0]["state"]) == ("OPEN", "PARTIALLY_FILLED")


async def test_prices_and_markets_agree(clients: Clients) -> None:
    """Prices come in no order, markets by id; one mark differs from its oracle, one is missing, one price is."""
    prices = (await clients.arcus("/prices")).json()
    markets = (await clients.arcus("/markets")).json()["markets"]
    assert list(prices) != sorted(prices)
    assert [row["marketId"] for row in markets] == [1, 2, 3, 4, 5, 6, 7, 8]
    for row in markets[:-1]:
        price = prices[str(row["marketId"])]
        assert (price["oraclePrice"], price["markPrice"]) == (row["oraclePrice"], row["markPrice"])
    assert (prices["1"]["oraclePrice"], prices["2"]["markPrice"]) == ("62000", "2900")
    assert prices["3"]["markPrice"] not in ("0", prices["3"]["oraclePrice"])
    assert prices["4"]["markPrice"] == "0"
    one = (await clients.arcus("/markets?market=2")).json()["markets"]
    assert [row["marketDisplayName"] for row in one] == ["ETH-USD"]


async def test_a_key_on_a_read_is_refused(clients: Clients) -> None:
    """Reads need no key, and one that does not own the address is a 403."""
    answer = await clients.send("arcus", "GET", f"/account?address={JOHN}", headers={"x-api-key": "ab"})
    assert (answer.status_code, answer.json()) == (403, {"error": "address does not match api key"})
