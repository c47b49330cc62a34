"""What a hostile document costs: nothing but its reading, and a sentence."""

import time

import pytest
from graphql import GraphQLSchema, get_introspection_query, parse

from gateway.execution.documents import Documents
from gateway.execution.limits import LIMITS, DocumentTooLarge
from gateway.execution.measuring import Measuring
from gateway.execution.overlaps import Overlaps
from schema.build import build_schema, executable
from schema.operations import load_operations
from tests.gateway.execution.hostile import FRAGMENTS, HOSTILE, WIDE

GRAPHIQL = get_introspection_query(
    specified_by_url=True, directive_is_repeatable=True, schema_description=True, input_value_deprecation=True
)


@pytest.fixture(scope="module")
def schema() -> GraphQLSchema:
    """The gateway's own."""
    return executable(build_schema())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_in_one_sentence(schema: GraphQLSchema, name: str) -> None:
    """It is refused with the numbers, a code and a short message, or turns out to be harmless."""
    text, words = HOSTILE[name]
    document = Documents(schema).read(text)
    if words is None:
        assert document.errors == ()
        return
    assert document.node is None
    assert words in document.errors[0]["message"]
    assert len(document.errors) <= 20
    for error in document.errors:
        assert len(error["message"]) <= 300
        assert error["extensions"]["code"] in ("GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED")


@pytest.mark.parametrize("name", FRAGMENTS | WIDE)
def test_a_hostile_document_is_looked_at_once(name: str) -> None:
    """The pass looks at each selection once, however often its fragment is spread; the walk after it has bounds."""
    text = HOSTILE[name].text
    document = parse(text)
    measuring = Measuring(document, LIMITS)
    overlaps = None
    try:
        places = measuring.check()
        overlaps = Overlaps(measuring.fragments, LIMITS)
        overlaps.check(places)
    except DocumentTooLarge:
        pass
    assert measuring.visited <= len(text.split())
    assert overlaps is None or overlaps.visited <= LIMITS.selections
    assert overlaps is None or overlaps.comparisons <= LIMITS.comparisons + 190


def test_all_hostile_documents_together_take_less_than_a_second(schema: GraphQLSchema) -> None:
    """In CPU time, the best of three: a hundred documents, so some milliseconds each."""

    def seconds() -> float:
        documents = Documents(schema)
        started = time.thread_time()
        for hostile in HOSTILE.values():
            documents.read(hostile.text)
        return time.thread_time() - started

    assert min(seconds() for _ in range(3)) < 1


@pytest.mark.parametrize("text", [GRAPHIQL, *(operation.text for operation in load_operations())])
def test_what_we_ship_and_the_introspection_of_graphiql_is_well_inside(schema: GraphQLSchema, text: str) -> None:
    """Half of each limit is enough for the shipped operations, and for the introspection all but its own depth."""
    half = {
        name: getattr(LIMITS, name) // 2 for name in ("tokens", "aliases", "fragments", "selections", "comparisons")
    }
    limits = type(LIMITS)(**half)
    assert Documents(schema, limits).read(text).errors == ()


def a_document(size: int, limit: str) -> str:
    """A document that has so many of what the limit is about."""
    fields = " ".join(f"a{n}: health" for n in range(size))
    return {
        "depth": "{ " + "venues { " * (size - 1) + "venue" + " }" * size,
        "aliases": f"{{ venues {{ {fields} }} }}",
        "equal_names": "{ venues { " + "venue " * size + "} }",
        "fragments": "{ venues { venue } } " + " ".join(f"fragment F{n} on Query {{ venues }}" for n in range(size)),
        "directives_in_one_place": "{ venues " + "@skip(if: false) " * size + "{ venue } }",
        "directives": "{ venues { " + "venue @skip(if: false) " * size + "} }",
        "operations": " ".join(f"query Q{n} {{ __typename }}" for n in range(size)),
        "query_fields": "{ " + "__typename " * size + "}",
        "variables": "query(" + " ".join(f"$v{n}: Int" for n in range(size)) + ") { __typename }",
        "name_characters": "{ " + "a" * size + ": __typename }",
        "text_characters": '{ node(id: "' + "x" * size + '") { id } }',
        "number_characters": "{ a(n: " + "1" * size + ") }",
        "value_levels": "{ a(n: " + "[" * size + "]" * size + ") }",
        "introspections": "{ " + "__schema { __typename } " * size + "}",
        "introspection_depth": "{ __schema { types { kind "
        + "ofType { " * (size - 3)
        + "name"
        + " }" * (size - 3)
        + "} } }",
        "levels": "{ " + "... { " * (size - 1) + "__typename" + " }" * size,
        "characters": "{ __typename }" + " " * (size - 14),
        "tokens": "{" + " venue" * (size - 2) + "}",
    }[limit]


@pytest.mark.parametrize(
    "limit",
    [
        "depth", "aliases", "equal_names", "fragments", "directives_in_one_place", "operations", "query_fields",
        "variables", "name_characters", "text_characters", "number_characters", "value_levels", "introspections",
        "introspection_depth", "levels", "characters",
    ],
)  # fmt: skip
def test_a_limit_is_met_exactly_and_one_more_is_refused(schema: GraphQLSchema, limit: str) -> None:
    """As many as are allowed are no matter for the limit; with one more the sentence has both numbers."""
    allowed = getattr(LIMITS, limit)
    within = Documents(schema).read(a_document(allowed, limit))
    assert not any("allowed" in error["message"] or "deeper" in error["message"] for error in within.errors)
    (error,) = Documents(schema).read(a_document(allowed + 1, limit)).errors
    assert str(allowed) in error["message"]
    assert str(allowed + 1) in error["message"] or limit == "levels"


def test_limits_are_settings(schema: GraphQLSchema) -> None:
    """Other limits than the defaults may be handed over."""
    assert Documents(schema, type(LIMITS)(depth=1)).read("{ __typename }").errors == ()
    (error,) = Documents(schema, type(LIMITS)(depth=1)).read("{ venues { venue } }").errors
    assert error["message"] == "The document has 2 levels of fields; 1 are allowed."
