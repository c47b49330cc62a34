"""Cursors: the place in one list, under the list's own name, so that no cursor fits another list."""

from typing import NamedTuple, TypeVar

import msgspec

from domain.errors import InvalidInputError
from resolvers import opaque

VERSION = 1
LAST_PAGE = 1_000_000  # of any venue's listing that a cursor may point at


class ListedPlace(NamedTuple):
    """A participant in the venue's own listing: the page, counted from 1, and the code; "" is before the first."""

    page: int
    code: str = ""


class LabeledPlace(NamedTuple):
    """A labeled account in the order of the participant listing: the page, the participant's code, the label."""

    page: int
    code: str = ""
    label: str = ""


class NamedLabeledPlace(NamedTuple):
    """A labeled account in the order of the codes that a filter names."""

    code: str
    label: str


class SweptPlace(NamedTuple):
    """A labeled account in the sweeps of a filter: which label or asset, which part of its sweep, which page."""

    of: str
    part: int
    page: int
    code: str = ""
    label: str = ""


class TradingPlace(NamedTuple):
    """A trading account in the order of the venues, by name within each."""

    venue: str
    name: str


AnyPlace = ListedPlace | LabeledPlace | NamedLabeledPlace | SweptPlace | TradingPlace
Place = TypeVar("Place", bound=AnyPlace)


def encode_cursor(of: str, place: AnyPlace) -> str:
    """The cursor of a place in a list."""
    return opaque.write([VERSION, of, *place])


def decode_cursor(text: str, of: str, kind: type[Place]) -> Place:
    """The place that a cursor of this list means. Raises InvalidInputError for any other text."""
    try:
        version, found, *parts = opaque.read(text)
        place = msgspec.convert(parts, kind)
    except ValueError:
        raise InvalidInputError("after", "is not a cursor of this list") from None
    in_range = all(isinstance(part, str) or 1 <= part <= LAST_PAGE for part in place)
    if (version, found) != (VERSION, of) or not in_range or encode_cursor(of, place) != text:
        raise InvalidInputError("after", "is not a cursor of this list")
    return place
