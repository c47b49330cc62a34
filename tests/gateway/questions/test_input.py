"""Values that cannot be right: refused with the name of their argument, before any upstream call."""

import pytest

from resolvers.cursors import ListedPlace, encode_cursor
from tests.gateway.questions.answers import JOHN
from tests.house import House


@pytest.mark.parametrize(
    ("question", "argument"),
    [
        ('{ marginAccount(address: "0x12") { id } }', "address"),
        (f'{{ marginAccount(address: "{JOHN}", accountIndex: 10) {{ id }} }}', "accountIndex"),
        ('{ marginAccounts(keys: [{address: "x"}]) { id } }', "keys[0]"),
        ('{ labeledAccount(participantCode: "ABC123", label: "a/b") { id } }', "label"),
        ('{ labeledAccount(participantCode: "abc", label: "general") { id } }', "participantCode"),
        ('{ labeledAccount(participantCode: "ABC123", group: "x/y") { id } }', "group"),
        ('{ participant(code: "no/good") { code } }', "code"),
        ('{ portfolio(participantCode: "") { sections { __typename } } }', "participantCode"),
        ("{ participants(first: -1) { edges { cursor } } }", "first"),
        ("{ participants(first: 10000) { edges { cursor } } }", "first"),
        ("{ participants(status: UNKNOWN) { edges { cursor } } }", "status"),
        ('{ participants(after: "x") { edges { cursor } } }', "after"),
        ("{ labeledAccounts(first: -1) { edges { cursor } } }", "first"),
        ('{ labeledAccounts(filter: {labels: ["a/b"]}) { edges { cursor } } }', "labels"),
        ('{ labeledAccounts(filter: {participantCodes: ["a"]}) { edges { cursor } } }', "participantCodes"),
        ("{ tradingAccounts(first: 101) { edges { cursor } } }", "first"),
        ('{ tradingAccount(name: "") { id } }', "name"),
        ('{ node(id: "WzFd") { id } }', "id"),
        ('{ nodes(ids: ["x"]) { id } }', "ids[0]"),
    ],
)
async def test_bad_input_is_refused_before_any_upstream_call(house: House, question: str, argument: str) -> None:
    """A value that cannot be right is BAD_USER_INPUT, names its argument, and costs no upstream call."""
    answer = await house.ask(question)
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": argument}
    assert error["message"].endswith(".")
    assert not house.records


@pytest.mark.parametrize("page", [0, -1, 10_000_000])
async def test_a_forged_cursor_is_refused_before_any_upstream_call(house: House, page: int) -> None:
    """A cursor that points where no page can be is the caller's mistake, not the venue's."""
    answer = await house.ask(
        "query($after: String) { participants(after: $after) { edges { cursor } } }",
        {"after": encode_cursor("participants ", ListedPlace(page, "ABC123"))},
    )
    assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "after"}
    assert not house.records


async def test_a_cursor_is_of_one_list_only(house: House) -> None:
    """A cursor of the whole list is refused by a filtered one: it would skip accounts there in silence."""
    page = (await house.data("{ labeledAccounts(first: 1) { pageInfo { endCursor } } }"))["labeledAccounts"]
    answer = await house.ask(
        "query($after: String) { labeledAccounts(filter: {labels: []}, after: $after) { edges { cursor } } }",
        {"after": page["pageInfo"]["endCursor"]},
    )
    assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "after"}


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ('{ participant(code: "x") { code } }', "code must be six capital letters or digits."),
        (
            '{ labeledAccounts(filter: {participantCodes: ["ABC123", "x"]}) { edges { cursor } } }',
            "participantCodes[1] must be six capital letters or digits.",
        ),
        (
            f'{{ marginAccounts(keys: [{{address: "{JOHN}", accountIndex: 10}}]) {{ id }} }}',
            "keys[0].accountIndex must be 0 to 9.",
        ),
        ('{ nodes(ids: ["x"]) { id } }', "ids[0] is not a global id of this gateway."),
    ],
)
async def test_the_sentence_names_what_the_client_wrote(house: House, question: str, sentence: str) -> None:
    """A refusal speaks of the argument, item or part that the client can see, not of a name further down."""
    (error,) = (await house.ask(question))["errors"]
    assert error["message"] == sentence


async def test_a_wrong_entry_of_a_list_costs_itself(house: House) -> None:
    """Among keys and ids one that cannot be right is an error at its index; its neighbours are answered."""
    answer = await house.ask(
        f'{{ marginAccounts(keys: [{{address: "{JOHN}"}}, {{address: "x"}}]) {{ equity }} nodes(ids: ["x"]) {{ id }} }}'
    )
    assert answer["data"] == {"marginAccounts": [{"equity": "103960.5"}, None], "nodes": [None]}
    named = {tuple(error["path"]): error["extensions"]["argument"] for error in answer["errors"]}
    assert named == {("marginAccounts", 1): "keys[1]", ("nodes", 0): "ids[0]"}
