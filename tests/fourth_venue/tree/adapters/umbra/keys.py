"""Umbra's grammar of native keys: wallets of ten hexadecimal digits, and their books 0 to 3."""

import re

from adapters.registration import LinkSection
from domain.errors import InvalidInputError
from domain.keys import MarginKey


def margin_key(address: str, account_index: int) -> MarginKey:
    """The key of a margin account: the wallet in lower case, and the number of a book."""
    if not re.fullmatch("0x[0-9a-f]{10}", address.lower()):
        raise InvalidInputError("address", "must be 0x and 10 hexadecimal digits")
    if not 0 <= account_index <= 3:
        raise InvalidInputError("accountIndex", "must be 0 to 3")
    return MarginKey(address.lower(), account_index)


LINKS = LinkSection("umbra_wallets", str, lambda wallet: margin_key(wallet, 0))
