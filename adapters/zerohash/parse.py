"""zerohash's wire shapes to our values."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from adapters.transport.calls import Reply
from adapters.zerohash.shapes import (
    BasicInfoReply,
    CustomerPage,
    CustomerPageBody,
    Customers,
    LedgerPage,
    LedgerRow,
    Ledgers,
    ParticipantsReply,
)
from domain.accounts import Balance, Observation, Uncounted
from domain.amounts import from_json, is_zero, total
from domain.instants import from_epoch
from domain.keys import LabeledKey
from domain.labeled import CustomerAccount, FundingModel, LabeledAccount, LedgerBalance
from domain.participants import Participant, ParticipantKind, ParticipantPage, ParticipantStatus
from domain.venues import Venue

HELD = frozenset({"collateral", "staked", "loan_collateral"})
OWED = frozenset({"payable", "receivable", "collateral_deficiency", "collateral_payable"})
OWED_ROWS = "Rows of what is owed or receivable are not counted."

_FUNDING = {True: FundingModel.PREFUNDED, False: FundingModel.NON_PREFUNDED, None: FundingModel.UNKNOWN}

_ledger_page = msgspec.json.Decoder(LedgerPage)
_customer_page = msgspec.json.Decoder(CustomerPageBody)
_basic_info = msgspec.json.Decoder(BasicInfoReply)
_participants = msgspec.json.Decoder(ParticipantsReply)


def parse_ledger_page(reply: Reply, owner: str | None, group: str, number: int) -> tuple[Ledgers, int]:
    """Rows of one page, and how many pages there are in all.

    Raises ValueError when it is another page than was asked for, a row is of another owner or group, a balance is not a
    number, or a time is none.
    """
    page = _ledger_page.decode(reply.body)
    if page.page not in (None, number):
        raise ValueError("another page")
    for row in page.message:
        if row.account_group != group or (owner is not None and row.account_owner != owner):
            raise ValueError("a row of another owner or group")
        from_json(row.balance)
        _instant(row.last_update)
    return Ledgers(page.message, 1, reply.received_at), page.total_pages


def parse_customer_page(reply: Reply, owner: str | None) -> CustomerPage:
    """Customer accounts of one page. Raises ValueError when a row is not of the participant that was asked for."""
    page = _customer_page.decode(reply.body)
    if owner is not None and any(row.participant_code != owner for row in page.accounts):
        raise ValueError("a row of another participant")
    return CustomerPage(page.accounts, page.next_page, reply.received_at)


def joined(pages: Sequence[CustomerPage]) -> Customers:
    """The rows of all pages, as old as the oldest of them."""
    rows = tuple(row for page in pages for row in page.rows)
    return Customers(rows, len(pages), min(page.received_at for page in pages))


def parse_customers(customers: Customers) -> dict[LabeledKey, CustomerAccount]:
    """What each label is set up as, by its key; an empty zrn or tier is none."""
    return {
        row.key: CustomerAccount(
            venue=Venue.ZEROHASH,
            key=row.key,
            observation=Observation(observed_at=customers.received_at),
            funding_model=_FUNDING[row.prefunded],
            zrn=row.customer_account_urn or None,
            tier=row.account_tier or None,
        )
        for row in customers.rows
    }


def parse_participant(reply: Reply, code: str) -> Participant:
    """One participant with its kind. Raises ValueError when it is not the one that was asked for."""
    info = _basic_info.decode(reply.body).message
    if info.participant_code != code:
        raise ValueError("another participant")
    return Participant(
        venue=Venue.ZEROHASH,
        code=info.participant_code,
        status=ParticipantStatus.read(info.status),
        raw_status=info.status,
        kind=ParticipantKind.read(info.participant_type),
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
            status=ParticipantStatus.read(row.status),
            raw_status=row.status,
            name=row.participant_name,
            updated_at=_instant(row.updated_at),
        )
        for row in page.message
    ]
    found.sort(key=lambda participant: participant.code)
    return ParticipantPage(participants=tuple(found), page=page.page, last_page=page.total_pages)


def parse_labeled_accounts(ledgers: Ledgers) -> dict[LabeledKey, LabeledAccount]:
    """The labeled accounts that have rows, by key, sorted."""
    rows: dict[LabeledKey, dict[str, LedgerRow]] = {}
    for row in ledgers.rows:
        rows.setdefault(row.key, {})[row.account_id] = row
    return {key: _labeled_account(key, tuple(rows[key].values()), ledgers.received_at) for key in sorted(rows)}


def _labeled_account(key: LabeledKey, rows: Sequence[LedgerRow], received_at: datetime) -> LabeledAccount:
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
        uncounted=tuple(
            Uncounted(asset=asset, reason=OWED_ROWS)
            for asset in dict.fromkeys(row.asset for row in ledgers if row.account_type in OWED)
            if not is_zero(total([row.balance for row in ledgers if row.asset == asset and row.account_type in OWED]))
        ),
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


def _instant(number: int | None) -> datetime | None:
    return None if number is None else from_epoch(number)
