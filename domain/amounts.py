"""Exact base-10 amounts as plain text: the one grammar that venues and clients are held to."""

import re
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow

import msgspec

MAX_DIGITS = 40
"""Longest amount accepted, counted in digits after an exponent is written out; zeros that lead do not count."""

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", re.ASCII)
_LOOSE = re.compile(r"(-?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,3}))?", re.ASCII)

# Sums and products of 40-digit amounts stay exact in 200 digits; anything that would not is an error, never rounded.
EXACT = Context(prec=200, traps=[DivisionByZero, Inexact, InvalidOperation, Overflow])


def plain(text: str) -> str:
    """Return the amount as plain digits: no exponent, no bare point, no negative zero; trailing zeros stay as sent.

    Raises ValueError for what is not one finite base-10 number of at most 40 digits: NaN, Infinity, `1_000`, `1,000`,
    `" 1 "`, `+1` and the empty text.
    """
    if _PLAIN.fullmatch(text) and len(text) <= MAX_DIGITS and not text.startswith("-0"):
        return text
    parts = _LOOSE.fullmatch(text)
    if parts is None or len(text) > 2 * MAX_DIGITS:
        raise ValueError("not a plain base-10 number")
    sign, whole, fraction, exponent = parts[1], parts[2], parts[3] or "", int(parts[4] or 0)
    if not whole + fraction:
        raise ValueError("not a plain base-10 number")
    whole = whole.lstrip("0")
    digits, point = whole + fraction, len(whole) + exponent
    if max(len(digits), point, len(digits) - point) > MAX_DIGITS:
        raise ValueError(f"more than {MAX_DIGITS} digits")
    if point <= 0:
        digits, point = "0" * (1 - point) + digits, 1
    digits = digits.ljust(point, "0")
    whole, fraction = digits[:point].lstrip("0") or "0", digits[point:]
    negative = sign and digits.strip("0")
    return ("-" if negative else "") + whole + ("." + fraction if fraction else "")


def is_zero(amount: str) -> bool:
    """Whether a plain amount is zero, however many zeros it is written with."""
    return not amount.strip("-0.")


def text_of(amount: Decimal) -> str:
    """Write a computed amount as plain digits. Raises ValueError when it is not finite."""
    if not amount.is_finite():
        raise ValueError("not a finite number")
    text = format(amount, "f")
    return text[1:] if text.startswith("-") and not amount else text


def total(amounts: list[str]) -> str:
    """Add amounts exactly; an empty list is "0"."""
    result = Decimal(0)
    for amount in amounts:
        result = EXACT.add(result, Decimal(amount))
    return text_of(result)


def product(left: str, right: str) -> str:
    """Multiply two amounts exactly."""
    return text_of(EXACT.multiply(Decimal(left), Decimal(right)))


def difference(left: str, right: str) -> str:
    """Subtract the second amount from the first exactly."""
    return text_of(EXACT.subtract(Decimal(left), Decimal(right)))


def unscaled(raw: str, divisor: str) -> str | None:
    """Divide a venue's scaled integer by its scale; null when the quotient has no exact decimal form."""
    try:
        quotient = EXACT.divide(Decimal(raw), Decimal(divisor))
    except (DivisionByZero, Inexact, InvalidOperation):
        return None
    return text_of(quotient)


def from_json(raw: msgspec.Raw) -> str:
    """Read an amount from a JSON string or number by its own text, so that no digit passes through a float.

    Raises ValueError for anything else, booleans and null included.
    """
    text = bytes(raw)
    quoted = text[:1] == b'"'
    return plain((text[1:-1] if quoted else text).decode("ascii"))


LEFT_OUT = msgspec.Raw(b"null")
"""What stands for an amount that a venue left out: msgspec knows no optional Raw."""


def from_optional_json(raw: msgspec.Raw) -> str | None:
    """Read an amount that a venue may leave out, or send as null or as empty text."""
    return None if bytes(raw) in (b"null", b'""') else from_json(raw)
