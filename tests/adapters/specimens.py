"""What the sandbox holds at each venue, and how it is read: the same questions for every venue."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from domain.keys import AccountKey, LabeledKey, MarginKey, TradingKey
from domain.ports import Ports
from domain.venues import Venue

JOHN = "ABC123"
MAIN = "firms/acme/accounts/main"
HEDGE = "firms/acme/accounts/hedge"
A1 = "0x00000000000000000000000000000000000000a1"
A2 = "0x00000000000000000000000000000000000000a2"
PLATFORM = "DEF456"


class Specimen(NamedTuple):
    """Keys of one venue; `known` are canonical and in no order."""

    known: tuple[AccountKey, ...]
    unknown: tuple[AccountKey, ...]
    spellings: tuple[tuple[AccountKey, AccountKey], ...]
    malformed: tuple[tuple[AccountKey, str], ...]


def labeled(code: str, label: str, group: str | None = PLATFORM) -> LabeledKey:
    """A key in the platform's group."""
    return LabeledKey(code, label, group)


SPECIMENS = {
    Venue.ZEROHASH: Specimen(
        known=(labeled("C00002", "general"), labeled(JOHN, "scalping"), labeled(JOHN, "general")),
        unknown=(labeled(JOHN, "nowhere"), labeled(JOHN, "General"), labeled("ZZZZZZ", "general")),
        spellings=((labeled(JOHN, "a:b-c_D", None), labeled(JOHN, "a:b-c_D")),),
        malformed=(
            *((labeled(code, "general"), "participantCode") for code in ("", "abc123", "ABC12", "ABC1234", "ABC12\n")),
            (labeled("\u0410BC123", "general"), "participantCode"),
            *((labeled(JOHN, label), "label") for label in ("", "a b", "a/b", "a?b", "general\n", "x" * 61, "\u00e9")),
            *((labeled(JOHN, "general", group), "group") for group in ("", "def456", "unallocated", "DEF456&x=1")),
        ),
    ),
    Venue.POLYMARKET_US: Specimen(
        known=(TradingKey(MAIN), TradingKey(HEDGE), TradingKey("firms/acme/accounts/c00003")),
        unknown=(TradingKey("firms/acme/accounts/nobody"), TradingKey("main"), TradingKey(MAIN.upper())),
        spellings=((TradingKey("Firms/\u00c4/accounts/a b"), TradingKey("Firms/\u00c4/accounts/a b")),),
        malformed=tuple((TradingKey(name), "name") for name in ("", "a\nb", "a\x00", "\ud800", "\u202ea", "x" * 256)),
    ),
    Venue.ARCUS: Specimen(
        known=(MarginKey(A2, 0), MarginKey(A1, 9), MarginKey(A1, 0)),
        unknown=(MarginKey(A1, 3), MarginKey("0x" + "1" * 40, 0)),
        spellings=tuple(
            (MarginKey(address, 9), MarginKey("0x" + "ab" * 20, 9))
            for address in ("ab" * 20, "AB" * 20, "0x" + "aB" * 20, "0X" + "Ab" * 20)
        ),
        malformed=(
            *((MarginKey(address), "address") for address in ("", "0x", A1[:-1], A1 + "0", A1 + "\n", "0y" + A1[2:])),
            *((MarginKey(address), "address") for address in ("0x0x" + A1[4:], " " + A1, "0x" + "g" * 40)),
            (MarginKey("0x" + "\uff10" * 40), "address"),
            *((MarginKey(A1, index), "accountIndex") for index in (-1, 10, 2**31)),
        ),
    ),
}

Read = Callable[[Ports], Awaitable[Sequence[Any]]]

READS: dict[Venue, tuple[Read, ...]] = {
    Venue.ZEROHASH: (
        lambda ports: ports.accounts[Venue.ZEROHASH].accounts([labeled(JOHN, "general")]),
        lambda ports: ports.participants.participants([JOHN]),
    ),
    Venue.POLYMARKET_US: (
        lambda ports: ports.trading[Venue.POLYMARKET_US].positions([MAIN]),
        lambda ports: ports.trading[Venue.POLYMARKET_US].open_orders([MAIN]),
    ),
    Venue.ARCUS: (lambda ports: ports.accounts[Venue.ARCUS].accounts([MarginKey(A1, 0)]),),
}
"""Reads of one key whose answers say whose they are."""


def timeless(values: Iterable[Any]) -> list[Any]:
    """The same values without when they were received."""
    return [
        msgspec.structs.replace(value, observation=None) if hasattr(value, "observation") else value for value in values
    ]
