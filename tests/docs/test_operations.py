"""The example operations are questions that anybody's tools accept."""

import pytest
from graphql import build_schema, parse, validate

from schema.build import CONTRACT
from schema.operations import Operation, load_operations
from tests.house import House

PUBLISHED = build_schema(CONTRACT.read_text(encoding="utf-8"))


@pytest.mark.parametrize("operation", load_operations(), ids=lambda operation: operation.name)
async def test_each_operation_is_answered_whole(house: House, operation: Operation) -> None:
    """On the sandbox each operation has data and no errors, with its own default variables."""
    data = await house.data(operation.text)
    assert data
    assert all(value is not None for value in data.values())


@pytest.mark.parametrize("operation", load_operations(), ids=lambda operation: operation.name)
def test_each_operation_is_valid_to_the_letter(operation: Operation) -> None:
    """Each passes every rule of GraphQL against the published contract and is named as its file."""
    document = parse(operation.text)
    assert validate(PUBLISHED, document) == []
    (definition,) = document.definitions
    assert definition.to_dict()["name"]["value"] == operation.name


@pytest.mark.parametrize("operation", load_operations(), ids=lambda operation: operation.name)
def test_each_operation_begins_with_what_it_is_for(operation: Operation) -> None:
    """The first line is a comment of one sentence, which a person reads in the page's tab."""
    assert operation.text.startswith("# ")
    assert operation.text.partition("\n")[0].endswith(".")
