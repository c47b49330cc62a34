"""The links file: which accounts at the other venues belong to which participant, our own knowledge."""

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from domain.keys import MarginKey, Owner, TradingKey


class _MarginAccount(msgspec.Struct, forbid_unknown_fields=True):
    address: str
    account_index: int = 0


class _Linked(msgspec.Struct, forbid_unknown_fields=True):
    trading_accounts: list[str] = msgspec.field(default_factory=list)
    margin_accounts: list[_MarginAccount] = msgspec.field(default_factory=list)


_CODE = re.compile(r"[A-Z0-9]{6}")
_ADDRESS = re.compile(r"(?:0[xX])?[0-9a-fA-F]{40}")


def read_links(path: Path) -> Mapping[str, Owner]:
    """Read and check the file; one account may belong to one participant only. Raises ValueError or OSError."""
    try:
        linked = msgspec.json.decode(path.read_bytes(), type=dict[str, _Linked])
    except msgspec.DecodeError as error:
        raise ValueError(f"the file is not a links file: {error}") from None
    owners, seen = {}, set[TradingKey | MarginKey]()
    for code, accounts in linked.items():
        if not _CODE.fullmatch(code):
            raise ValueError(f"{code[:10]!r} is not a participant code")
        trading = tuple(TradingKey(name) for name in accounts.trading_accounts)
        margin = tuple(_margin_key(code, account) for account in accounts.margin_accounts)
        keys: tuple[TradingKey | MarginKey, ...] = (*trading, *margin)
        for key in keys:
            if key in seen:
                raise ValueError(f"an account of {code} is linked twice")
            seen.add(key)
        owners[code] = Owner(code, trading, margin)
    return owners


def _margin_key(code: str, account: _MarginAccount) -> MarginKey:
    if not _ADDRESS.fullmatch(account.address) or not 0 <= account.account_index <= 9:
        raise ValueError(f"a margin account of {code} has no address of 40 hexadecimal digits, or an index above 9")
    return MarginKey("0x" + account.address.lower().removeprefix("0x"), account.account_index)
