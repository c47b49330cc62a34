"""zerohash's wire shapes to our values. Sources: the vendor's OpenAPI 1.7.0 and docs.zerohash.com, read in 2026."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, TypeVar

import msgspec

from domain.amounts import from_json, total
from adapters.transport.calls import Reply
from domain.errors import GatewayError
from domain.instants import from_epoch
from domain.accounts import Balance, Observation
from domain.keys import LabeledKey
from domain.labeled import FundingModel, LabeledAccount, LedgerBalance
from domain.participants import Participant, ParticipantKind, ParticipantPage, ParticipantStatus
from domain.venues import Venue

Word = TypeVar("Word", ParticipantStatus, ParticipantKind)

HELD = frozenset({"collateral", "staked", "loan_collateral"})
OWED = frozenset({"payable", "receivable", "collateral_deficiency", "collateral_payable"})


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


class _LedgerPage(msgspec.Struct):
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


class CustomerPage(msgspec.Struct, frozen=True):
    """A page of customer accounts; a next page of 0 is the end."""

    accounts: tuple[CustomerRow, ...]
    next_page: int


class Customers(NamedTuple):
    """Customer accounts of one participant or of the whole platform, from so many pages."""

    rows: tuple[CustomerRow, ...]
    pages: int

    @classmethod
    def none(cls) -> "Customers":
        """What is known where the listing could not be read."""
        return cls((), 0)

    def split(self, owners: Iterable[str]) -> dict[str, "Customers"]:
        """The rows of each of these participants."""
        rows: dict[str, list[CustomerRow]] = {owner: [] for owner in owners}
        for row in self.rows:
            if row.participant_code in rows:
                rows[row.participant_code].append(row)
        return {owner: self._replace(rows=tuple(held)) for owner, held in rows.items()}


class _BasicInfo(msgspec.Struct):
    participant_code: str
    status: str | None = None
    participant_type: str | None = None
    name: str | None = None
    last_updated: int | None = None


class _BasicInfoReply(msgspec.Struct):
    message: _BasicInfo


class _ListedParticipant(msgspec.Struct):
    participant_code: str
    status: str | None = None
    participant_name: str | None = None
    updated_at: int | None = None


class _ParticipantsReply(msgspec.Struct):
    message: tuple[_ListedParticipant, ...]
    page: int
    total_pages: int


_ledger_page = msgspec.json.Decoder(_LedgerPage)
_customer_page = msgspec.json.Decoder(CustomerPage)
_basic_info = msgspec.json.Decoder(_BasicInfoReply)
_participants = msgspec.json.Decoder(_ParticipantsReply)


def parse_ledger_page(reply: Reply, owner: str | None, group: str, number: int) -> tuple[Ledgers, int]:
    """Rows of one page, and how many pages there are in all.

    Raises ValueError when it is another page than was asked for, a row is of another owner or group, or a balance is
    not a number.
    """
    page = _ledger_page.decode(reply.body)
    if page.page not in (None, number):
        raise ValueError("another page")
    for row in page.message:
        if row.account_group != group or (owner is not None and row.account_owner != owner):
            raise ValueError("a row of another owner or group")
        from_json(row.balance)
    return Ledgers(page.message, 1, reply.received_at), page.total_pages


def parse_customer_page(reply: Reply, owner: str | None) -> CustomerPage:
    """Customer accounts of one page. Raises ValueError when a row is not of the participant that was asked for."""
    page = _customer_page.decode(reply.body)
    if owner is not None and any(row.participant_code != owner for row in page.accounts):
        raise ValueError("a row of another participant")
    return page


def parse_participant(reply: Reply, code: str) -> Participant:
    """One participant with its kind. Raises ValueError when it is not the one that was asked for."""
    info = _basic_info.decode(reply.body).message
    if info.participant_code != code:
        raise ValueError("another participant")
    return Participant(
        venue=Venue.ZEROHASH,
        code=info.participant_code,
        status=_member(ParticipantStatus, info.status),
        raw_status=info.status,
        kind=_member(ParticipantKind, info.participant_type),
        name=info.name,
        updated_at=_instant(info.last_updated),
    )


def parse_participant_page(reply: Reply) -> ParticipantPage:
    """One page of the listing, sorted by code; it tells no kinds."""
    page = _participants.decode(reply.body)
    found = [
        Participant(
            venue=Venue.ZEROHASH,
            code=row.participant_code,
            status=_member(ParticipantStatus, row.status),
            raw_status=row.status,
            name=row.participant_name,
            updated_at=_instant(row.updated_at),
        )
        for row in page.message
    ]
    found.sort(key=lambda participant: participant.code)
    return ParticipantPage(participants=tuple(found), page=page.page, last_page=page.total_pages)


def parse_labeled_accounts(
    group: str, ledgers: Ledgers, customers: Customers, customer_error: GatewayError | None = None
) -> list[LabeledAccount]:
    """The labeled accounts of one owner in one group, sorted by label: those with ledger rows and those listed."""
    rows: dict[LabeledKey, dict[str, LedgerRow]] = {}
    for row in ledgers.rows:
        rows.setdefault(row.key, {})[row.account_id] = row
    listed = {row.key: row for row in customers.rows if row.account_group == group}
    return [
        _labeled_account(key, tuple(rows.get(key, {}).values()), listed.get(key), ledgers.received_at, customer_error)
        for key in sorted(rows.keys() | listed.keys())
    ]


def _labeled_account(
    key: LabeledKey,
    rows: Sequence[LedgerRow],
    customer: CustomerRow | None,
    received_at: datetime,
    customer_error: GatewayError | None,
) -> LabeledAccount:
    ledgers = tuple(
        LedgerBalance(
            account_id=row.account_id,
            asset=row.asset,
            account_type=row.account_type,
            balance=from_json(row.balance),
            last_update=_instant(row.last_update),
        )
        for row in sorted(rows, key=lambda row: (row.asset, row.account_type))
    )
    changed = [ledger.last_update for ledger in ledgers if ledger.last_update]
    return LabeledAccount(
        venue=Venue.ZEROHASH,
        key=key,
        observation=Observation(observed_at=received_at, as_of=max(changed, default=None)),
        ledgers=ledgers,
        balances=parse_balances(ledgers),
        zrn=(customer.customer_account_urn or None) if customer else None,
        tier=(customer.account_tier or None) if customer else None,
        funding_model=_funding_model(customer),
        customer_error=customer_error,
    )


def parse_balances(ledgers: Iterable[LedgerBalance]) -> tuple[Balance, ...]:
    """One balance an asset: available, locked (the held types), and total as their sum.

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


def _funding_model(customer: CustomerRow | None) -> FundingModel:
    if customer is None or customer.prefunded is None:
        return FundingModel.UNKNOWN
    return FundingModel.PREFUNDED if customer.prefunded else FundingModel.NON_PREFUNDED


def _member(enum: type[Word], word: str | None) -> Word:
    name = (word or "").upper()
    return enum[name] if name in enum.__members__ else enum["UNKNOWN"]


def _instant(number: int | None) -> datetime | None:
    return None if number is None else from_epoch(number)
