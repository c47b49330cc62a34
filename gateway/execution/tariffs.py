"""How many upstream calls the lookups of a batch take: docs/calls.md as code, by the kind of account a venue holds."""

import math
from collections.abc import Callable, Mapping
from typing import TypeAlias

from domain.accounts import AccountKind
from domain.venues import Venue
from resolvers.forecast import Batch
from resolvers.sizes import Sizes

ORDERS_AT_ONCE = 50  # accounts in one call for open orders
CUSTOMERS_TRIED = 4  # a sweep of the customer listing is given up after as many pages as a fourth of the owners
FIRST_PAGE = 1_000_000  # one of the ledger after its first page, which says how long it is
MARKETS_FRESH = 590.0  # seconds for which the list of markets counts as known


Tariff: TypeAlias = Callable[[Batch, int, Sizes], int]
"""How many calls so many lookups of a batch take."""


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
        if holds[venue] is AccountKind.TRADING and not sizes.least:
            calls[venue] += 1  # an access token
    return calls


def _calls(batch: Batch, number: int, kind: AccountKind, sizes: Sizes) -> int:
    if batch.loader == "prices":
        return 1 if sizes.least or sizes.heard_within("prices", MARKETS_FRESH) else 2
    tariff = _TARIFFS.get((kind, batch.loader))
    return number if tariff is None else tariff(batch, number, sizes)


def _listing(tried: int) -> Tariff:
    """One listing an owner or one sweep, which is given up after a part of the owners, or after its first page."""
    return lambda batch, owners, sizes: sizes.listing_calls(
        f"{batch.venue.value} {batch.loader}",
        owners,
        attempt=max(1, owners // tried),
        like=f"{batch.venue.value} accounts_of" if batch.loader == "accounts" else "",
    )


def _split(batch: Batch, owners: int, sizes: Sizes) -> int:
    """What it adds that owners are read in two batches: a second sweep, or two who are read singly beside the first."""
    listing = f"{batch.venue.value} customers"
    if sizes.least:
        return 0
    return max(2, sizes.listing_calls(listing, owners, 0)) if owners > 2 and sizes.is_swept(listing) else 0


def _one(_: Batch, __: int, ___: Sizes) -> int:
    return 1


_TARIFFS: dict[tuple[AccountKind, str], Tariff] = {
    (AccountKind.LABELED, "accounts"): _listing(FIRST_PAGE),
    (AccountKind.LABELED, "accounts_of"): _listing(FIRST_PAGE),
    (AccountKind.LABELED, "customers"): _listing(CUSTOMERS_TRIED),
    (AccountKind.LABELED, "customers_again"): _split,
    (AccountKind.TRADING, "accounts"): _one,
    (AccountKind.TRADING, "accounts_of"): _one,
    (AccountKind.TRADING, "open_orders"): lambda _, accounts, __: math.ceil(accounts / ORDERS_AT_ONCE),
    (AccountKind.TRADING, "positions"): lambda _, accounts, sizes: accounts + (not sizes.least),  # scales not known yet
}
"""By kind of account and loader; any other lookup is a call."""
