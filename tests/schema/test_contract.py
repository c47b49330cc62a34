"""The schema is the committed contract, keeps the core, and describes everything in it."""

from collections.abc import Iterator
from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    is_introspection_type,
    is_specified_scalar_type,
)
from graphql.utilities import find_breaking_changes

from schema.build import CONTRACT, executable, printed
from schema.build import build_schema as build_our_schema

CORE = Path(__file__).parent / "core_contract.graphql"
SERVED = printed(build_our_schema())


def described(schema: GraphQLSchema) -> Iterator[tuple[str, str | None]]:
    """Everything that clients can name, with its description."""
    for name, kind in schema.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in kind.fields.items():
                yield f"{name}.{field_name}", field.description
                for argument_name, argument in field.args.items():
                    yield f"{name}.{field_name}({argument_name})", argument.description
        elif isinstance(kind, GraphQLInputObjectType):
            for field_name, member in kind.fields.items():
                yield f"{name}.{field_name}", member.description
        elif isinstance(kind, GraphQLEnumType):
            for value_name, value in kind.values.items():
                yield f"{name}.{value_name}", value.description


def test_the_committed_contract_is_the_schema_that_is_served() -> None:
    """schema/schema.graphql is what the schema prints, to the letter."""
    assert CONTRACT.read_text(encoding="utf-8") == SERVED


def test_the_schema_keeps_the_core_of_the_contract() -> None:
    """Nothing that the core promises is gone or has become something else."""
    changes = find_breaking_changes(build_schema(CORE.read_text(encoding="utf-8")), build_schema(SERVED))
    assert [change.description for change in changes] == []


def test_a_weakened_promise_would_be_noticed() -> None:
    """The comparison with the core does report a field that has become nullable."""
    weaker = SERVED.replace("sequenceNumber: BigInt!", "sequenceNumber: BigInt")
    changes = find_breaking_changes(build_schema(CORE.read_text(encoding="utf-8")), build_schema(weaker))
    assert ["MarginAccount.sequenceNumber" in change.description for change in changes] == [True]


def test_everything_has_a_description() -> None:
    """Each type, field, argument, input field and enum member says what it is, beginning with a capital or a name."""
    found = dict(described(build_schema(SERVED)))
    assert len(found) > 200
    assert [name for name, description in found.items() if not (description or "").strip()] == []


def test_two_schemas_share_no_types() -> None:
    """Each call builds a root and types of its own, so that changing one schema leaves the other as it was."""
    one, other = (executable(build_our_schema()) for _ in range(2))
    assert one.query_type is not other.query_type
    shared = [
        name
        for name, kind in one.type_map.items()
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        and not is_introspection_type(kind)
        and kind is other.type_map[name]
    ]
    assert shared == []


def test_the_schema_can_be_read_only() -> None:
    """There are no mutations and no subscriptions yet."""
    schema = executable(build_our_schema())
    assert (schema.mutation_type, schema.subscription_type) == (None, None)
