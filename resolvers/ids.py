"""Opaque texts that clients hand back: global ids of nodes and cursors of lists; versioned, canonical, no secrets."""

import base64
import binascii
from typing import Any, NamedTuple

import msgspec

from domain.errors import InvalidInputError
from domain.accounts import AccountKind
from domain.keys import AccountKey, LabeledKey, MarginKey, TradingKey
from domain.venues import Venue

VERSION = 1
LONGEST = 2048
LAST_PAGE = 1_000_000  # of any venue's listing that a cursor may point at

PARTICIPANT = "Participant"
FIRM = "Firm"
TRADING_USER = "TradingUser"

_KEYS: dict[str, Any] = {
    AccountKind.LABELED.value: LabeledKey,
    AccountKind.TRADING.value: TradingKey,
    AccountKind.MARGIN.value: MarginKey,
    PARTICIPANT: tuple[str],
    FIRM: tuple[str],
    TRADING_USER: tuple[str],
}


class NodeId(NamedTuple):
    """What a global id names: at which venue, what kind of thing, under which native key."""

    venue: Venue
    kind: str
    key: AccountKey | str

    def encode(self) -> str:
        """The text that clients see."""
        key = [self.key] if isinstance(self.key, str) else list(self.key)
        return _encode([VERSION, self.venue.value, self.kind, *key])

    @classmethod
    def decode(cls, text: str) -> "NodeId":
        """Read a global id. Raises InvalidInputError unless it is, to the letter, one that `encode` makes."""
        try:
            version, venue, kind, *parts = _decode(text)
            key = msgspec.convert(parts, _KEYS[str(kind)])
            node = cls(Venue(venue), str(kind), key if isinstance(key, AccountKey) else key[0])
        except (KeyError, ValueError):
            raise InvalidInputError("id", "id is not a global id of this gateway.") from None
        if version != VERSION or node.encode() != text:
            raise InvalidInputError("id", "id is not a global id of this gateway.")
        return node


def encode_cursor(kind: str, *position: str | int | None) -> str:
    """The cursor of a position in a list of a kind."""
    return _encode([VERSION, kind, *position])


def decode_cursor(text: str, kind: str, like: tuple[type, ...]) -> tuple[str | int, ...]:
    """Read a cursor of a list of that kind. Raises InvalidInputError for any other text."""
    try:
        version, found, *position = _decode(text)
    except ValueError:
        version, found, position = 0, "", []
    shapes = tuple(type(part) for part in position)
    in_range = all(isinstance(part, str) or 0 <= part <= LAST_PAGE for part in position)
    if (version, found, shapes, in_range) != (VERSION, kind, like, True) or encode_cursor(kind, *position) != text:
        raise InvalidInputError("after", "after is not a cursor of this list.")
    return tuple(position)


def _encode(parts: list[str | int | None]) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(parts)).rstrip(b"=").decode()


def _decode(text: str) -> list[str | int]:
    if len(text) > LONGEST:
        raise ValueError("too long")
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return msgspec.json.decode(raw, type=list[str | int])
    except (binascii.Error, UnicodeEncodeError, msgspec.MsgspecError) as error:
        raise ValueError("not one of ours") from error
