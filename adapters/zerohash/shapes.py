"""zerohash's wire shapes. Sources: the vendor's OpenAPI 1.7.0 and docs.zerohash.com, read in 2026."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import msgspec

from domain.keys import LabeledKey


class LedgerRow(msgspec.Struct, frozen=True, gc=False):
    """One row of GET /accounts: one asset and account type of one owner, group and label."""

    account_id: str
    account_owner: str
    account_group: str
    account_label: str
    account_type: str
    asset: str
    balance: msgspec.Raw
    last_update: int | None = None

    @property
    def key(self) -> LabeledKey:
        """The labeled account that the row belongs to."""
        return LabeledKey(self.account_owner, self.account_label, self.account_group)


class LedgerPage(msgspec.Struct):
    """GET /accounts."""

    message: tuple[LedgerRow, ...]
    total_pages: int
    page: int | None = None


class Ledgers(NamedTuple):
    """Ledger rows of one owner or of a whole group, from so many pages, the oldest received at that instant."""

    rows: tuple[LedgerRow, ...]
    pages: int
    received_at: datetime

    def split(self, owners: Iterable[str]) -> dict[str, "Ledgers"]:
        """The rows of each of these owners."""
        rows: dict[str, list[LedgerRow]] = {owner: [] for owner in owners}
        for row in self.rows:
            if row.account_owner in rows:
                rows[row.account_owner].append(row)
        return {owner: self._replace(rows=tuple(held)) for owner, held in rows.items()}


class CustomerRow(msgspec.Struct, frozen=True, gc=False):
    """One row of GET /clob/accounts: what a customer's label is set up as, without money."""

    participant_code: str
    account_group: str
    account_label: str
    prefunded: bool | None = None
    account_tier: str | None = None
    customer_account_urn: str | None = None

    @property
    def key(self) -> LabeledKey:
        """The labeled account that the row describes."""
        return LabeledKey(self.participant_code, self.account_label, self.account_group)


class CustomerPageBody(msgspec.Struct, frozen=True):
    """GET /clob/accounts."""

    accounts: tuple[CustomerRow, ...]
    next_page: int


class CustomerPage(NamedTuple):
    """A page of customer accounts; a next page of 0 is the end."""

    rows: tuple[CustomerRow, ...]
    next_page: int
    received_at: datetime


class Customers(NamedTuple):
    """Customer accounts of one participant or of the whole platform, from so many pages."""

    rows: tuple[CustomerRow, ...]
    pages: int
    received_at: datetime

    def split(self, owners: Iterable[str]) -> dict[str, "Customers"]:
        """The rows of each of these participants."""
        rows: dict[str, list[CustomerRow]] = {owner: [] for owner in owners}
        for row in self.rows:
            if row.participant_code in rows:
                rows[row.participant_code].append(row)
        return {owner: self._replace(rows=tuple(held)) for owner, held in rows.items()}


class BasicInfo(msgspec.Struct):
    """One participant, with its kind."""

    participant_code: str
    status: str | None = None
    participant_type: str | None = None
    name: str | None = None
    last_updated: int | None = None


class BasicInfoReply(msgspec.Struct):
    """GET /participant/{code}/basic_info."""

    message: BasicInfo


class ListedParticipant(msgspec.Struct):
    """One participant of the listing, which gives no kind."""

    participant_code: str
    status: str | None = None
    participant_name: str | None = None
    updated_at: int | None = None


class ParticipantsReply(msgspec.Struct):
    """GET /participants."""

    message: tuple[ListedParticipant, ...]
    page: int
    total_pages: int
