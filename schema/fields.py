"""The four kinds of field, in a form that code can read: what a field is, where it comes from, what guards it.

- attribute: of the frozen value, under the field's own name.
- computed: a pure function of the value.
- loaded: one loader call (a `Lookup`), which a list of values makes in one batch.
- resolved: anything else, the exception; the one kind that takes arguments.

What a field costs stands beside it: `size` says how many of a list's things to expect and by whose count, `gives` what
a field reads and gives where that is more than one loader call or not plain to see (`resolvers/reads.py`).
"""

from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any, NamedTuple, TypeAlias

import strawberry
from graphql import GraphQLField
from strawberry import Info

from resolvers.context import Context
from resolvers.forecast import Gives, Group
from resolvers.lookups import Lookup
from resolvers.reads import itself
from resolvers.sizes import Size

Asked: TypeAlias = Info[Context, None]

_DECLARED = "declared"


class Kind(Enum):
    """Where a field's answer comes from."""

    ATTRIBUTE = "attribute"
    COMPUTED = "computed"
    LOADED = "loaded"
    RESOLVED = "resolved"


class Guard(NamedTuple):
    """What a caller needs to read a field, beyond the right to the object that it belongs to."""

    scope: str | None = None


OPEN = Guard()
"""Whoever may see the object may read the field."""


class Many(NamedTuple):
    """How many things a list has: what to expect, and whose own number counts where it is known."""

    size: Size
    of: Callable[[Group], Group] = itself


class Declared(NamedTuple):
    """What a field is, for those who execute it, price it and guard it."""

    kind: Kind
    source: Callable[..., Any] | None
    """The function, lookup or resolver behind it; None for an attribute."""
    guard: Guard
    size: Many | None = None
    """How many things a list of them has; None where it is one, or where `gives` says it."""
    gives: Gives | None = None
    """What the field reads and gives, told beforehand; None where its kind, type and size say all."""


def attribute(description: str, *, guard: Guard = OPEN, size: Many | None = None, gives: Gives | None = None) -> Any:
    """A field that is an attribute of the value."""
    metadata = {_DECLARED: Declared(Kind.ATTRIBUTE, None, guard, size, gives)}
    return strawberry.field(description=description, metadata=metadata)


def computed(function: Callable[[Any], Any], description: str, *, guard: Guard = OPEN) -> Any:
    """A field that is a pure function of the value."""

    def answer(root: Any) -> Any:
        return function(root)

    metadata = {_DECLARED: Declared(Kind.COMPUTED, function, guard)}
    return strawberry.field(resolver=answer, description=description, metadata=metadata)


def loaded(
    lookup: Lookup[Any, Any],
    description: str,
    *,
    guard: Guard = OPEN,
    size: Many | None = None,
    gives: Gives | None = None,
) -> Any:
    """A field that is one loader call."""

    def answer(root: Any, info: Asked) -> Any:
        return lookup(info.context, root)

    metadata = {_DECLARED: Declared(Kind.LOADED, lookup, guard, size, gives)}
    return strawberry.field(resolver=answer, description=description, metadata=metadata)


def resolved(resolver: Callable[..., Any], description: str, *, gives: Gives, guard: Guard = OPEN) -> Any:
    """A field with a resolver of its own, whose parameters are the field's arguments."""
    metadata = {_DECLARED: Declared(Kind.RESOLVED, resolver, guard, None, gives)}
    return strawberry.field(resolver=resolver, description=description, metadata=metadata)


def declared(field: GraphQLField) -> Declared | None:
    """What a field of the executable schema was declared as; None for GraphQL's own, such as introspection."""
    definition = field.extensions.get("strawberry-definition")
    found = definition.metadata.get(_DECLARED) if definition is not None else None
    return found if isinstance(found, Declared) else None


def described(description: str) -> Any:
    """The description of an argument."""
    return strawberry.argument(description=description)


First: TypeAlias = Annotated[int, described("How many, 0 to 100.")]
After: TypeAlias = Annotated[
    str | None,
    described("The endCursor of the page before: a place in the venue's own listing, which may move meanwhile."),
]
