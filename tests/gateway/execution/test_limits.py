"""Hostile documents."""

import re

import pytest

from tests.house import House

REPEATED_THROUGH_FRAGMENTS = (
    "{ venues { ...A } } fragment A on VenueState { " + "venue " * 10 + "...B } "
    "fragment B on VenueState { " + "venue " * 11 + "}"
)


@pytest.mark.parametrize(
    "query",
    [
        "{ venues { " + "venue " * 990 + "} }",
        REPEATED_THROUGH_FRAGMENTS,
        "{ venues { " + "... on VenueState { " * 60 + "venue" + " }" * 62,
        "{ participants(first: " + "1" * 5000 + ") { edges { cursor } } }",
        "query($x: [Int] = " + "[" * 70 + "]" * 70 + ") { venues { venue } }",
    ],
    ids=["repeated", "through fragments", "deep", "long number", "deep value"],
)
async def test_a_hostile_document_is_refused_before_it_is_validated(house: House, query: str) -> None:
    """Many equal names in one place and deep nesting are refused with a code, by one pass over the document."""
    answer = await house.ask(query)
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}
    assert re.search("allowed|nested", error["message"])


async def test_thirty_levels_of_fragments_are_counted_without_expanding_them(house: House) -> None:
    """Fragments that spread each other twice, thirty levels deep, are answered at once, if only with a refusal."""
    levels = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(30))
    answer = await house.ask(f"{{ ...F0 }} {levels} fragment F30 on Query {{ __typename }}")
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
