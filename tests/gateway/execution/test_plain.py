"""Which lists may be completed in several turns: those below which nothing is looked up."""

import pytest
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLSchema,
    OperationDefinitionNode,
    get_named_type,
    parse,
)

from gateway.execution.plain import Plain
from schema.build import build_schema, executable


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    """The gateway's own."""
    return executable(build_schema())


def is_plain(schema: GraphQLSchema, text: str, *path: str) -> bool:
    """Whether everything below the field at the path is plain."""
    document = parse(text)
    fragments = {part.name.value: part for part in document.definitions if isinstance(part, FragmentDefinitionNode)}
    (operation,) = [part for part in document.definitions if isinstance(part, OperationDefinitionNode)]
    kind, selection_set = schema.query_type, operation.selection_set
    for name in path:
        fields = [one for one in selection_set.selections if isinstance(one, FieldNode) and one.name.value == name]
        kind = get_named_type(kind.fields[name].type)  # type: ignore[union-attr]
        selection_set = fields[0].selection_set  # type: ignore[assignment]
    assert kind is not None
    return Plain(schema, fragments).below(fields, kind)


PEOPLE = "{ participants { edges { cursor node { code name labeledAccounts { label balances { asset total } } } } } }"


def test_what_is_an_attribute_is_plain_and_what_is_loaded_is_not(schema: GraphQLSchema) -> None:
    """People with accounts ask a loader each; the accounts of one of them have their balances with them."""
    assert not is_plain(schema, PEOPLE, "participants", "edges")
    assert is_plain(schema, PEOPLE, "participants", "edges", "node", "labeledAccounts")
    assert is_plain(schema, "{ participants { edges { cursor node { code } } } }", "participants", "edges")


def test_a_field_of_an_interface_is_what_it_is_for_each_type(schema: GraphQLSchema) -> None:
    """`balances` is looked up for trading accounts, so it is for whatever may be one, also inside fragments."""
    spread = "{ nodes(ids: []) { ...A } } fragment A on Account { __typename balances { asset } }"
    assert not is_plain(schema, spread, "nodes")
    assert not is_plain(schema, "{ nodes(ids: []) { ... on TradingAccount { balances { asset } } } }", "nodes")
    assert is_plain(schema, "{ nodes(ids: []) { id ... on LabeledAccount { balances { asset } } } }", "nodes")


def test_introspection_is_plain(schema: GraphQLSchema) -> None:
    """The lists of introspection are long, and nothing is looked up for them."""
    assert is_plain(schema, "{ __typename venues { venue } }", "venues")
    text = "{ __schema { types { name fields { name type { name } } } } }"
    introspection = parse(text).definitions[0]
    assert isinstance(introspection, OperationDefinitionNode)
    (field,) = introspection.selection_set.selections
    assert isinstance(field, FieldNode)
    of = schema.get_type("__Schema")
    assert of is not None
    assert Plain(schema, {}).below([field], of)
