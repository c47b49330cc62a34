"""What a broken venue costs: its own part of the answer, said with the right code, and nothing else."""

import asyncio
import json
import time
from typing import Any

import pytest

from sandbox import VENUES
from tests.gateway.questions.answers import THREE, of_three, open_three
from tests.house import House, OpenHouse

PORTFOLIO = """
{ portfolio(participantCode: "ABC123") { sections {
    __typename
    ... on VenueAccounts { venue accounts { id name status balances { asset total available locked }
      ... on LabeledAccount { label zrn tier fundingModel ledgers { asset accountType balance accountId } }
      ... on TradingAccount { cash { currency balance buyingPower } contracts: positions { symbol netPosition } }
      ... on MarginAccount { equity availableCollateral sequenceNumber positions { marketId market size } } } }
    ... on VenueUnavailable { venue code message retryable }
    ... on VenueForbidden { venue message } } } }
"""

# What the section of a venue says in each mode; None where the venue's answer stays whole.
UNAVAILABLE, TIMEOUT, LIMITED = "VENUE_UNAVAILABLE", "VENUE_TIMEOUT", "VENUE_RATE_LIMITED"
ANSWER, CREDENTIALS, FORBIDDEN = "VENUE_ANSWER", "VENUE_CREDENTIALS", "VenueForbidden"
MODES: list[tuple[str, dict[str, Any], dict[str, str | None]]] = [
    ("down", {}, dict.fromkeys(THREE, UNAVAILABLE)),
    ("slow", {}, dict.fromkeys(THREE, TIMEOUT)),
    ("rate_limited", {"retry_after": 30}, dict.fromkeys(THREE, LIMITED)),
    ("error", {}, dict.fromkeys(THREE, UNAVAILABLE)),
    ("error", {"status": 503}, dict.fromkeys(THREE, UNAVAILABLE)),
    ("truncated", {"how": "json"}, dict.fromkeys(THREE, ANSWER)),
    ("html", {}, dict.fromkeys(THREE, ANSWER)),
    ("empty", {}, dict.fromkeys(THREE, ANSWER)),
    ("wrong_types", {}, dict.fromkeys(THREE, ANSWER)),
    ("missing_fields", {}, dict.fromkeys(THREE, ANSWER)),
    ("expired_token", {}, {"zerohash": CREDENTIALS, "polymarket_us": None, "arcus": FORBIDDEN}),
    ("wrong_echo", {}, {"zerohash": ANSWER, "arcus": ANSWER}),
    ("forbidden", {}, dict.fromkeys(THREE, FORBIDDEN)),
    ("not_json_charset", {}, dict.fromkeys(THREE, ANSWER)),
]
CASES = [
    pytest.param(venue, mode, options, said[venue], id=f"{venue}-{mode}-{options.get('status', '')}")
    for mode, options, said in MODES
    for venue in THREE
    if venue in said
]


async def short_tempered(open_gateway: OpenHouse) -> House:
    """A gateway that waits 0.3 s for a call and 3 s in all."""
    patience = {f"{venue.upper()}__TIMEOUT_SECONDS": "0.3" for venue in VENUES}
    return await open_gateway(DEADLINE_SECONDS="3", **patience)


@pytest.mark.parametrize(("venue", "mode", "options", "said"), CASES)
async def test_a_fault_costs_its_own_section(
    open_gateway: OpenHouse, venue: str, mode: str, options: dict[str, Any], said: str | None
) -> None:
    """The section of the broken venue names its fault within the deadline; the others are the same to the byte."""
    house = await short_tempered(open_gateway)
    whole = (await house.data(PORTFOLIO))["portfolio"]["sections"]
    house.sandbox.faults.set(venue, mode, **options)
    started = time.monotonic()
    answer = await house.ask(PORTFOLIO)
    assert time.monotonic() - started < 3
    sections = answer["data"]["portfolio"]["sections"]
    for name, before, after in zip(VENUES, whole, sections, strict=True):
        if name == venue and said is not None:
            assert said in (after["__typename"], after.get("code")), after
            assert "accounts" not in after
        else:
            assert json.dumps(before) == json.dumps(after)


@pytest.mark.parametrize(
    ("path", "field"), [("/positions/balances", "cash"), ("/v1/positions", "contracts"), ("/instruments", "contracts")]
)
@pytest.mark.parametrize("mode", ["down", "slow", "error", "html", "forbidden", "missing_fields", "rate_limited"])
async def test_a_fault_below_an_account_costs_its_field(
    open_gateway: OpenHouse, path: str, field: str, mode: str
) -> None:
    """A field whose own call fails is null with an error at its path; it is neither zero nor empty."""
    if (path, mode) == ("/instruments", "missing_fields"):
        path = "/v1/positions"
    house = await short_tempered(open_gateway)
    options = {"retry_after": 30} if mode == "rate_limited" else {}
    house.sandbox.faults.set("polymarket_us", mode, path=path, **options)
    answer = await house.ask(PORTFOLIO)
    account = answer["data"]["portfolio"]["sections"][1]["accounts"][0]
    if (field, mode) == ("cash", "missing_fields"):  # an amount left out is one that is not known
        assert account["cash"] == [{"currency": "USD", "balance": None, "buyingPower": None}]
        return
    assert account[field] is None
    at = {tuple(error["path"]): error["extensions"]["code"] for error in answer["errors"]}
    assert at["portfolio", "sections", 1, "accounts", 0, field].startswith("VENUE_")


async def test_positions_of_another_account_are_refused(house: House) -> None:
    """Positions that name another account than the one asked for are an error, never shown."""
    house.sandbox.faults.set("polymarket_us", "wrong_echo")
    answer = await house.ask(PORTFOLIO)
    account = answer["data"]["portfolio"]["sections"][1]["accounts"][0]
    assert account["contracts"] is None
    assert [error["extensions"]["code"] for error in answer["errors"]] == [ANSWER]


@pytest.mark.parametrize("venue", THREE)
async def test_json_numbers_are_read_exactly(house: House, venue: str) -> None:
    """A venue that sends its amounts as JSON numbers is read to the same digits as one that sends text."""
    as_text = await house.data(PORTFOLIO)
    house.sandbox.faults.set(venue, "json_numbers")
    assert await house.data(PORTFOLIO) == as_text


async def test_thirty_digits_survive_a_json_number(house: House) -> None:
    """A balance of 30 digits that comes as a JSON number leaves with the digits that the venue holds."""
    person = house.sandbox.world.find("F0NUMB")
    assert person is not None
    held = {row["balance"] for row in house.sandbox.zerohash.ledger.rows_of(person)}
    question = '{ participant(code: "F0NUMB") { labeledAccounts { ledgers { balance } } } }'
    answer = await house.data(question)
    told = [ledger["balance"] for one in answer["participant"]["labeledAccounts"] for ledger in one["ledgers"]]
    assert max(len(amount) for amount in told) >= 30
    assert set(told) == {str(balance) for balance in held}


async def test_funding_is_unknown_and_balances_stay_when_the_customer_listing_fails(house: House) -> None:
    """Without the customer listing balances are still told; zrn and tier are null, the model UNKNOWN, with errors."""
    house.sandbox.faults.set("zerohash", "forbidden", path="/clob/accounts")
    answer = await house.ask(PORTFOLIO)
    general = answer["data"]["portfolio"]["sections"][0]["accounts"][0]
    assert general["balances"] == [{"asset": "BTC", "total": "1.4", "available": "1.4", "locked": "0"}]
    assert (general["zrn"], general["tier"], general["fundingModel"]) == (None, None, "UNKNOWN")
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"VENUE_FORBIDDEN"}


@pytest.mark.parametrize(
    ("code", "venue", "said"),
    [
        ("F0DOWN", 0, UNAVAILABLE),
        ("F0SLOW", 0, TIMEOUT),
        ("F0RATE", 0, LIMITED),
        ("F0E500", 0, UNAVAILABLE),
        ("F0TRUN", 0, ANSWER),
        ("F0HTML", 0, ANSWER),
        ("F0TYPE", 0, ANSWER),
        ("F0MISS", 0, ANSWER),
        ("F0AUTH", 0, CREDENTIALS),
        ("F0ECHO", 0, ANSWER),
        ("F0E500", 2, UNAVAILABLE),
        ("F0ECHO", 2, ANSWER),
        ("F0AUTH", 2, FORBIDDEN),
    ],
)
async def test_people_whose_name_says_their_fault(open_gateway: OpenHouse, code: str, venue: int, said: str) -> None:
    """The fault of one person is told for that person; John's answer in the same question stays whole."""
    house = await short_tempered(open_gateway)
    one = PORTFOLIO.replace("{ portfolio", "query($a: String!, $b: String!) { portfolio").replace('"ABC123"', "$a")
    both = one.rstrip()[:-1] + PORTFOLIO.strip()[1:].replace("portfolio(", "other: portfolio(").replace(
        '"ABC123"', "$b"
    )
    answer = await house.ask(both, {"a": "ABC123", "b": code})
    broken = answer["data"]["other"]["sections"][venue]
    assert said in (broken["__typename"], broken.get("code"))
    john = answer["data"]["portfolio"]["sections"]
    if said not in (LIMITED, UNAVAILABLE):
        assert [section["__typename"] for section in john] == ["VenueAccounts"] * len(VENUES)


async def test_a_venue_without_settings_says_so(open_gateway: OpenHouse) -> None:
    """The gateway runs without a venue: its section, its fields and its state say NOT_CONFIGURED."""
    house = await open_gateway(without=("arcus",))
    answer = await house.ask(PORTFOLIO)
    assert answer["data"]["portfolio"]["sections"][2]["code"] == "VENUE_NOT_CONFIGURED"
    assert answer["data"]["portfolio"]["sections"][0]["__typename"] == "VenueAccounts"
    venues = await house.data("{ venues { venue health } }")
    assert [row["health"] for row in venues["venues"]][:3] == ["UP", "UP", "NOT_CONFIGURED"]
    margin = await house.ask('{ marginAccount(address: "0x00000000000000000000000000000000000000a1") { equity } }')
    assert margin["errors"][0]["extensions"]["code"] == "VENUE_NOT_CONFIGURED"


async def test_net_worth_says_what_a_broken_venue_leaves_out(open_gateway: OpenHouse) -> None:
    """With a venue down the total counts the others and lists the venue among what is omitted."""
    house = await open_three(open_gateway)
    question = """{ portfolio(participantCode: "ABC123") { netWorth {
        total complete omitted { venue asset reason } prices { asset price } } } }"""
    house.sandbox.faults.set("zerohash", "error")
    worth = (await house.data(question))["portfolio"]["netWorth"]
    assert worth["total"] == "113960.5364"
    assert worth["complete"] is False
    assert {"ZEROHASH"} <= {omission["venue"] for omission in worth["omitted"] if omission["asset"] is None}
    for venue in VENUES:
        house.sandbox.faults.set(venue, "error")
    worth = (await house.data(question))["portfolio"]["netWorth"]
    assert worth["total"] is None


async def test_an_open_circuit_answers_at_once_and_heals(house: House) -> None:
    """After failures of several accounts a venue is DOWN and not called; healed, its own probe brings it back."""
    house.sandbox.faults.set("arcus", "error")
    question = "query($address: String!) { marginAccount(address: $address) { equity } }"
    addresses = [f"0x{number:040x}" for number in range(0xA1, 0xA6)]
    for address in addresses:
        await house.ask(question, {"address": address})
    await asyncio.sleep(0.2)  # the probe that an opened circuit sends at once has failed as well
    states = (await house.data("{ venues { venue health lastErrorCode } }"))["venues"]
    assert states[2] == {"venue": "ARCUS", "health": "DOWN", "lastErrorCode": "VENUE_UNAVAILABLE"}
    answer = await house.ask(question, {"address": addresses[0]})
    assert "circuit open" in answer["errors"][0]["message"]
    house.sandbox.faults.clear()
    for _ in range(60):
        answer = await house.ask(question, {"address": addresses[0]})
        if "errors" not in answer:
            break
        await asyncio.sleep(0.1)
    assert answer["data"]["marginAccount"] == {"equity": "103960.5"}


async def test_what_is_late_is_reported_and_what_is_there_is_answered(open_gateway: OpenHouse) -> None:
    """A deadline shorter than a venue's time-out bounds the whole answer; the other venues' parts are in it."""
    house = await open_gateway(DEADLINE_SECONDS="0.6")
    await house.data("{ firm { name } }")
    house.sandbox.faults.set("zerohash", "slow")
    house.sandbox.faults.set("polymarket_us", "slow", path="/v1/positions")
    started = time.monotonic()
    answer = await house.ask(PORTFOLIO)
    assert time.monotonic() - started < 1
    zerohash, polymarket, arcus = of_three(answer)
    assert zerohash["code"] == TIMEOUT
    assert polymarket["accounts"][0]["cash"] is None
    assert arcus["accounts"][0]["equity"] == "103960.5"
    assert {error["extensions"]["code"] for error in answer["errors"]} == {TIMEOUT}
