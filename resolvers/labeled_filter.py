"""What narrows a list of labeled accounts, in the one spelling that the venue knows."""

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, Protocol

import msgspec

from domain.accounts import AccountKind
from resolvers.arguments import check_length, naming
from resolvers.keys import Keys

LIST = "labeledAccounts"


class Filter(Protocol):
    """Which accounts a list shall hold; None is no restriction."""

    participant_codes: list[str] | None
    labels: list[str] | None
    assets: list[str] | None


class Restriction(NamedTuple):
    """A filter as the lists take it, whatever the client's type of it is."""

    codes: list[str] | None = None
    labels: list[str] | None = None
    assets: list[str] | None = None

    @classmethod
    def of(
        cls,
        keys: Keys,
        codes: Sequence[str] | None,
        labels: Sequence[str] | None,
        assets: Sequence[str] | None,
    ) -> "Restriction":
        """What the client wrote, as the venue's grammar makes it. Raises InvalidInputError, which names the item."""
        venue = keys.venues(AccountKind.LABELED)[0]
        return cls(
            _each("participantCodes", codes, keys.participant),
            _each("labels", labels, partial(keys.label, venue)),
            _each("assets", assets, partial(keys.asset, venue)),
        )

    @property
    def name_of_list(self) -> str:
        """The list's own name: a cursor of one restriction does not fit another."""
        canonical = msgspec.json.encode([None if names is None else sorted(set(names)) for names in self])
        return f"{LIST} {hashlib.sha256(canonical).hexdigest()[:12]}"


def _each(argument: str, written: Sequence[str] | None, make: Callable[[str], str]) -> list[str] | None:
    check_length(argument, written)
    if written is None:
        return None
    made: list[str] = []
    for index, text in enumerate(written):
        with naming(argument, index):
            made.append(make(text))
    return made
