"""Object types whose values are not their instances but frozen values from below, recognised by their class."""

from collections.abc import Callable
from typing import TypeVar

import strawberry

T = TypeVar("T")


def type_of(value: type, description: str, name: str | None = None) -> Callable[[type[T]], type[T]]:
    """Declare the GraphQL type of a value's class; interfaces and unions tell their members apart by it."""

    def declare(cls: type[T]) -> type[T]:
        def is_type_of(found: object, _info: object) -> bool:
            return isinstance(found, value)

        setattr(cls, "is_type_of", staticmethod(is_type_of))  # noqa: B010 - Strawberry looks for this attribute
        return strawberry.type(cls, description=description, name=name)

    return declare
