"""Enums that a venue may extend without telling us."""

from enum import Enum
from typing import Self


class OpenEnum(Enum):
    """An enum with a member UNKNOWN, which stands for every word that is not known here."""

    @classmethod
    def read(cls, word: str | None, prefix: str = "") -> Self:
        """The member that a venue's word names, in any case and with or without a prefix; else UNKNOWN."""
        name = (word or "").upper().removeprefix(prefix)
        return cls[name] if name in cls.__members__ else cls["UNKNOWN"]
