"""Hostile documents, each named after what it does, with words of the one sentence that refuses it."""

from collections.abc import Callable
from typing import NamedTuple

LARGEST = 262_000  # characters: what a body of 256 KiB has room for


class Hostile(NamedTuple):
    """A document, and what its refusal says; None where it is harmless in the end."""

    text: str
    words: str | None


def spread(count: int) -> str:
    """Spread the fragments, one after the other."""
    return " ".join(f"...F{number}" for number in range(count))


def fragments(count: int, body: Callable[[int], str], on: str = "Query") -> str:
    """So many fragments."""
    return " ".join(f"fragment F{number} on {on} {{ {body(number)} }}" for number in range(count))


def repeated(count: int, body: Callable[[int], str]) -> str:
    """So many selections of the root."""
    return "{ " + " ".join(body(number) for number in range(count)) + " }"


FRAGMENTS = {
    "a fragment bomb": Hostile(
        "{ ...F0 } "
        + fragments(40, lambda n: f"...F{n + 1} ...F{n + 1}")
        + " fragment F40 on Query { venues { venue } }",
        "over a thousand million",
    ),
    "a wide fragment bomb": Hostile(
        "{ venues { ...F0 } } "
        + fragments(12, lambda n: " ".join([f"...F{n + 1}"] * 10), "VenueState")
        + " fragment F12 on VenueState { venue }",
        "selections with each fragment written out; 2000 are allowed",
    ),
    "a cycle": Hostile("{ ...F0 } " + fragments(2, lambda n: f"...F{1 - n}"), "Cannot spread fragment"),
    "a long cycle": Hostile("{ ...F0 } " + fragments(50, lambda n: f"...F{(n + 1) % 50}"), "deeper than 50 levels"),
    "a web of cycles": Hostile(
        "{ ...F0 } " + fragments(50, lambda n: " ".join(f"...F{(n * 7 + j) % 50}" for j in range(6))),
        "selections with each fragment written out",
    ),
    "fragments of the same names": Hostile(
        "{ venues { " + spread(50) + " } } " + fragments(50, lambda n: "venue", "VenueState"),
        "one response name 50 times",
    ),
    "many fragments": Hostile("{ ...F0 } " + fragments(100, lambda n: "__typename"), "100 fragments; 50 are allowed"),
    "one fragment of many names in many places": Hostile(
        repeated(9, lambda n: "venues { " + spread(19) + " }") + fragments(19, lambda n: "venue", "VenueState"),
        "one response name 171 times",
    ),
    "aliases in fragments": Hostile(
        repeated(9, lambda n: f"a{n}: venues {{ ...F0 }}")
        + fragments(1, lambda _: "b: venue c: venue d: venue", "VenueState"),
        "36 aliases; 30 are allowed",
    ),
}
WIDE = {
    "many fields at the root": Hostile(
        repeated(300, lambda n: f"a{n}: __typename"), "300 fields at the root of one query"
    ),
    "portfolios": Hostile(
        repeated(60, lambda n: f'a{n}: portfolio(participantCode: "ABC123") {{ __typename }}'), "60 fields at the root"
    ),
    "introspections": Hostile(repeated(100, lambda n: f"a{n}: __schema {{ __typename }}"), "100 fields at the root"),
    "a few introspections": Hostile(repeated(9, lambda n: f"a{n}: __schema {{ __typename }}"), "9 introspections; 2"),
    "aliases inside an introspection": Hostile(
        "{ __schema { types { "
        + " ".join(f"a{n}: fields {{ name type {{ name fields {{ name }} }} }}" for n in range(25))
        + " } } }",
        "25 aliases inside an introspection; 0",
    ),
    "introspection of introspection": Hostile(
        "{ __schema { types " + "{ fields { type " * 10 + "{ name }" + " } }" * 10 + " } }",
        "23 levels of introspection; 15 are allowed",
    ),
    "introspection wide and deep": Hostile(
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }", "introspection depth"
    ),
    "aliases": Hostile("{ venues { " + " ".join(f"a{n}: venue" for n in range(300)) + " } }", "300 aliases; 30"),
    "one name": Hostile("{ venues { " + "venue " * 990 + "} }", "one response name 990 times in one place; 20"),
    "names in names": Hostile(
        repeated(10, lambda _: "venues { " + "venue " * 20 + "}"), "one response name 200 times in one place"
    ),
    "many names a few times": Hostile(
        "{ venues { " + " ".join(f"x{n} " * 20 for n in range(48)) + "} }", "pairs of fields of one response name; 2000"
    ),
    "unknown fields": Hostile(
        "{ venues { " + " ".join(f"venues{n}" for n in range(900)) + " } }", "Cannot query field"
    ),
    "operations": Hostile(
        " ".join(f"query Q{n} {{ __typename }}" for n in range(150)), "150 operations; 5 are allowed"
    ),
    "variables": Hostile(
        "query(" + " ".join(f"$v{n}: Int" for n in range(200)) + ") { __typename }",
        "200 variables in one operation; 50",
    ),
    "definitions of types": Hostile("type A { a: Int } " * 120, "not executable"),
    "directives": Hostile("{ venues { venue " + "@include(if: true) " * 100 + "} }", "100 directives in one place; 5"),
    "directives everywhere": Hostile("{ venues { " + "venue @include(if: true) " * 100 + "} }", "51 directives; 50"),
    "unknown directives": Hostile("{ venues { " + "venue @a @b @c @d @e " * 60 + "} }", "55 directives; 50"),
    "a list for a number": Hostile(
        "{ participants(first: [" + "1 " * 900 + "]) { pageInfo { hasNextPage } } }", "non-integer value"
    ),
}
DEEP = {
    "fields in fields": Hostile("{ " + "venues { " * 20 + "venue" + " }" * 21, "21 levels of fields; 10 are allowed"),
    "very deep fields": Hostile("{ " + "a { " * 150 + "b" + " }" * 151, "deeper than 50 levels"),
    "deep beyond reading": Hostile("{ " + "a { " * 480 + "b" + " }" * 481, "nested too deeply"),
    "inline fragments": Hostile("{ " + "... { " * 190 + "__typename" + " }" * 191, "deeper than 50 levels"),
    "deep through fragments": Hostile(
        "{ ...F0 } " + fragments(20, lambda n: f"venues {{ ...F{n + 1} }}") + " fragment F20 on Query { __typename }",
        "levels of fields; 10 are allowed",
    ),
    "values in values": Hostile("{ node(id: " + "[" * 190 + "]" * 190 + ") { id } }", "65 levels of values nested; 64"),
    "objects in objects": Hostile("{ node(id: " + "{a: " * 100 + "1" + "}" * 100 + ") { id } }", "65 levels of values"),
    "values beyond reading": Hostile("{ node(id: " + "[" * 490 + "]" * 490 + ") { id } }", "nested too deeply"),
}
LONG = {
    "a long name": Hostile("{ " + "a" * 30_000 + " }", "30000 characters in one name; 128 are allowed"),
    "a long alias": Hostile("{ " + "a" * 30_000 + ": __typename }", "30000 characters in one name"),
    "a long type": Hostile("{ ... on " + "A" * 30_000 + " { id } }", "30000 characters in one name"),
    "a long variable": Hostile("query($a: " + "A" * 30_000 + ") { __typename }", "30000 characters in one name"),
    "a long text": Hostile('{ node(id: "' + "x" * 30_000 + '") { id } }', "30000 characters in one text; 4096"),
    "a long block text": Hostile('{ node(id: """' + "x\n  " * 7_000 + '""") { id } }', "characters in one text; 4096"),
    "a block text of escapes": Hostile('{ node(id: """' + '\\"""' * 8_000 + '""") { id } }', "characters in one text"),
    "a text of escapes": Hostile('{ node(id: "' + "\\u00e9" * 5_000 + '") { id } }', "5000 characters in one text"),
    "a text without an end": Hostile('{ node(id: "' + "x" * 30_000, "Unterminated"),
    "a long number": Hostile("{ participants(first: " + "1" * 30_000 + ") { edges { cursor } } }", "in one number; 64"),
    "white space": Hostile("{ venues { venue } }" + " ,\n\t\ufeff" * 6_000, None),
    "a long comment": Hostile("#" + "é" * 30_000 + "\n{ venues { venue } }", None),
    "comments": Hostile("#\n" * 16_000 + "{ venues { venue } }", "more than 1000 tokens"),
}
STRANGE = {
    "nothing": Hostile("", "Unexpected <EOF>"),
    "an emoji": Hostile("{ \U0001f600 }", "Unexpected character"),
    "a zero": Hostile("{ \0 }", "Unexpected character"),
    "right to left": Hostile("{ \u202e }", "Unexpected character"),
    "half a character": Hostile('{ node(id: "\\ud800") { id } }', "Invalid Unicode escape"),
    "a subscription": Hostile("subscription { a }", "not supported"),
}
TOKENS = [
    "{",
    "}",
    "[",
    "(",
    "...",
    "$",
    "!",
    "@",
    ":",
    "=",
    "|",
    "&",
    '"',
    '"" ',
    "a ",
    "1 ",
    "1.5 ",
    "#\n",
    "a:",
    " ",
    "\n",
]
MANY = {
    f"as many {token!r} as there is room for": Hostile(token * (LARGEST // len(token)), "characters; 32768 are allowed")
    for token in TOKENS
}
FEWER = {
    f"fewer {token!r}": Hostile(token * (30_000 // len(token)), "Syntax Error") for token in TOKENS if token.strip()
}
HOSTILE = FRAGMENTS | WIDE | DEEP | LONG | STRANGE | MANY | FEWER
