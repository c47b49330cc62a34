"""The accounts of owners at a venue that knows no owners: those that the links name."""

from collections.abc import Sequence

from domain.accounts import Account, Owned
from domain.errors import Unavailable
from domain.keys import Owner
from domain.ports import AccountPort, Result


async def linked_accounts(port: AccountPort, owners: Sequence[Owner]) -> Sequence[Result[Owned]]:
    """The linked accounts of each owner that are there, each once, or the first failure; no key is read twice."""
    keys = tuple(dict.fromkeys(key for owner in owners for key in owner.at(port.venue)))
    found = dict(zip(keys, await port.accounts(keys) if keys else (), strict=True))
    return [_complete([found[key] for key in dict.fromkeys(owner.at(port.venue))]) for owner in owners]


def _complete(found: Sequence[Result[Account | None]]) -> Result[Owned]:
    accounts = []
    for result in found:
        if isinstance(result, Unavailable):
            return result
        if result is not None:
            accounts.append(result)
    return Owned(accounts=tuple(sorted(accounts, key=lambda account: account.key)))
