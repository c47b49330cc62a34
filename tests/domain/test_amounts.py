"""Amounts keep every digit; what is not one plain base-10 number is refused."""

from decimal import Decimal, localcontext

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.amounts import (
    LEFT_OUT,
    MAX_DIGITS,
    difference,
    from_json,
    from_optional_json,
    plain,
    product,
    text_of,
    total,
    unscaled,
)

digits = st.text("0123456789", min_size=1, max_size=20)
whole = st.integers(0, 10**20 - 1).map(str)
signs = st.sampled_from(["", "-"])
long_amounts = st.builds("{}{}.{}".format, signs, st.integers(10**15, 10**16 - 1), st.text("0123456789", min_size=14))
long_amounts = long_amounts.filter(lambda text: len(text) <= MAX_DIGITS)
amounts = st.builds("{}{}.{}".format, signs, whole, digits) | st.builds("{}{}".format, signs, whole)


@given(long_amounts)
def test_long_amounts_survive(text: str) -> None:
    """An amount of thirty and more digits comes out as it went in."""
    assert plain(text) == text
    assert len(text.strip("-").replace(".", "")) >= 30


@given(amounts)
def test_a_plain_amount_is_equal_and_keeps_its_trailing_zeros(text: str) -> None:
    """A plain amount is equal to its text and keeps its trailing zeros; only a negative zero loses its sign."""
    assert Decimal(plain(text)) == Decimal(text)
    assert plain(text) == (text if Decimal(text) else text.removeprefix("-"))


@given(signs, digits, digits, st.integers(-15, 15), st.sampled_from("eE"))
def test_exponents_are_written_out_exactly(sign: str, before: str, after: str, exponent: int, letter: str) -> None:
    """An exponent is written out and the value stays exactly equal, or is refused for its length."""
    text = f"{sign}{before}.{after}{letter}{exponent}"
    try:
        written = plain(text)
    except ValueError:
        point = len(before) + exponent
        assert max(len(before + after), point, len(before + after) - point) > MAX_DIGITS
        return
    assert Decimal(written) == Decimal(text)
    assert not set(written) - set("-.0123456789")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (".01", "0.01"),
        ("-.5", "-0.5"),
        ("1e5", "100000"),
        ("1E+2", "100"),
        ("1.50e1", "15.0"),
        ("25e-3", "0.025"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("1.", "1"),
        ("007", "7"),
        ("-00.10", "-0.10"),
        ("0.00", "0.00"),
        ("1.400000000", "1.400000000"),
        ("9" * 40, "9" * 40),
        ("-0." + "1" * 39, "-0." + "1" * 39),
    ],
)
def test_venues_spellings(text: str, expected: str) -> None:
    """The spellings that venues use become plain digits."""
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " 1 ",
        "1 ",
        "\n1",
        "1\n",
        "+1",
        "--1",
        "-",
        ".",
        "-.",
        "e5",
        ".e5",
        "1e",
        "1e1.5",
        "1e+-2",
        "1_000",
        "1,000",
        "1,5",
        "0x10",
        "NaN",
        "nan",
        "-nan",
        "sNaN",
        "Infinity",
        "-inf",
        "true",
        "null",
        "\u0661\u0662",
        "\uff11",
        "1\u00b2",
        "9" * 41,
        "0." + "0" * 40 + "1",
        "." + "0" * 40 + "1",
        "1e40",
        "1e-41",
        "1e999",
        "1e9999999",
        "1" * 5000,
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    """NaN, infinities, separators, signs, spaces, other alphabets' digits and over 40 digits are refused."""
    with pytest.raises(ValueError, match=r"base-10|digits"):
        plain(text)


@pytest.mark.parametrize("count", [38, 39, 40, 41])
@pytest.mark.parametrize("sign", ["", "-"])
def test_zeros_that_lead_do_not_count(sign: str, count: int) -> None:
    """A fraction is judged alike with a zero before its point, with several, and with none."""
    fraction = "7" * count
    spellings = [f"{sign}{lead}.{fraction}" for lead in ("", "0", "00", "000")]
    if count > MAX_DIGITS:
        for text in spellings:
            with pytest.raises(ValueError, match="digits"):
                plain(text)
    else:
        assert {plain(text) for text in spellings} == {f"{sign}0.{fraction}"}
        assert plain(f"{sign}000{fraction}") == f"{sign}{fraction}"


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_a_value_error(text: str) -> None:
    """Whatever a venue sends, the outcome is plain ASCII digits or a ValueError."""
    try:
        written = plain(text)
    except ValueError:
        return
    assert not set(written) - set("-.0123456789")
    assert len(written) <= MAX_DIGITS + 3
    assert plain(written) == written


@given(amounts)
def test_json_strings_and_numbers_are_read_by_their_text(text: str) -> None:
    """A JSON number of thirty digits is read by its own text, as the same amount in a JSON string is."""
    expected = plain(text)
    for body in (f'{{"amount":{text}}}', f'{{"amount": "{text}" }}'):
        assert from_json(msgspec.json.decode(body, type=dict[str, msgspec.Raw])["amount"]) == expected


@pytest.mark.parametrize("raw", ["true", "false", "null", "[]", "{}", '""', '"1', '"1,0"', '" 1"', '"\u0661"', "[1]"])
def test_json_that_is_no_amount_is_refused(raw: str) -> None:
    """Booleans, null, containers, empty and foreign text are refused."""
    with pytest.raises(ValueError, match=r"base-10|ascii"):
        from_json(msgspec.Raw(raw.encode()))


@pytest.mark.parametrize(("raw", "expected"), [("null", None), ('""', None), ('"0"', "0"), ("1.0", "1.0")])
def test_an_optional_amount_may_be_absent_null_or_empty(raw: str, expected: str | None) -> None:
    """An amount that may be missing is None when it is left out, null or empty, and not when it is zero."""
    assert from_optional_json(msgspec.Raw(raw.encode())) == expected
    assert from_optional_json(LEFT_OUT) is None


@given(st.lists(amounts, max_size=8), amounts, amounts)
def test_arithmetic_is_exact(many: list[str], left: str, right: str) -> None:
    """Sums, products and differences are those of exact decimals, written without exponent or negative zero."""
    with localcontext() as context:
        context.prec = 500
        assert Decimal(total(many)) == sum(map(Decimal, many), Decimal(0))
        assert Decimal(product(left, right)) == Decimal(left) * Decimal(right)
        assert Decimal(difference(left, right)) == Decimal(left) - Decimal(right)
    for text in (total(many), product(left, right), difference(left, right)):
        assert not set(text) - set("-.0123456789")
        assert not (text.startswith("-") and not Decimal(text))


def test_an_empty_total_is_zero() -> None:
    """Nothing adds up to zero."""
    assert total([]) == "0"


@given(st.integers(-(2**63), 2**63 - 1), st.integers(1, 10**9))
def test_unscaling_is_exact_or_unknown(raw: int, divisor: int) -> None:
    """A scaled integer is divided exactly; without an exact decimal form there is no answer."""
    found = unscaled(str(raw), str(divisor))
    rest = divisor
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if found is None:
        assert raw % rest
    else:
        with localcontext() as context:
            context.prec = 500
            assert Decimal(found) * divisor == raw


@pytest.mark.parametrize("divisor", ["0", "-0", "0.0"])
def test_nothing_is_divided_by_zero(divisor: str) -> None:
    """A scale of zero leaves the amount unknown."""
    assert unscaled("10", divisor) is None
    assert unscaled("0", divisor) is None


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_only_finite_amounts_are_written(amount: str) -> None:
    """A computed amount that is not finite is an error, not text."""
    with pytest.raises(ValueError, match="finite"):
        text_of(Decimal(amount))
