"""What a venue says of itself to the registry."""

from collections.abc import Callable
from typing import Any, NamedTuple

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


class Registration(NamedTuple):
    """One venue: what it is told, what speaks to it, and what it offers beyond accounts of its kind."""

    venue: Venue
    holds: AccountKind
    settings: type[msgspec.Struct]
    adapter: Callable[[Any, Connect], AccountPort]
    links: LinkSection | None = None
    participant_code: Callable[[str], str] | None = None
    """The grammar of a participant code, at the venue that keeps participants."""
    prices: bool = False
