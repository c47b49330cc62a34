"""The scalars: exact amounts, instants and 64-bit integers, each as text."""

import re
from datetime import UTC, datetime
from decimal import Decimal as PythonDecimal
from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from graphql.language import FloatValueNode, IntValueNode, StringValueNode, ValueNode, print_ast

from domain.amounts import plain, text_of

_LARGEST = 2**64 - 1
_RFC_3339 = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9:]{8}(?:\.[0-9]+)?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})")

Decimal = NewType("Decimal", str)
DateTime = NewType("DateTime", datetime)
BigInt = NewType("BigInt", int)


def _decimal_out(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, PythonDecimal):
        return text_of(value)
    raise TypeError(f"expected an amount as text or Decimal, got {type(value).__name__}")


def _decimal_in(value: object) -> str:
    """A variable: text, or a JSON number that was read as int or Decimal, never as a float."""
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, int | PythonDecimal):
        return _plain(str(value))
    raise GraphQLError("Decimal must be a base-10 number, as text or as a number.")


def _decimal_literal(node: ValueNode, _variables: dict[str, Any] | None = None) -> str:
    if isinstance(node, StringValueNode | IntValueNode | FloatValueNode):
        return _plain(node.value)
    raise GraphQLError(f"Decimal must be a base-10 number, not {print_ast(node)[:40]}.")


def _plain(text: str) -> str:
    try:
        return plain(text)
    except ValueError as error:
        raise GraphQLError(f"Decimal is {error}: {text[:44]!r}.") from None


def _instant_out(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"expected a datetime, got {type(value).__name__}")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _instant_in(value: object) -> datetime:
    if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
        raise GraphQLError("DateTime must be an RFC 3339 instant with its offset.")
    try:
        return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        raise GraphQLError("DateTime must be an instant that exists.") from None


def _big_int_out(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _LARGEST:
        raise TypeError("expected an unsigned 64-bit integer")
    return str(value)


def _big_int_in(value: object) -> int:
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdecimal()) or int(text) > _LARGEST:
        raise GraphQLError("BigInt must be an unsigned 64-bit integer, as text or as a number.")
    return int(text)


SCALARS: dict[object, Any] = {
    Decimal: strawberry.scalar(
        name="Decimal",
        specified_by_url="https://www.w3.org/TR/xmlschema-2/#decimal",
        description=(
            "Exact base-10 number as plain text ('-25.5', '0.000000000000000001'): never a float, never an exponent."
        ),
        serialize=_decimal_out,
        parse_value=_decimal_in,
        parse_literal=_decimal_literal,
    ),
    DateTime: strawberry.scalar(
        name="DateTime",
        description="RFC 3339 instant in UTC.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=_instant_out,
        parse_value=_instant_in,
    ),
    BigInt: strawberry.scalar(
        name="BigInt",
        description="Unsigned 64-bit integer as text.",
        specified_by_url="https://www.w3.org/TR/xmlschema-2/#unsignedLong",
        serialize=_big_int_out,
        parse_value=_big_int_in,
    ),
}
"""How each is read and written."""
