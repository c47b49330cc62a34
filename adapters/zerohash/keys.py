"""zerohash's grammar of native keys: participant codes, account groups, labels."""

import re

from domain.errors import InvalidInputError
from domain.keys import LabeledKey

CODE = re.compile(r"[A-Z0-9]{6}")
GROUP = re.compile(r"[A-Z0-9]{6}|UNALLOCATED")
LABEL = re.compile(r"[A-Za-z0-9:_-]{1,60}")


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


def labeled_key(code: str, label_text: str, group: str) -> LabeledKey:
    """The key of a labeled account."""
    if not GROUP.fullmatch(group):
        raise InvalidInputError("group", "must be six capital letters or digits")
    return LabeledKey(participant_code(code), label(label_text), group)
