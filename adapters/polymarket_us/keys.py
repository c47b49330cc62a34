"""Polymarket US's grammar of native keys: resource names, opaque and sent as they came."""

import msgspec

from adapters.registration import LinkSection
from domain.errors import InvalidInputError
from domain.keys import TradingKey

LONGEST_NAME = 255


def trading_key(name: str) -> TradingKey:
    """The key of a trading account."""
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidInputError("name", f"must be 1 to {LONGEST_NAME} printable characters")
    return TradingKey(name)


class LinkedAccount(msgspec.Struct, forbid_unknown_fields=True):
    """A trading account as the links write it, where its name alone does not say everything."""

    name: str
    counted: bool = True


def _linked_key(linked: str | LinkedAccount) -> TradingKey:
    return trading_key(linked if isinstance(linked, str) else linked.name)


LINKS = LinkSection("trading_accounts", str | LinkedAccount, _linked_key)
