"""Amounts on their way in and out: nothing is lost, and what is no amount is refused."""

import json
from decimal import Decimal as PythonDecimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.amounts import MAX_DIGITS
from gateway.execution.decoding import decode_exactly
from tests.schema.echo import ask, echo, echo_literal


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
