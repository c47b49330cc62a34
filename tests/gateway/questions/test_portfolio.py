"""All that belongs to one person, over three venues: exact, and bounded in time."""

from tests.gateway.questions.answers import of_three, only, open_three
from tests.house import OpenHouse

ISSUED = """
{ portfolio(participantCode: "ABC123") { sections {
    __typename
    ... on VenueAccounts { venue accounts { id name status balances { asset total available locked }
      ... on LabeledAccount { label ledgers { asset accountType balance accountId } }
      ... on TradingAccount { cash { currency balance buyingPower } positions { symbol netPosition } }
      ... on MarginAccount { equity availableCollateral netQuoteBalance sequenceNumber
        positions { marketId market size } } } }
    ... on VenueUnavailable { venue code message retryable } } } }
"""


async def test_one_question_three_venues(open_gateway: OpenHouse) -> None:
    """John's accounts at all venues, exact, though `positions` is asked of two kinds of account under one name."""
    house = await open_three(open_gateway)
    answer = await house.ask(ISSUED)
    assert "errors" not in answer
    zerohash, polymarket, arcus = of_three(answer)
    assert [only(account, "label", "balances") for account in zerohash["accounts"]] == [
        ("general", [{"asset": "BTC", "total": "1.4", "available": "1.4", "locked": "0"}]),
        ("scalping", [{"asset": "BTC", "total": "2.3", "available": "2.3", "locked": "0"}]),
    ]
    (trading,) = polymarket["accounts"]
    assert trading["cash"] == [{"currency": "USD", "balance": "10000.0364", "buyingPower": "8450.0364"}]
    assert {row["symbol"]: row["netPosition"] for row in trading["positions"]} == {
        "tec-fed-rate-2026-12-09-cut": "-25.5",
        "tec-nba-champion-2026-06-21-bos": None,
        "tec-nfl-sbw-2026-02-08-kc": "150",
    }
    (margin,) = arcus["accounts"]
    assert only(margin, "equity", "availableCollateral", "netQuoteBalance", "sequenceNumber") == (
        "103960.5",
        "100475.5",
        "39960.5",
        "5001",
    )
    assert margin["positions"] == [
        {"marketId": 1, "market": "BTC-USD", "size": "1.5"},
        {"marketId": 2, "market": "ETH-USD", "size": "-10"},
    ]
    calls = {venue: used["calls"] for venue, used in answer["extensions"]["upstream"].items() if used["calls"]}
    assert calls == {
        "ZEROHASH": 3,
        "POLYMARKET_US": 5,
        "ARCUS": 1,
    }


async def test_net_worth_adds_what_can_be_valued(open_gateway: OpenHouse) -> None:
    """US dollars at par and bitcoin at Arcus's oracle price add up exactly; event contracts are named as left out."""
    house = await open_three(open_gateway)
    worth = (
        await house.data(
            '{ portfolio(participantCode: "ABC123") { netWorth { currency total complete '
            "omitted { venue asset } prices { asset price source } } } }"
        )
    )["portfolio"]["netWorth"]
    # 3.7 BTC at 62,000, 10,000.0364 USD of cash, 103,960.5 USD of equity
    assert only(worth, "currency", "total", "complete") == ("USD", "343360.5364", False)
    assert [only(omission, "venue", "asset") for omission in worth["omitted"] if omission["asset"]] == [
        ("POLYMARKET_US", "tec-cpi-2026-01-13-above-3"),
        ("POLYMARKET_US", "tec-fed-rate-2026-12-09-cut"),
        ("POLYMARKET_US", "tec-nba-champion-2026-06-21-bos"),
        ("POLYMARKET_US", "tec-nfl-sbw-2026-02-08-kc"),
        ("ARCUS", "USD"),
    ]
    assert worth["prices"] == [{"asset": "BTC", "price": "62000", "source": "Arcus oracle BTC-USD"}]
    refused = await house.ask('{ portfolio(participantCode: "ABC123") { netWorth(currency: "EUR") { total } } }')
    assert refused["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "currency"}


async def test_a_slow_venue_does_not_take_the_others_with_it(open_gateway: OpenHouse) -> None:
    """Sections and the parts of a net worth are read side by side: the others are whole within a short deadline."""
    house = await open_three(open_gateway, DEADLINE_SECONDS="1")
    await house.data("{ firm { name } }")
    house.sandbox.faults.set("zerohash", "slow")
    answer = await house.ask(
        """{ portfolio(participantCode: "ABC123") { netWorth { total omitted { venue } } sections {
             ... on VenueUnavailable { code } ... on VenueAccounts { accounts { balances { total } } } } } }"""
    )
    portfolio = answer["data"]["portfolio"]
    assert of_three(answer) == [
        {"code": "VENUE_TIMEOUT"},
        {"accounts": [{"balances": [{"total": "10000.0364"}]}]},
        {"accounts": [{"balances": [{"total": "103960.5"}]}]},
    ]
    assert portfolio["netWorth"]["total"] == "113960.5364"
    assert "errors" not in answer
