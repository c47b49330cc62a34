"""zerohash's grammar of native keys: participant codes, account groups, labels, assets.

What a client writes is held to the documented grammar. What the venue itself lists is taken more widely, for documents
disagree: codes of up to 20 letters, digits, hyphens and underscores, labels of up to 80 characters (OpenAPI 1.7.0).
"""

import re
import unicodedata

from domain.errors import InvalidInputError
from domain.keys import LabeledKey

CODE = re.compile(r"[A-Z0-9]{6}")
GROUP = re.compile(r"[A-Z0-9]{6}|UNALLOCATED")
LABEL = re.compile(r"[A-Za-z0-9:_-]{1,60}")
ASSET = re.compile(r"[A-Z0-9]{1,20}(\.[A-Z0-9]{1,20})?")
"""The lists of OpenAPI 1.7.0 leave out fiat, so only the form is held to: `USD`, `AAVE.ETH`."""

LISTED_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")
LONGEST_LISTED_LABEL = 200
CONTROLS = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode's categories of control characters, halves of pairs, and the separators of lines and paragraphs."""

HOUSES = frozenset({"00SCXM", "ZHDSEU", "00ZHEU"})
"""zerohash's own codes in the US and the EU (docs.zerohash.com, float accounts): what they own in a platform's group is
the platform's float, no customer's money."""


def participant_code(text: str) -> str:
    """Check a participant code; the platform's own is one too."""
    if not CODE.fullmatch(text):
        raise InvalidInputError("participantCode", "must be six capital letters or digits")
    return text


def label(text: str) -> str:
    """Check a label; documents disagree on the longest, from 20 to 80 characters."""
    if not LABEL.fullmatch(text):
        raise InvalidInputError("label", "must be 1 to 60 letters, digits, colons, hyphens or underscores")
    return text


def asset(text: str) -> str:
    """Check an asset code, with its chain where it has one."""
    if not ASSET.fullmatch(text):
        raise InvalidInputError("asset", "must be capital letters or digits, with or without a point and a chain")
    return text


def labeled_key(code: str, label_text: str, group: str) -> LabeledKey:
    """The key of a labeled account as a client may write it."""
    if not GROUP.fullmatch(group):
        raise InvalidInputError("group", "must be six capital letters or digits, or UNALLOCATED")
    return LabeledKey(participant_code(code), label(label_text), group)


def listed_code(text: str, argument: str = "participantCode") -> str:
    """A participant code or an account group as the venue may list it."""
    if not LISTED_CODE.fullmatch(text):
        raise InvalidInputError(argument, "must be 1 to 20 letters, digits, hyphens or underscores")
    return text


def listed_key(code: str, label_text: str, group: str) -> LabeledKey:
    """The key of a labeled account as the venue may list it, so that every id that is given can be handed back."""
    listed_code(code)
    listed_code(group, "group")
    if not (LABEL.fullmatch(label_text) or _is_printable(label_text)):
        raise InvalidInputError("label", f"must be 1 to {LONGEST_LISTED_LABEL} printable characters")
    return LabeledKey(code, label_text, group)


def _is_printable(text: str) -> bool:
    return 0 < len(text) <= LONGEST_LISTED_LABEL and CONTROLS.isdisjoint(map(unicodedata.category, text))
