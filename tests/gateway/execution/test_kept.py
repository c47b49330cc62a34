"""What is kept of documents, and that it is freed."""

import gc
import weakref

import pytest
from graphql import Node

from gateway.execution.documents import Documents
from gateway.execution.kept import Kept, Room
from tests.gateway.execution.small_schema import SCHEMA


@pytest.mark.parametrize(
    ("room", "fit"),
    [(Room(entries=3), 3), (Room(characters=9), 4), (Room(nodes=50), 5), (Room(longest=1), 0)],
    ids=["entries", "characters", "nodes", "longest"],
)
def test_what_is_kept_has_bounds(room: Room, fit: int) -> None:
    """Values, characters and nodes are counted as they come and go; the least recently used make room."""
    kept: Kept[int] = Kept(room)
    texts = [f"{number:02}" for number in range(20)]
    for number, text in enumerate(texts):
        kept.keep(text, number, 10)
        kept.keep(text, number, 10)
        kept.get(texts[0])
    assert (len(kept), kept.characters, kept.nodes) == (fit, 2 * fit, 10 * fit)
    here = [text for text in texts if kept.get(text) is not None]
    assert here == ([texts[0], *texts[len(texts) - fit + 1 :]] if fit else [])


def test_a_document_is_freed_when_it_has_to_make_room() -> None:
    """Its tree is no cycle any more: no collection of old garbage is needed, which would come late or never."""
    documents = Documents(SCHEMA, room=Room(entries=1))
    node = documents.read("query A($n: Int = 1) { whole(n: $n) ... { b: whole } }").node
    gc.collect()  # what its validation left behind, which is young
    gc.disable()
    try:
        assert node is not None
        parts: list[weakref.ref[Node]] = [weakref.ref(node), weakref.ref(node.definitions[0])]
        documents.read("{ __typename }")
        assert parts[0]() is node
        del node
        assert [part() for part in parts] == [None, None]
    finally:
        gc.enable()


def test_where_an_error_stands_is_known_without_tokens() -> None:
    """Errors of the checks have line and column, as those of the execution do."""
    (error,) = Documents(SCHEMA).read("{\n  whole\n  nothing\n}").errors
    assert error["locations"] == [{"line": 3, "column": 3}]


def test_distinct_documents_do_not_pile_up() -> None:
    """Of hundreds of distinct documents only those that are kept are left, though old garbage is never looked for."""
    documents = Documents(SCHEMA, room=Room(entries=50))
    read: list[weakref.ref[Node]] = []
    for number in range(400):
        node = documents.read(f"{{ a{number}: whole ...F }} fragment F on Query {{ whole }}").node
        assert node is not None
        read.append(weakref.ref(node))
    del node
    gc.collect(1)
    assert len(documents.kept) == 50
    assert 50 <= sum(one() is not None for one in read) <= 150
