"""Texts that clients hand back as they got them: JSON lists in base64url, versioned by their first part."""

import base64
import binascii
from collections.abc import Iterable

import msgspec

LONGEST = 2048

Part = str | int


def write(parts: Iterable[Part]) -> str:
    """The text of these parts."""
    return base64.urlsafe_b64encode(msgspec.json.encode(list(parts))).rstrip(b"=").decode()


def read(text: str) -> list[Part]:
    """The parts of a text. Raises ValueError for what `write` never makes; another spelling may pass."""
    if len(text) > LONGEST:
        raise ValueError("too long")
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return msgspec.json.decode(raw, type=list[Part])
    except (binascii.Error, UnicodeEncodeError, msgspec.MsgspecError) as error:
        raise ValueError("not one of ours") from error
