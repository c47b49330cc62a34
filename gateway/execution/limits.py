"""How large a question may be: the limits, and the one sentence that a question beyond one of them is answered with."""

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The limits of one question. What stands in a fragment counts wherever the fragment is spread."""

    characters: int = 32_768
    """Of a document, comments and white space included."""
    tokens: int = 1_000
    """Of a document; GraphiQL's introspection has 183."""
    depth: int = 10
    """Fields inside fields."""
    introspection_depth: int = 15
    """The same, below `__schema` and `__type`."""
    introspections: int = 2
    """`__schema` and `__type` in one document."""
    introspection_aliases: int = 0
    """Below `__schema` and `__type`, where tools need none and each would be the whole schema once more."""
    levels: int = 50
    """Selection sets inside selection sets, those of fragments included."""
    aliases: int = 30
    equal_names: int = 20
    """Fields of one response name in one place: validation compares each with each."""
    comparisons: int = 2_000
    """Pairs of fields of one response name in one place, in the whole document."""
    fragments: int = 50
    selections: int = 2_000
    """With each fragment written out."""
    directives: int = 50
    directives_in_one_place: int = 5
    operations: int = 5
    query_fields: int = 10
    mutation_fields: int = 5
    variables: int = 50
    variable_values: int = 2_000
    """Values sent with the question, those inside lists and objects included."""
    name_characters: int = 128
    text_characters: int = 4_096
    value_levels: int = 64
    number_characters: int = 64
    """Of a number in a document, sign, point and exponent included."""
    answer_bytes: int = 8 * 1024 * 1024
    """Of the data of an answer."""


LIMITS = Limits()
"""The limits unless others are given."""


class DocumentTooLarge(Exception):  # noqa: N818 - what it says of the document
    """The question is beyond a limit; the text says which."""

    @classmethod
    def of(cls, what: str, found: int, allowed: int, subject: str = "The document") -> "DocumentTooLarge":
        """Say how much was found and how much is allowed."""
        return cls(f"{subject} has {shortened(found)} {what}; {allowed} are allowed.")


def shortened(number: int) -> str:
    """A count in words that stay short: fragments can multiply to numbers of many digits."""
    return str(number) if number < 1_000_000_000 else "over a thousand million"


def hold(what: str, found: int, allowed: int, subject: str = "The document") -> None:
    """Raise DocumentTooLarge if more was found than is allowed."""
    if found > allowed:
        raise DocumentTooLarge.of(what, found, allowed, subject)
