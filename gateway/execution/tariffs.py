"""How many upstream calls the lookups of a batch take: what docs/calls.md says, by the kind of account a venue holds."""

import math
from collections.abc import Callable, Mapping

from domain.accounts import AccountKind
from domain.venues import Venue
from resolvers.forecast import Batch
from resolvers.seen import listing
from resolvers.sizes import Sizes

ORDERS_AT_ONCE = 50  # accounts in one call for open orders
CUSTOMERS_TRIED = 4  # a sweep of the customer listing is given up after this part of the owners
MARKETS_FRESH = 590.0  # seconds for which the list of markets counts as known


def upstream_calls(
    batches: Mapping[Batch, float], holds: Mapping[Venue, AccountKind], sizes: Sizes
) -> dict[Venue, int]:
    """Calls by venue."""
    calls: dict[Venue, int] = {}
    for batch, lookups in batches.items():
        number = math.ceil(lookups - 1e-9)
        if number:
            calls[batch.venue] = calls.get(batch.venue, 0) + _calls(batch, number, holds[batch.venue], sizes)
    for venue in calls:
        if holds[venue] is AccountKind.TRADING:
            calls[venue] += 1  # an access token
    return calls


def _calls(batch: Batch, number: int, kind: AccountKind, sizes: Sizes) -> int:
    if batch.loader == "prices":
        return 1 if sizes.heard_within("prices", MARKETS_FRESH) else 2
    tariff = _TARIFFS.get((kind, batch.loader))
    return number if tariff is None else tariff(number, sizes)


def _ledgers(owners: int, sizes: Sizes) -> int:
    """One listing an owner, or one sweep whose first page shows whether it is worth it."""
    return sizes.listing_calls("ledgers", owners, attempt=1)


def _customers(owners: int, sizes: Sizes) -> int:
    return sizes.listing_calls(listing("customers"), owners, attempt=max(1, owners // CUSTOMERS_TRIED))


def _one(_: int, __: Sizes) -> int:
    return 1


_TARIFFS: dict[tuple[AccountKind, str], Callable[[int, Sizes], int]] = {
    (AccountKind.LABELED, "accounts"): _ledgers,
    (AccountKind.LABELED, "accounts_of"): _ledgers,
    (AccountKind.LABELED, "customers"): _customers,
    (AccountKind.TRADING, "accounts"): _one,
    (AccountKind.TRADING, "accounts_of"): _one,
    (AccountKind.TRADING, "open_orders"): lambda accounts, _: math.ceil(accounts / ORDERS_AT_ONCE),
    (AccountKind.TRADING, "positions"): lambda accounts, _: accounts + 1,  # the scales of instruments not known yet
}
"""By kind of account and loader; any other lookup is a call."""
