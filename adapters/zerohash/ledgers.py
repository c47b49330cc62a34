"""Ledger rows as values: pages of them joined, each row once, and grouped into labeled accounts."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from domain.accounts import Balance, Observation, Uncounted
from domain.amounts import is_zero, total
from domain.keys import LabeledKey
from domain.labeled import LabeledAccount, LedgerBalance
from domain.venues import Venue

HELD = frozenset({"collateral", "staked", "loan_collateral"})
OWED = frozenset({"payable", "receivable", "collateral_deficiency", "collateral_payable"})
OWED_ROWS = "Rows of what is owed or receivable are not counted."

_NEVER = datetime.min.replace(tzinfo=UTC)


class Sought(NamedTuple):
    """Which rows a listing is of; None is no restriction. Each is one value: the venue takes no lists."""

    owner: str | None = None
    label: str | None = None
    group: str | None = None
    asset: str | None = None


class Row(NamedTuple):
    """One ledger row, and the labeled account that it belongs to."""

    key: LabeledKey
    ledger: LedgerBalance


class LedgerPage(NamedTuple):
    """One page of a listing of rows, how many pages it said there are, and whose further rows cannot be read."""

    rows: tuple[Row, ...]
    last: int
    received_at: datetime
    unreadable: tuple[LabeledKey, ...] = ()


class Ledgers(NamedTuple):
    """The rows of a whole listing, each once, from so many pages, the oldest received at that instant.

    Accounts of which a row cannot be read are named apart, and none of their rows is here.
    """

    rows: tuple[Row, ...]
    pages: int
    received_at: datetime
    unreadable: tuple[LabeledKey, ...] = ()

    def split(self, owners: Iterable[str]) -> dict[str, "Ledgers"]:
        """What there is of each of these owners."""
        rows: dict[str, list[Row]] = {owner: [] for owner in owners}
        for row in self.rows:
            if row.key.participant_code in rows:
                rows[row.key.participant_code].append(row)
        broken = by_owner(self.unreadable)
        return {
            owner: self._replace(rows=tuple(held), unreadable=tuple(broken.get(owner, ())))
            for owner, held in rows.items()
        }

    def accounts(self) -> dict[LabeledKey, LabeledAccount]:
        """The labeled accounts that have rows, by key, sorted."""
        held: dict[LabeledKey, list[LedgerBalance]] = {}
        for row in self.rows:
            held.setdefault(row.key, []).append(row.ledger)
        return {key: _account(key, held[key], self.received_at) for key in sorted(held)}


def by_owner(keys: Iterable[LabeledKey]) -> dict[str, list[LabeledKey]]:
    """Keys by the participant that owns them."""
    owned: dict[str, list[LabeledKey]] = {}
    for key in keys:
        owned.setdefault(key.participant_code, []).append(key)
    return owned


def contradicted(rows: Iterable[Row]) -> set[LabeledKey]:
    """The accounts that have a row whose id stands in another place, too: account, asset or type."""
    places: dict[str, tuple[LabeledKey, str, str]] = {}
    found: set[LabeledKey] = set()
    for key, ledger in rows:
        place = (key, ledger.asset, ledger.account_type)
        first = places.setdefault(ledger.account_id, place)
        if first != place:
            found |= {first[0], key}
    return found


def joined(pages: Sequence[LedgerPage]) -> Ledgers:
    """All pages as one listing.

    Rows move between pages while these are read, so one may be seen twice: the row that the venue changed last counts,
    and of two that are equally new the one received last. Accounts that contradict each other are unreadable.
    """
    broken = contradicted(row for page in pages for row in page.rows).union(*(page.unreadable for page in pages))
    newest: dict[tuple[LabeledKey, str, str, str], Row] = {}
    for page in sorted(pages, key=lambda page: page.received_at):
        for row in (row for row in page.rows if row.key not in broken):
            place = (row.key, row.ledger.asset, row.ledger.account_type, row.ledger.account_id)
            seen = newest.get(place)
            if seen is None or _changed(row) >= _changed(seen):
                newest[place] = row
    received_at = min(page.received_at for page in pages)
    return Ledgers(tuple(newest.values()), len(pages), received_at, tuple(sorted(broken)))


def balances_of(ledgers: Iterable[LedgerBalance]) -> tuple[Balance, ...]:
    """One balance per asset: available, locked (the held types), and total as their sum.

    The venue leaves zero rows out, so a missing type beside others is zero. What is owed is in the ledgers only. A type
    of which we do not know whether it is held or owed leaves locked and total unknown.
    """
    by_asset: dict[str, list[LedgerBalance]] = {}
    for ledger in ledgers:
        by_asset.setdefault(ledger.asset, []).append(ledger)
    balances = []
    for asset, rows in by_asset.items():
        available = total([row.balance for row in rows if row.account_type == "available"])
        locked = total([row.balance for row in rows if row.account_type in HELD])
        known = all(row.account_type == "available" or row.account_type in HELD | OWED for row in rows)
        balances.append(
            Balance(
                asset=asset,
                available=available,
                locked=locked if known else None,
                total=total([available, locked]) if known else None,
            )
        )
    return tuple(balances)


def _account(key: LabeledKey, ledgers: list[LedgerBalance], received_at: datetime) -> LabeledAccount:
    ledgers.sort(key=lambda ledger: (ledger.asset, ledger.account_type, ledger.account_id))
    owed = dict.fromkeys(row.asset for row in ledgers if row.account_type in OWED and not is_zero(row.balance))
    return LabeledAccount(
        venue=Venue.ZEROHASH,
        key=key,
        # Without `as_of`: rows have times, the account has none, and rows that became zero are not among them.
        observation=Observation(observed_at=received_at),
        ledgers=tuple(ledgers),
        balances=balances_of(ledgers),
        uncounted=tuple(Uncounted(asset=asset, reason=OWED_ROWS) for asset in owed),
    )


def _changed(row: Row) -> datetime:
    return row.ledger.last_update or _NEVER
