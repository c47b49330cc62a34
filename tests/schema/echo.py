"""A schema whose fields answer with what they were asked with: a value on its way in and out of the scalars."""

from datetime import datetime
from decimal import Decimal as PythonDecimal
from typing import Any, cast

import strawberry
from graphql import ExecutionResult, GraphQLSchema, execute, parse, validate
from strawberry.schema.config import StrawberryConfig

from gateway.execution.decoding import decode_exactly
from schema.build import executable
from schema.scalars import SCALARS, BigInt, DateTime, Decimal


@strawberry.input
class Inner:
    """The innermost of a nested input."""

    amounts: list[Decimal]


@strawberry.input
class Outer:
    """An input in which amounts lie two levels deep."""

    inner: Inner
    amount: Decimal = Decimal("0")


@strawberry.type
class Query:
    """Fields that answer with what they were asked with."""

    @strawberry.field
    def amount(self, value: Decimal) -> Decimal:
        """An amount, as it reaches a resolver."""
        assert isinstance(value, str)
        return value

    @strawberry.field
    def amounts(self, values: list[Decimal]) -> list[Decimal]:
        """A list of amounts."""
        return values

    @strawberry.field
    def nested(self, value: Outer) -> list[Decimal]:
        """The amounts of a nested input."""
        return [value.amount, *value.inner.amounts]

    @strawberry.field
    def computed(self, digits: str, exponent: int) -> Decimal:
        """An amount that a resolver computed, as a Decimal."""
        return PythonDecimal(digits).scaleb(exponent)  # type: ignore[return-value]  # what the scalar also takes

    @strawberry.field
    def instant(self, value: DateTime) -> DateTime:
        """An instant."""
        assert isinstance(value, datetime)
        return value

    @strawberry.field
    def big(self, value: BigInt) -> BigInt:
        """An integer."""
        assert isinstance(value, int)
        return value


SCHEMA: GraphQLSchema = executable(strawberry.Schema(Query, config=StrawberryConfig(scalar_map=SCALARS)))


def ask(document: str, variables: str = "{}") -> ExecutionResult:
    """Execute a document with variables that are decoded as the gateway decodes them."""
    parsed = parse(document)
    errors = validate(SCHEMA, parsed)
    if errors:
        return ExecutionResult(None, errors)
    result = execute(SCHEMA, parsed, Query(), variable_values=cast("dict[str, Any]", decode_exactly(variables)))
    assert isinstance(result, ExecutionResult)
    return result


def echo(field: str, kind: str, written: str) -> Any:
    """What a value, written as JSON, comes back as when sent as a variable; None where it is refused."""
    result = ask(f"query Echo($value: {kind}!) {{ {field}(value: $value) }}", f'{{"value": {written}}}')
    return result.data[field] if result.data and not result.errors else None


def echo_literal(field: str, written: str) -> Any:
    """What a value comes back as when it is written into the document; None where it is refused."""
    result = ask(f"{{ {field}(value: {written}) }}")
    return result.data[field] if result.data and not result.errors else None
