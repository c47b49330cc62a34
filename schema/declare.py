"""How a field names its resolver: with the request's context, or as a function of the value alone."""

from collections.abc import Callable
from typing import Annotated, Any, TypeAlias

import strawberry
from strawberry import Info

from resolvers.context import Context

Asked: TypeAlias = Info[Context, None]


def asked(resolver: Callable[[Context, Any], Any], description: str) -> Any:
    """A field that is one lookup: resolver(context, value)."""

    def answer(root: Any, info: Asked) -> Any:
        return resolver(info.context, root)

    return strawberry.field(resolver=answer, description=description)


def derived(resolver: Callable[[Any], Any], description: str) -> Any:
    """A field that is a function of the value alone."""

    def answer(root: Any) -> Any:
        return resolver(root)

    return strawberry.field(resolver=answer, description=description)


def plain(description: str) -> Any:
    """A field that is an attribute of the value."""
    return strawberry.field(description=description)


def described(description: str) -> Any:
    """The description of an argument."""
    return strawberry.argument(description=description)


Labels: TypeAlias = Annotated[list[str] | None, described("Only accounts with one of these labels, case-sensitive.")]
Assets: TypeAlias = Annotated[
    list[str] | None, described("Only accounts that hold one of these assets; each is shown whole.")
]
First: TypeAlias = Annotated[int, described("How many, 1 to 100.")]
After: TypeAlias = Annotated[str | None, described("The endCursor of the page before.")]
