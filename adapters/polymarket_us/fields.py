"""How single fields of Polymarket US's wire are read: answers, integers, scales, instants and names of accounts."""

from datetime import datetime
from typing import TypeVar

import msgspec

from domain.amounts import MAX_DIGITS, from_optional_json, is_zero, unscaled
from domain.instants import from_text

W = TypeVar("W", bound=msgspec.Struct)

UNREADABLE = (ValueError, TypeError, ArithmeticError, RecursionError)
"""What reading a row may raise, where the row is to cost only what it is about."""

SMALLEST, LARGEST = -(2**63), 2**63 - 1
UNSET = ("0001-01-01T00:00:00", "1970-01-01T00:00:00")
"""How an instant that was never set is written: the zero of the venue's language, and of Unix."""


def answer(decoder: msgspec.json.Decoder[W], body: bytes) -> W:
    """Decode an answer of which everything may be left out.

    Raises ValueError for an object that has members and none of those documented: that is something else, such as an
    error that came with status 200, and not an empty list.
    """
    wire = decoder.decode(body)
    members = (getattr(wire, name) for name in wire.__struct_fields__)
    if all(member is msgspec.UNSET for member in members) and body.translate(None, b" \t\r\n") != b"{}":
        raise ValueError("none of the members that are documented")
    return wire


def integer(raw: msgspec.Raw) -> str:
    """A 64-bit integer as plain digits; left out, null or empty it is 0. Raises ValueError for anything else."""
    text = from_optional_json(raw) or "0"
    if "." in text or not SMALLEST <= int(text) <= LARGEST:
        raise ValueError("not an integer of 64 bits")
    return text


def divisor(raw: msgspec.Raw, left_out: str | None) -> str | None:
    """A scale; `left_out` is what it is when left out, null or empty. One that is not above zero is unknown."""
    if from_optional_json(raw) is None:
        return left_out
    scale = integer(raw)
    return None if scale.startswith("-") or is_zero(scale) else scale


def divided(raw: str, scale: str | None) -> str | None:
    """A raw integer by its scale; None where that is unknown, or the quotient has no exact form in 40 digits."""
    quotient = None if scale is None else unscaled(raw, scale)
    return None if quotient is None or len(quotient.strip("-").replace(".", "")) > MAX_DIGITS else quotient


def instant(value: str | int | None) -> datetime | None:
    """An instant; None where it is left out, null, empty, or stands for "never set". Raises ValueError."""
    if value in (None, "", "0", 0):
        return None
    text = str(value)
    return None if text.startswith(UNSET) else from_text(text)


def replaces(seen: datetime | None, known: datetime | None) -> bool:
    """Whether a row that is read later takes the place of one with the same key: unless that one is newer."""
    return known is None or (seen is not None and seen >= known)


def is_of(answered: str, asked: str) -> bool:
    """Whether an account named in an answer is the one asked for; older answers give the last segment alone."""
    return answered == asked or ("/" not in answered and answered == asked.rpartition("/")[2])
