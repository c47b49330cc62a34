"""What a venue says of itself to the registry."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import msgspec

from adapters.transport.transport import Connect
from domain.accounts import AccountKind
from domain.keys import AccountKey
from domain.ports import AccountPort
from domain.venues import Venue


class LinkSection(NamedTuple):
    """Where the links name a venue's accounts: the section, the shape of an entry, and the key that it means.

    `key` raises InvalidInputError.
    """

    name: str
    shape: Any
    key: Callable[[Any], AccountKey]


class Adapter(Protocol):
    """The class of a venue's adapter, which is a port once it is made: of which venue, with which kind of account."""

    venue: Venue
    holds: AccountKind

    def __call__(self, settings: Any, connect: Connect, /) -> AccountPort:  # noqa: ANN401 - each venue has its own
        """The adapter with its settings; nothing is sent yet."""


class Registration(NamedTuple):
    """One venue: what it is told, what speaks to it, and what it offers beyond accounts of its kind."""

    settings: type[msgspec.Struct]
    adapter: Adapter
    links: LinkSection | None = None
    participant_code: Callable[[str], str] | None = None
    """The grammar of a participant code, at the venue that keeps participants."""
    prices: bool = False

    @property
    def venue(self) -> Venue:
        """Which it is."""
        return self.adapter.venue

    @property
    def holds(self) -> AccountKind:
        """The kind of account that it holds."""
        return self.adapter.holds
