"""Amounts, instants and 64-bit integers on their way in and out: nothing is lost, and what is none is refused."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal as PythonDecimal
from typing import Any, cast

import msgspec
import pytest
import strawberry
from graphql import ExecutionResult, GraphQLSchema, execute, parse, validate
from hypothesis import given
from hypothesis import strategies as st
from strawberry.schema.config import StrawberryConfig

from domain.amounts import MAX_DIGITS
from gateway.execution.answers import decode_exactly
from schema.build import executable
from schema.scalars import SCALARS, BigInt, DateTime, Decimal

LARGEST = 2**64 - 1


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


@st.composite
def plain_amounts(draw: st.DrawFn) -> str:
    """Amounts of up to 30 digits as they are printed: no exponent, no zeros before, trailing zeros kept."""
    whole = draw(st.integers(0, 10 ** draw(st.integers(1, 29)) - 1))
    places = draw(st.integers(0, 30 - len(str(whole))))
    fraction = draw(st.text("0123456789", min_size=places, max_size=places))
    text = f"{whole}.{fraction}" if fraction else str(whole)
    return f"-{text}" if text.strip("0.") and draw(st.booleans()) else text


@given(plain_amounts())
def test_a_text_comes_back_to_the_digit(amount: str) -> None:
    """Thirty digits survive as text in a variable and in a literal, trailing zeros included."""
    assert echo("amount", "Decimal", f'"{amount}"') == amount
    assert echo_literal("amount", f'"{amount}"') == amount


@given(plain_amounts())
def test_a_number_comes_back_to_the_digit(amount: str) -> None:
    """Thirty digits survive as a bare number in a variable and in a literal: no float is on the way."""
    assert echo("amount", "Decimal", amount) == amount
    assert echo_literal("amount", amount) == amount


@given(st.lists(plain_amounts(), min_size=1, max_size=5))
def test_lists_come_back_to_the_digit(amounts: list[str]) -> None:
    """The same holds in a list, of texts and of numbers, as variable and as literal."""
    texts, numbers = json.dumps(amounts), f"[{', '.join(amounts)}]"
    for written in (texts, numbers):
        result = ask("query Echo($v: [Decimal!]!) { amounts(values: $v) }", f'{{"v": {written}}}')
        assert (result.data, result.errors) == ({"amounts": amounts}, None)
        assert ask(f"{{ amounts(values: {written}) }}").data == {"amounts": amounts}


@given(plain_amounts(), plain_amounts())
def test_nested_inputs_come_back_to_the_digit(outer: str, inner: str) -> None:
    """The same holds two levels deep in an input, with the variable for the whole and for one part of it."""
    expected = {"nested": [outer, inner, inner]}
    whole = f'{{"value": {{"amount": {outer}, "inner": {{"amounts": [{inner}, "{inner}"]}}}}}}'
    assert ask("query Echo($value: Outer!) { nested(value: $value) }", whole).data == expected
    literal = f'{{ nested(value: {{amount: "{outer}", inner: {{amounts: [{inner}, "{inner}"]}}}}) }}'
    assert ask(literal).data == expected
    part = f"query Echo($part: Decimal!) {{ nested(value: {{amount: {outer}, inner: {{amounts: [$part, $part]}}}}) }}"
    assert ask(part, f'{{"part": {inner}}}').data == expected


@given(plain_amounts())
def test_a_default_comes_back_to_the_digit(amount: str) -> None:
    """The same holds for the default of a variable."""
    assert ask(f"query Echo($value: Decimal! = {amount}) {{ amount(value: $value) }}").data == {"amount": amount}


@given(st.integers(-(10**30), 10**30), st.integers(-9, 9))
def test_an_amount_is_never_printed_with_an_exponent(digits: int, exponent: int) -> None:
    """A computed Decimal is printed as plain digits, whatever its exponent, and equals itself."""
    result = ask(
        "query C($d: String!, $e: Int!) { computed(digits: $d, exponent: $e) }", f'{{"d": "{digits}", "e": {exponent}}}'
    )
    assert result.data
    printed = result.data["computed"]
    assert set(printed) <= set("-.0123456789")
    assert PythonDecimal(printed) == PythonDecimal(digits).scaleb(exponent)
    assert not printed.startswith("-") or digits < 0


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("1e5", "100000"),
        ("1E+2", "100"),
        ("1.50e1", "15.0"),
        ("25e-4", "0.0025"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("0e3", "0"),
        ("1e-18", "0.000000000000000001"),
        ("12345678901234567890.0123456789", "12345678901234567890.0123456789"),
        ("99999999999999999999999999999999999999.99", "99999999999999999999999999999999999999.99"),
    ],
)
def test_other_spellings_of_a_number_are_written_out(written: str, printed: str) -> None:
    """An exponent is written out and minus zero is zero: as a number, as text and as a literal the same."""
    assert echo("amount", "Decimal", written) == printed
    assert echo("amount", "Decimal", f'"{written}"') == printed
    assert echo_literal("amount", written) == printed


NO_AMOUNTS = [
    "NaN",
    "sNaN",
    "-NaN",
    "Infinity",
    "-Infinity",
    "inf",
    "1_000",
    "1,000",
    " 1 ",
    " 1",
    "1 ",
    "1\\n",
    "",
    ".",
    "-",
    "+1",
    "--1",
    "1.2.3",
    "0x10",
    "1e",
    "1e9999",
    "\\u0661",
    "\\uff11",
    "true",
    "1" * (MAX_DIGITS + 1),
    "0." + "0" * MAX_DIGITS + "1",
    f"1e{MAX_DIGITS}",
]


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_a_text_that_is_no_amount_is_refused(text: str) -> None:
    """What is not one finite base-10 number of up to 40 digits is refused, as variable and as literal."""
    assert echo("amount", "Decimal", f'"{text}"') is None
    assert echo_literal("amount", f'"{text}"') is None


@pytest.mark.parametrize("written", ["true", "false", "null", "{}", '{"amount": 1}', '[{"a": 1}]', "1e9999", "1" * 41])
def test_a_value_that_is_no_amount_is_refused(written: str) -> None:
    """Booleans, null, objects and numbers of more than 40 digits are refused."""
    assert echo("amount", "Decimal", written) is None


@pytest.mark.parametrize("written", ["true", "false", "null", "NaN", "Infinity", "{}", "[]", "1e9999", "1" * 41])
def test_a_literal_that_is_no_amount_is_refused(written: str) -> None:
    """The same values written into the document are refused."""
    assert echo_literal("amount", written) is None


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity", "01", ".5", "5.", "+1", "1_000"])
def test_what_json_does_not_know_is_refused_before(written: str) -> None:
    """The gateway's decoding takes no number that JSON does not have."""
    with pytest.raises(msgspec.DecodeError):
        decode_exactly(f'{{"value": {written}}}')


@pytest.mark.parametrize("digits", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_not_printed(digits: str) -> None:
    """A computed amount that is not finite is an error and not text."""
    result = ask("query C($d: String!) { computed(digits: $d, exponent: 0) }", f'{{"d": "{digits}"}}')
    assert result.data is None
    assert result.errors


def test_a_refusal_repeats_little_of_the_value() -> None:
    """The error names the scalar, and of a long value it quotes the beginning only."""
    result = ask("query E($value: Decimal!) { amount(value: $value) }", json.dumps({"value": "x" * 5000}))
    assert result.errors
    (error,) = result.errors
    assert "Decimal" in error.message
    assert 0 < error.message.count("x") <= 300


instants = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - hypothesis joins the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


@given(instants)
def test_an_instant_comes_back_in_utc(moment: datetime) -> None:
    """An instant in any offset comes back as the same instant to the microsecond, in UTC, ending in Z."""
    for answer in (
        echo("instant", "DateTime", f'"{moment.isoformat()}"'),
        echo_literal("instant", f'"{moment.isoformat()}"'),
    ):
        assert answer.endswith("Z")
        assert datetime.fromisoformat(answer) == moment
        assert datetime.fromisoformat(answer).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "written",
    [
        '"2026-11-21T05:00:00"',
        '"2026-11-21"',
        '"yesterday"',
        '""',
        '"2026-13-01T00:00:00Z"',
        "1780000000000",
        "true",
        "{}",
    ],
)
def test_what_is_no_instant_is_refused(written: str) -> None:
    """A time without an offset, a date, a number and a word name no instant."""
    assert echo("instant", "DateTime", written) is None


def test_an_instant_of_another_offset_is_written_in_utc() -> None:
    """One known instant, in both of its spellings."""
    moment = datetime(2026, 11, 21, 3, 0, 0, 123456, UTC)
    assert echo("instant", "DateTime", '"2026-11-21T05:00:00.123456+02:00"') == moment.isoformat()[:-6] + "Z"


@given(st.integers(0, LARGEST))
def test_a_64_bit_integer_comes_back_as_text(number: int) -> None:
    """Every unsigned 64-bit integer comes back to the digit, sent as number, as text or as literal."""
    for answer in (
        echo("big", "BigInt", str(number)),
        echo("big", "BigInt", f'"{number}"'),
        echo_literal("big", str(number)),
        echo_literal("big", f'"{number}"'),
    ):
        assert answer == str(number)


@pytest.mark.parametrize(
    "written",
    [
        "-1",
        str(LARGEST + 1),
        "1.0",
        "1e3",
        "true",
        "null",
        '""',
        '"-1"',
        '"1.0"',
        '"+1"',
        '" 1"',
        '"1_0"',
        f'"{LARGEST + 1}"',
        '"\\u0661"',
    ],
)
def test_what_is_no_64_bit_integer_is_refused(written: str) -> None:
    """Negative, too large, fractional and other values are refused, as variable and as literal."""
    assert echo("big", "BigInt", written) is None
    assert echo_literal("big", written) is None
