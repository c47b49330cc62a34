"""The default limits: what they are for passes, as the first question of a process and later."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from schema.operations import load_operations
from tests.gateway.execution.pricing import NO_RATES
from tests.house import House, OpenHouse

EVERYTHING = """{ participants(first: 50) { edges { node {
  code name status
  labeledAccounts { label fundingModel balances { asset total } }
  tradingAccounts { name balances { asset total } }
  marginAccounts { name equity balances { asset total } }
} } } }"""


HUNDRED = """{ participants(first: 100) { edges { node {
  code name status labeledAccounts { label fundingModel balances { asset total } }
} } } }"""
README = Path(__file__).parents[3] / "README.md"
OTHERS = {
    "a page of people": "{ participants(first: 100) { edges { node { code name status } } } }",
    "a page of accounts": "{ labeledAccounts(first: 100) { edges { node { label balances { asset total } } } } }",
    "an asset": '{ labeledAccounts(first: 50, filter: {assets: ["USD"]}) { edges { node { label } } } }',
    "trading accounts": "{ tradingAccounts(first: 100) { edges { node { name openOrders { orderId } } } } }",
}
QUESTIONS: dict[str, tuple[str, Mapping[str, Any] | None]] = {
    **{operation.name: (operation.text, operation.variables) for operation in load_operations()},
    **{text: (text, None) for text in re.findall("```graphql\n(.*?)```", README.read_text(), re.DOTALL)},
    **{name: (text, None) for name, text in OTHERS.items()},
}


@pytest.fixture
async def large(open_gateway: OpenHouse) -> House:
    """A gateway on a platform of 50,000 people."""
    return await open_gateway(participants=50_000, DEADLINE_SECONDS="60", **NO_RATES)


async def test_what_a_platform_asks_passes(large: House) -> None:
    """Every example operation, and a page of 50 people with all their accounts, also as the first question of all."""
    first = await large.ask(EVERYTHING)
    assert len(first["data"]["participants"]["edges"]) == 50
    assert "COST_EXCEEDED" not in codes(first)
    for operation in load_operations():
        answer = await large.ask(operation.text, operation.variables)
        assert "COST_EXCEEDED" not in codes(answer), operation.name
    again = await large.ask(EVERYTHING)
    assert "COST_EXCEEDED" not in codes(again)
    assert again["extensions"]["cost"]["spent"]["cost"] <= 5000


def codes(answer: dict[str, Any]) -> set[str]:
    """The codes of an answer's errors; so many trading accounts are more than the gateway reads in one listing."""
    return {error["extensions"]["code"] for error in answer.get("errors", ())}


@pytest.mark.parametrize("people", [20, 3_000])
async def test_no_harmless_question_is_refused_cold_or_warm(open_gateway: OpenHouse, people: int) -> None:
    """Each as the first question of a process, and then again when all were asked."""
    questions = {**QUESTIONS, "everything of 50": (EVERYTHING, None)}
    if people == 20:
        questions["everything of 100"] = (HUNDRED, None)
    house = None
    for name, (text, variables) in questions.items():
        house = await open_gateway(participants=people, DEADLINE_SECONDS="60", **NO_RATES)
        answer = await house.ask(text, variables)
        assert "COST_EXCEEDED" not in codes(answer), (name, "cold", answer["errors"])
    assert house is not None
    for _ in range(2):
        for name, (text, variables) in questions.items():
            answer = await house.ask(text, variables)
            assert "COST_EXCEEDED" not in codes(answer), (name, "warm", answer["errors"])


async def test_what_is_not_known_yet_is_measured_while_it_runs(open_gateway: OpenHouse) -> None:
    """A question that needs too many calls is let in by a process that knows nothing, and gets no call too many."""
    house = await open_gateway(participants=20, CALLS_PER_VENUE="4", **NO_RATES)
    answer = await house.ask("{ participants(first: 20) { edges { node { code kind } } } }")
    assert {error["extensions"]["code"] for error in answer["errors"]} == {"COST_EXCEEDED"}
    assert house.sandbox.count("zerohash") <= 4
