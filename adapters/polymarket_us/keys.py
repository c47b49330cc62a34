"""Polymarket US's grammar of native keys: resource names, opaque and sent as they came."""

from adapters.registration import LinkSection
from domain.errors import InvalidInputError
from domain.keys import TradingKey

LONGEST_NAME = 255


def trading_key(name: str) -> TradingKey:
    """The key of a trading account."""
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidInputError("name", f"must be 1 to {LONGEST_NAME} printable characters")
    return TradingKey(name)


LINKS = LinkSection("trading_accounts", str, trading_key)
