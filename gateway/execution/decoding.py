"""Decodes what clients send as JSON: exactly, and nothing that JSON does not have or that could do harm later."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

MOST_DIGITS = 40
DEEPEST = 64
MOST_VALUES = 5_000
_LONGEST_INTEGER = 4_000  # digits; Python itself refuses to read more than 4,300, in words of its own

_TEXTS = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")
_OPENING = frozenset("[{")


class UnreadableError(msgspec.DecodeError):
    """It is not JSON, or not JSON that is taken; the text is what follows after its name."""


def decode_exactly(text: bytes | str) -> Any:  # noqa: ANN401 - any JSON
    """Decode JSON; a number with a fraction keeps its digits. Raises UnreadableError."""
    return _decoded(text, _LONGEST_DECODER)


def decode_sent(text: bytes | str) -> Any:  # noqa: ANN401 - any JSON
    """The same, and a number has up to 40 digits when it is written out. Raises UnreadableError."""
    return _decoded(text, _SENT_DECODER)


def _decoded(text: bytes | str, decoder: json.JSONDecoder) -> Any:  # noqa: ANN401 - any JSON
    try:
        written = text if isinstance(text, str) else text.decode("utf-8")
    except UnicodeDecodeError:
        raise UnreadableError("is not UTF-8") from None
    _check_size(written)
    try:
        value = decoder.decode(written)
    except UnreadableError:
        raise
    except (ValueError, RecursionError):
        raise UnreadableError("is not JSON") from None
    if "\\u" in written and any(not _has_characters(part) for part in _texts(value)):
        raise UnreadableError("has half of a surrogate pair, which is no character")
    return value


def _check_size(written: str) -> None:
    """Before anything is decoded: a decoder goes as deep as it is sent, and a long list holds everybody up."""
    if _separators(written) <= DEEPEST:
        return
    bare = _TEXTS.sub("", written)
    level = 0
    for count, found in enumerate(_BRACKETS.finditer(bare)):
        level += 1 if found[0] in _OPENING else -1
        if level > DEEPEST:
            raise UnreadableError(f"is nested deeper than {DEEPEST} levels")
        if count > 2 * MOST_VALUES:
            break
    if _separators(bare) > MOST_VALUES:
        raise UnreadableError(f"has more than {MOST_VALUES} values")


def _separators(written: str) -> int:
    return written.count(",") + written.count("[") + written.count("{")


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    values = [value]
    while values:
        found = values.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            values += found.keys()
            values += found.values()
        elif isinstance(found, list):
            values += found


def _has_characters(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise UnreadableError("has one member twice in one object")
    return members


def _no_constant(_: str) -> None:
    raise UnreadableError("is not JSON")


def _fraction(written: str) -> Decimal:
    try:
        return Decimal(written)
    except InvalidOperation:
        raise _number_too_long() from None


def _integer(written: str) -> int:
    if len(written) > _LONGEST_INTEGER:
        raise _number_too_long()
    return int(written)


def _short_fraction(written: str) -> Decimal:
    if len(written) > 2 * MOST_DIGITS:
        raise _number_too_long()
    number = _fraction(written)
    _, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or max(len(digits), len(digits) + exponent, -exponent) > MOST_DIGITS:
        raise _number_too_long()
    return number


def _short_integer(written: str) -> int:
    if len(written.lstrip("-")) > MOST_DIGITS:
        raise _number_too_long()
    return int(written)


def _number_too_long() -> UnreadableError:
    return UnreadableError(f"has a number of more than {MOST_DIGITS} digits")


_LONGEST_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_float=_fraction, parse_int=_integer, parse_constant=_no_constant
)
_SENT_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_float=_short_fraction, parse_int=_short_integer, parse_constant=_no_constant
)
