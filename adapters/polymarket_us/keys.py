"""Polymarket US's grammar of native keys: resource names, opaque and sent as they came."""

import unicodedata

import msgspec

from adapters.registration import LinkSection
from domain.errors import InvalidInputError
from domain.keys import TradingKey

LONGEST_NAME = 255
LONGEST_CARRIED = 1000
"""Bytes of a name as JSON writes it; a text of ours that carries a longer one would not be taken back."""
CONTROLS = frozenset({"Cc", "Cs"})
"""Unicode's categories of control characters and halves of pairs."""


def trading_key(name: str) -> TradingKey:
    """The key of a trading account as a client types it."""
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidInputError("name", f"must be 1 to {LONGEST_NAME} printable characters")
    return TradingKey(name)


def trading_key_in_id(name: str) -> TradingKey:
    """The key of a trading account as an id carries it: any name that the listing takes."""
    if not is_carried(name):
        raise InvalidInputError("name", f"must be 1 to {LONGEST_CARRIED} bytes without control characters")
    return TradingKey(name)


def is_carried(name: str) -> bool:
    """Whether an id can carry a name, be it of an account, a user or the firm: any but one with control characters."""
    if not 0 < len(name) <= LONGEST_CARRIED:
        return False
    if not name.isprintable() and any(unicodedata.category(letter) in CONTROLS for letter in name):
        return False
    return len(msgspec.json.encode(name)) - len('""') <= LONGEST_CARRIED


class LinkedAccount(msgspec.Struct, forbid_unknown_fields=True):
    """A trading account as the links write it, where its name alone does not say everything."""

    name: str
    counted: bool = True


def _linked_key(linked: str | LinkedAccount) -> TradingKey:
    return trading_key(linked if isinstance(linked, str) else linked.name)


LINKS = LinkSection("trading_accounts", str | LinkedAccount, _linked_key)
