"""What questions were expected to cost, held against what they did cost."""

import os
from random import Random

import pytest
from graphql import GraphQLError, parse

from gateway.execution.limits import LIMITS, DocumentTooLarge
from gateway.execution.measuring import Measuring
from schema.build import build_schema, executable
from schema.operations import load_operations
from tests.gateway.execution.made_operations import Made, Maker, Pool
from tests.gateway.execution.pricing import NO_RATES, costs_of, warm_up
from tests.house import OpenHouse

SEED = int(os.environ.get("GATEWAY_TEST_SEED", "2026"))
MADE = 250  # operations on each platform

SWEPT = 20
"""People on a platform where one sweep is cheaper than a listing each."""
SINGLY = 3_000
"""People on a platform where no page is worth a sweep: its ledger has 135 pages."""

PLATFORMS = pytest.mark.parametrize("people", [SWEPT, SINGLY])


def is_too_large(made: Made) -> bool:
    """Whether the document is refused for its size, before anything is priced."""
    try:
        Measuring(parse(made.text, max_tokens=LIMITS.tokens), LIMITS).check()
    except (DocumentTooLarge, GraphQLError):
        return True
    return False


@PLATFORMS
async def test_an_example_costs_at_most_what_was_expected_and_at_least_half(
    open_gateway: OpenHouse, people: int
) -> None:
    """For each example operation, once each kind of thing was seen."""
    house = await open_gateway(participants=people, **NO_RATES)
    await warm_up(house)
    for operation in load_operations():
        costs = await costs_of(house, operation.text, operation.variables)
        assert not costs.below, (operation.name, costs)
        assert costs.ratio <= 2, (operation.name, costs)


@PLATFORMS
async def test_a_made_question_costs_at_most_what_was_expected_and_at_least_half(
    open_gateway: OpenHouse, people: int
) -> None:
    """For 500 operations that a seed makes over the whole schema, half of them on each platform."""
    print(f"GATEWAY_TEST_SEED={SEED}")  # noqa: T201 - pytest shows it where the test fails
    house = await open_gateway(participants=people, COST_MODE="measure", DEADLINE_SECONDS="60", **NO_RATES)
    await warm_up(house)
    random = Random(SEED + people)  # noqa: S311 - not a secret
    maker = Maker(executable(build_schema()), Pool(house.sandbox, random, SWEPT), random)
    for _ in range(MADE):
        made = maker.make()
        while is_too_large(made):
            made = maker.make()
        costs = await costs_of(house, *made)
        assert not costs.below, (made, costs)
        assert costs.ratio <= 2, (made, costs)


async def test_before_anything_was_seen_an_example_costs_no_more_calls_than_expected(open_gateway: OpenHouse) -> None:
    """Declared expectations stand in for what was not seen, on the high side."""
    house = await open_gateway(participants=SINGLY, **NO_RATES)
    for operation in load_operations():
        costs = await costs_of(house, operation.text, operation.variables)
        assert not costs.below, (operation.name, costs)
