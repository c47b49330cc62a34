"""The README's questions give the README's answers, and the documented upstream calls are what is sent."""

import json

import pytest

from domain.venues import Venue
from schema.operations import Operation, load_operations
from tests.docs.documents import DOCS, README, bare, block, table
from tests.house import House

CALLS = {row[0]: [int(bare(count)) for count in row[1:]] for row in table(DOCS / "calls.md", "upstream calls")}


async def test_the_first_question_has_the_first_answer(house: House) -> None:
    """The answer is the README's to the last digit; only the reports of upstream calls and costs are left out there."""
    answer = await house.ask(block(README, "first question"))
    assert answer.pop("extensions").keys() == {"upstream", "cost"}
    assert answer == json.loads(block(README, "first answer"))


async def test_with_a_venue_unplugged_the_others_answer(house: House) -> None:
    """Unplugging Arcus as the README says gives the README's second answer."""
    house.sandbox.faults.set("arcus", "down")
    answer = await house.ask(block(README, "second question"))
    assert answer.pop("extensions").keys() == {"upstream", "cost"}
    assert answer == json.loads(block(README, "second answer"))


@pytest.mark.parametrize("operation", load_operations(), ids=lambda operation: operation.name)
async def test_each_operation_costs_the_calls_that_the_table_says(house: House, operation: Operation) -> None:
    """The table's counts are what the venues received, and what the answer itself reports."""
    name, text, variables = operation
    answer = await house.ask(text, variables)
    received = [house.sandbox.count(venue.value.lower()) for venue in Venue]
    reported = answer["extensions"]["upstream"]
    assert received == CALLS[name]
    assert [reported.get(venue.value, {"calls": 0})["calls"] for venue in Venue] == CALLS[name]


def test_the_table_of_calls_has_every_operation() -> None:
    """One row an example operation, in the order of their files."""
    assert list(CALLS) == [operation.name for operation in load_operations()]
