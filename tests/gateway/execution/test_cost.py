"""What a question is expected to cost, and what becomes of one that costs too much."""

import time
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type, get_nullable_type, is_list_type

from domain.budget import Allowance
from schema.build import build_schema, executable
from schema.fields import Kind, declared
from tests.gateway.execution.pricing import NO_RATES, costs_of, warm_up
from tests.house import House, OpenHouse

TWENTY = " ".join(
    f"p{n}: portfolio {{ sections {{ ... on VenueAccounts {{ accounts {{ name balances {{ asset }} }} }} }} }}"
    for n in range(20)
)
NESTED = f"{{ participants(first: 100) {{ edges {{ node {{ {TWENTY} }} }} }} }}"
MANY_KEYS = """query($a: [MarginAccountKey!]!, $b: [MarginAccountKey!]!) {
  a: marginAccounts(keys: $a) { equity }
  b: marginAccounts(keys: $b) { equity }
}"""
KEYS = {name: [{"address": f"0x{n:040x}"} for n in range(start, start + 100)] for name, start in (("a", 0), ("b", 100))}
PAGE = "query($first: Int! = 2) { participants(first: $first) { edges { node { kind } } } }"


async def estimated(house: House, query: str, **variables: Any) -> dict[str, Any]:
    """The estimate of a question that is answered."""
    return (await costs_of(house, query, variables)).estimate


async def test_equal_lookups_cost_once(house: House) -> None:
    """A second alias of the same portfolio adds objects and no calls."""
    await warm_up(house)
    body = 'portfolio(participantCode: "ABC123") { sections { ... on VenueAccounts { accounts { name } } } }'
    once, twice = [await estimated(house, f"{{ {text} }}") for text in (f"a: {body}", f"a: {body} b: {body}")]
    assert twice["calls"] == once["calls"]
    assert twice["objects"] > once["objects"]


async def test_two_fields_of_one_lookup_cost_it_once(house: House) -> None:
    """`cash` and `balances` of an account are one call."""
    question = '{ tradingAccount(name: "firms/acme/accounts/main") { %s } }'
    fields = ("cash { balance }", "cash { balance } balances { total }")
    one, both = [await estimated(house, question % text) for text in fields]
    assert both["calls"] == one["calls"]


async def test_the_size_of_a_page_may_be_a_variable_or_a_default(house: House) -> None:
    """Two people cost two calls for their kinds, twelve cost twelve, beside the listing."""
    assert (await estimated(house, PAGE))["calls"] == {"ZEROHASH": 3}
    assert (await estimated(house, PAGE, first=12))["calls"] == {"ZEROHASH": 13}


async def test_what_is_skipped_costs_nothing(house: House) -> None:
    """@skip and @include count with the values of their variables, each time anew."""
    question = (
        'query($on: Boolean!) { participant(code: "ABC123") { name labeledAccounts @include(if: $on) { label } } }'
    )
    assert (await estimated(house, question, on=False))["calls"] == {"ZEROHASH": 1}
    assert (await estimated(house, question, on=True))["calls"] == {"ZEROHASH": 3}
    assert (await estimated(house, question, on=False))["calls"] == {"ZEROHASH": 1}


async def test_a_wrong_argument_costs_nothing(house: House) -> None:
    """The field fails before any call, so it is not priced."""
    house.sandbox.reset_calls()
    answer = await house.ask('{ participants(first: -1) { edges { cursor } } node(id: "x") { id } }')
    assert answer["extensions"]["cost"]["estimate"] == {"cost": 1, "objects": 1, "calls": {}}
    assert house.sandbox.count("zerohash") == 0


@pytest.mark.parametrize(("query", "variables"), [(NESTED, None), (MANY_KEYS, KEYS)], ids=["portfolios", "keys"])
async def test_a_question_that_costs_too_much_is_one_error_with_the_numbers(
    house: House, query: str, variables: dict[str, Any] | None
) -> None:
    """Nothing is executed and no venue is called."""
    house.sandbox.reset_calls()
    answer = await house.ask(query, variables)
    assert "data" not in answer
    (error,) = answer["errors"]
    told = error["extensions"]
    assert told["code"] == "COST_EXCEEDED"
    assert told["limits"] == {"cost": 5000, "callsPerVenue": 120, "calls": 240}
    over = told["estimate"]["cost"] > 5000 or max(told["estimate"]["calls"].values()) > 120
    assert over
    assert any(character.isdigit() for character in error["message"])
    assert not house.sandbox.calls


async def test_measuring_refuses_nothing(open_gateway: OpenHouse) -> None:
    """With GATEWAY_COST_MODE=measure the same question is answered."""
    house = await open_gateway(COST_MODE="measure", COST_LIMIT="1", CALLS_PER_VENUE="1", **NO_RATES)
    assert (await estimated(house, PAGE, first=5))["calls"] == {"ZEROHASH": 6}


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ("COST_LIMIT", "would cost 72, and 3 is allowed"),
        ("CALLS_PER_VENUE", "would make 6 calls to zerohash, and 3 are allowed"),
        ("CALLS_PER_REQUEST", "would make 6 upstream calls, and 3 are allowed"),
    ],
)
async def test_each_limit_is_a_setting(open_gateway: OpenHouse, setting: str, words: str) -> None:
    """The error says which limit it is, and by how much."""
    house = await open_gateway(**{setting: "3"})
    (error,) = (await house.ask(PAGE, {"first": 5}))["errors"]
    assert words in error["message"]


async def test_fragments_are_not_put_in_again_and_again(house: House) -> None:
    """A document whose answer would have more objects than atoms is refused within a moment."""
    fragments = ["fragment L0 on LabeledAccount { label }"]
    fragments += [
        f"fragment L{n} on LabeledAccount {{ participant {{ "
        + " ".join(f"{name}: labeledAccounts {{ ...L{n - 1} }}" for name in "abcdefgh")
        + " } }"
        for n in range(1, 4)
    ]
    question = '{ labeledAccount(participantCode: "ABC123") { ...L3 } } ' + " ".join(fragments)
    started = time.monotonic()
    answer = await house.ask(question)
    assert time.monotonic() - started < 1
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["GRAPHQL_VALIDATION_FAILED"]  # by its size


async def test_a_group_times_its_fields_is_bounded(house: House) -> None:
    """More selections than are looked at, though the document is short, are refused without a figure."""
    keys = ", ".join(f'{{address: "0x{n:040x}"}}' for n in range(100))
    fields = " ".join(f"f{n}: equity" for n in range(60))
    lists = " ".join(f"k{n}: marginAccounts(keys: [{keys}]) {{ ...F }}" for n in range(4))
    answer = await house.ask(f"query {{ {lists} }} fragment F on MarginAccount {{ {fields} }}")
    (error,) = answer["errors"]
    assert error["extensions"]["code"] in ("COST_EXCEEDED", "GRAPHQL_VALIDATION_FAILED", "GRAPHQL_PARSE_FAILED")


def test_each_field_of_objects_says_how_many_it_gives() -> None:
    """A list of objects has a size, or says what it gives; a resolved field always does."""
    for kind in executable(build_schema()).type_map.values():
        if not isinstance(kind, GraphQLObjectType) or kind.name.startswith("__"):
            continue
        for name, field in kind.fields.items():
            found = declared(field)
            assert found is not None
            if found.kind is Kind.RESOLVED:
                assert found.gives, (kind.name, name)
            many = is_list_type(get_nullable_type(field.type))
            if many and isinstance(get_named_type(field.type), GraphQLObjectType):
                assert found.size or found.gives, (kind.name, name)


def test_a_customer_may_spend_a_fifth() -> None:
    """A share of an allowance is that part of each limit."""
    assert Allowance().share(5) == Allowance(cost=1000, calls_per_venue=24, calls=48)
