"""Arcus's grammar of native keys: addresses and account indexes."""

import re

import msgspec

from adapters.registration import LinkSection
from domain.errors import InvalidInputError
from domain.keys import MarginKey

ADDRESS = re.compile(r"(?:0[xX])?([0-9a-fA-F]{40})")
HIGHEST_INDEX = 9


def margin_key(address: str, account_index: int) -> MarginKey:
    """The key of a margin account: any case and prefix of the address becomes lower case after `0x`."""
    digits = ADDRESS.fullmatch(address)
    if digits is None:
        raise InvalidInputError("address", "must be 40 hexadecimal digits, with or without 0x before them")
    if not 0 <= account_index <= HIGHEST_INDEX:
        raise InvalidInputError("accountIndex", f"must be 0 to {HIGHEST_INDEX}")
    return MarginKey("0x" + digits[1].lower(), account_index)


class LinkedAccount(msgspec.Struct, forbid_unknown_fields=True):
    """A margin account as the links write it."""

    address: str
    account_index: int = 0
    counted: bool = True


LINKS = LinkSection("margin_accounts", LinkedAccount, lambda linked: margin_key(linked.address, linked.account_index))
