"""The example operations are questions that anybody's tools accept."""

import re

import pytest
from graphql import NonNullTypeNode, OperationDefinitionNode, build_schema, parse, validate

from schema.build import CONTRACT
from schema.operations import Operation, load_operations
from tests.house import House

PUBLISHED = build_schema(CONTRACT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("operation", load_operations(), ids=lambda operation: operation.name)
async def test_each_operation_is_answered_whole(house: House, operation: Operation) -> None:
    """On the sandbox each operation has data and no errors, with the example variables of its tab."""
    data = await house.data(operation.text, operation.variables)
    assert data
    assert all(value is not None for value in data.values())


@pytest.mark.parametrize("operation", load_operations(), ids=lambda operation: operation.name)
def test_each_operation_is_valid_to_the_letter(operation: Operation) -> None:
    """Each passes every rule of GraphQL against the published contract and is named as its file."""
    document = parse(operation.text)
    assert validate(PUBLISHED, document) == []
    (definition,) = document.definitions
    assert definition.to_dict()["name"]["value"] == operation.name


async def test_the_first_operation_shows_names_and_numbers(house: House) -> None:
    """The first tab begins with what everything is worth, and has no id, no status, and one name for positions."""
    first = load_operations()[0]
    portfolio = (await house.data(first.text, first.variables))["portfolio"]
    assert list(portfolio) == ["netWorth", "sections"]
    assert portfolio["netWorth"] == {"total": "343360.5364", "currency": "USD", "complete": False}
    assert not re.search(r"\bid\b|\bstatus\b|\w: ?positions", first.text)
    accounts = [account for section in portfolio["sections"] for account in section["accounts"]]
    assert [len(account["positions"]) for account in accounts if "positions" in account] == [3, 2]


@pytest.mark.parametrize("operation", load_operations(), ids=lambda operation: operation.name)
def test_no_operation_has_a_person_of_its_own(operation: Operation) -> None:
    """Whose money is shown is always a variable without a default: a forgotten name must not show somebody else's."""
    assert not re.search(r"ABC123|0x[0-9a-f]{40}", operation.text)
    (definition,) = parse(operation.text).definitions
    assert isinstance(definition, OperationDefinitionNode)
    needed = {
        variable.variable.name.value
        for variable in definition.variable_definitions or ()
        if isinstance(variable.type, NonNullTypeNode) and variable.default_value is None
    }
    assert needed == set(operation.variables)


@pytest.mark.parametrize("operation", load_operations(), ids=lambda operation: operation.name)
def test_each_operation_begins_with_what_it_is_for(operation: Operation) -> None:
    """The first line is a comment of one sentence, which a person reads in the page's tab."""
    assert operation.text.startswith("# ")
    assert operation.text.partition("\n")[0].endswith(".")
