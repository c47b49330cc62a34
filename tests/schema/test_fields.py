"""Every field says which of the four kinds it is and what guards it, so that code can execute, price and guard it."""

import strawberry
from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema, is_introspection_type

from schema.build import build_schema, executable
from schema.fields import OPEN, Declared, Guard, attribute, declared


def declarations(schema: GraphQLSchema) -> dict[str, Declared | None]:
    """What each field of the schema's objects and interfaces was declared as."""
    return {
        f"{name}.{field_name}": declared(field)
        for name, kind in schema.type_map.items()
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) and not is_introspection_type(kind)
        for field_name, field in kind.fields.items()
    }


def undeclared(schema: GraphQLSchema) -> list[str]:
    """The fields that are none of the four kinds, or have no guard."""
    return [name for name, found in declarations(schema).items() if found is None or not isinstance(found.guard, Guard)]


def test_every_field_is_of_a_kind_and_guarded() -> None:
    """No type or interface has a field that was declared another way."""
    schema = executable(build_schema())
    found = declarations(schema)
    assert len(found) > 100
    assert {"Query.node", "Node.id", "Account.status", "LabeledAccount.status"} <= set(found)
    assert undeclared(schema) == []


def test_a_field_of_no_kind_would_be_noticed() -> None:
    """Strawberry's own fields are found: one with a description alone, one with a resolver, one without a word."""

    @strawberry.type
    class Query:
        declared: str = attribute("Declared.")
        described: str = strawberry.field(description="Described only.")
        bare: str

        @strawberry.field
        def plain(self) -> str:
            return ""

    schema = executable(strawberry.Schema(query=Query))
    assert undeclared(schema) == ["Query.described", "Query.bare", "Query.plain"]


def test_a_field_without_a_guard_would_be_noticed() -> None:
    """A guard is there by default, and taking it away is found."""

    @strawberry.type
    class Query:
        open: str = attribute("Open.")
        unguarded: str = attribute("Unguarded.", guard=None)  # type: ignore[arg-type]

    schema = executable(strawberry.Schema(query=Query))
    assert undeclared(schema) == ["Query.unguarded"]
    found = declarations(schema)["Query.open"]
    assert found is not None
    assert found.guard is OPEN
