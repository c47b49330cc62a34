"""Labeled accounts: the ledger says what they hold, the customer listing how they are set up and which are empty."""

from collections import Counter
from typing import Any

import pytest

from tests.house import House, OpenHouse

EMPTY = "label-2"
"""C00001's label that has no ledger row; the customer listing has it."""

ONE = """query One($code: String!, $label: String!) {
  labeledAccount(participantCode: $code, label: $label) { label balances { asset } fundingModel tier zrn }
}"""
ALL = "query All($code: String!) { participant(code: $code) { labeledAccounts { label fundingModel zrn tier } } }"


def zerohash_calls(house: House) -> Counter[str]:
    """How often each call was sent."""
    return Counter(record.call for record in house.records if record.venue.value == "ZEROHASH")


@pytest.mark.parametrize(
    ("question", "calls"),
    [
        ('{ labeledAccount(participantCode: "ABC123") { balances { asset total } } }', {"accounts": 1}),
        ('{ labeledAccount(participantCode: "ABC123") { tier } }', {"accounts": 1, "clob_accounts": 1}),
        ('{ labeledAccount(participantCode: "C00001", label: "label-2") { balances { asset } } }',
         {"accounts": 1, "clob_accounts": 1}),
        ('{ labeledAccount(participantCode: "ABC123", label: "no-such") { label } }',
         {"accounts": 1, "clob_accounts": 1}),
        ('{ portfolio(participantCode: "ABC123") { sections { ... on VenueAccounts { accounts {'
         " balances { total } } } } } }", {"accounts": 1}),
        ('{ portfolio(participantCode: "ABC123") { netWorth { total } } }', {"accounts": 1, "clob_accounts": 1}),
        ('{ portfolio(participantCode: "ABC123") { netWorth { total } sections { ... on VenueAccounts { accounts {'
         " ... on LabeledAccount { tier zrn fundingModel } } } } } }", {"accounts": 1, "clob_accounts": 1}),
        ('{ participant(code: "ABC123") { labeledAccounts { balances { total } } } }',
         {"basic_info": 1, "accounts": 1, "clob_accounts": 1}),
        ("{ participants { edges { node { labeledAccounts { label tier } } } } }",
         {"participants": 1, "accounts": 1, "clob_accounts": 1}),
    ],
)  # fmt: skip
async def test_the_listing_is_read_where_it_decides_something(
    house: House, question: str, calls: dict[str, int]
) -> None:
    """What an account holds is one call; what it is set up as, and whether one without rows exists, is another."""
    await house.data(
        '{ labeledAccount(participantCode: "C00002") { label } }'
    )  # the platform code is known to be right
    house.records.clear()
    await house.data(question)
    assert zerohash_calls(house) == calls


async def test_an_account_without_rows_is_one_that_holds_nothing(house: House) -> None:
    """A label that is only listed is an account with no balances; one that is not listed either is null."""
    found = await house.data(ONE, {"code": "C00001", "label": EMPTY})
    assert found["labeledAccount"] == {
        "label": EMPTY, "balances": [], "fundingModel": "PREFUNDED", "tier": "silver", "zrn": None,
    }  # fmt: skip
    assert (await house.data(ONE, {"code": "C00001", "label": "elsewhere"}))["labeledAccount"] is None


async def test_what_the_listing_says_of_an_account(house: House) -> None:
    """Funding model, tier and zrn are those of the label; an empty zrn is none."""
    general = (await house.data(ONE, {"code": "ABC123", "label": "general"}))["labeledAccount"]
    scalping = (await house.data(ONE, {"code": "ABC123", "label": "scalping"}))["labeledAccount"]
    other = (await house.data(ONE, {"code": "C00003", "label": "general"}))["labeledAccount"]
    assert general["zrn"].startswith("zrn:zh:us:accounts:customer:")
    assert (general["fundingModel"], scalping["zrn"], other["fundingModel"]) == ("PREFUNDED", None, "NON_PREFUNDED")


async def test_a_list_has_the_accounts_without_rows_in_their_place(house: House) -> None:
    """All ten labels are there, sorted; a portfolio has the nine that hold something."""
    found = (await house.data(ALL, {"code": "C00001"}))["participant"]["labeledAccounts"]
    assert [account["label"] for account in found] == ["general", *(f"label-{number}" for number in range(1, 10))]
    portfolio = await house.data(
        '{ portfolio(participantCode: "C00001") { sections { ... on VenueAccounts { venue accounts { name } } } } }'
    )
    zerohash = portfolio["portfolio"]["sections"][0]
    assert [account["name"] for account in zerohash["accounts"]] == [
        f"C00001 {account['label']}" for account in found if account["label"] != EMPTY
    ]


async def test_an_account_that_no_listing_has(house: House) -> None:
    """The platform's own account is not a customer's: its funding model is unknown, without an error."""
    answer = await house.ask(ONE.replace("$label)", '$label, group: "00SCXM")'), {"code": "DEF456", "label": "general"})
    assert "errors" not in answer
    assert answer["data"]["labeledAccount"] == {
        "label": "general", "balances": [{"asset": "USD"}], "fundingModel": "UNKNOWN", "tier": None, "zrn": None,
    }  # fmt: skip


@pytest.mark.parametrize(("status", "code"), [(400, "VENUE_ANSWER"), (500, "VENUE_UNAVAILABLE")])
async def test_a_listing_that_fails_costs_only_what_it_says(open_gateway: OpenHouse, status: int, code: str) -> None:
    """Accounts with rows are there; tier and zrn are null and the model UNKNOWN, each with an error beside it."""
    house = await open_gateway()
    failing(house, status)
    answer = await house.ask(ALL, {"code": "ABC123"})
    assert answer["data"]["participant"]["labeledAccounts"] == [
        {"label": label, "fundingModel": "UNKNOWN", "zrn": None, "tier": None} for label in ("general", "scalping")
    ]
    assert {error["extensions"]["code"] for error in answer["errors"]} == {code}
    paths = {error["path"][-1] for error in answer["errors"] if "path" in error}
    assert paths == {"zrn", "tier"}


async def test_without_the_listing_an_account_without_rows_is_an_error(open_gateway: OpenHouse) -> None:
    """Neither "there is none" nor "it is empty" can be said of a label that only the listing would know."""
    house = await open_gateway()
    failing(house, 400)
    answer = await house.ask(ONE, {"code": "C00001", "label": EMPTY})
    assert answer["data"] == {"labeledAccount": None}
    assert answer["errors"][0]["extensions"]["code"] == "VENUE_ANSWER"
    nobody = await house.ask(
        "query($codes: [String!]) { labeledAccounts(filter: {participantCodes: $codes}) { edges { cursor } } }",
        {"codes": ["ZZZZZZ"]},
    )
    assert nobody["data"] == {"labeledAccounts": None}


async def test_an_owner_who_cannot_be_read_costs_only_themselves(open_gateway: OpenHouse) -> None:
    """Of two people the one who cannot be read is left out by name, and the other is whole."""
    house = await open_gateway()
    answer: dict[str, Any] = await house.ask(
        "query($codes: [String!]) { labeledAccounts(filter: {participantCodes: $codes}) "
        "{ edges { node { participantCode } } } }",
        {"codes": ["ABC123", "F0TYPE"]},
    )
    codes = {edge["node"]["participantCode"] for edge in answer["data"]["labeledAccounts"]["edges"]}
    assert codes == {"ABC123"}
    (error,) = answer["errors"]
    assert error["extensions"]["participantCode"] == "F0TYPE"


def failing(house: House, status: int) -> None:
    """Make the customer listing fail, and nothing else."""
    if status == 400:
        house.sandbox.faults.set("zerohash", "wrong_types", path="/clob/accounts")
    else:
        house.sandbox.faults.set("zerohash", "error", status=status, path="/clob/accounts")
