"""zerohash's wire shapes to finished values: nothing of an answer is read again outside the transport's net.

Every parser raises ValueError for an answer that is not what the venue's documentation promises, or to another question
than was asked. Of a page, a row that cannot be read costs what it names; a row that names nothing costs the page.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from adapters.transport.calls import Reply
from adapters.zerohash import keys, shapes
from adapters.zerohash.ledgers import LedgerPage, Row, Sought
from domain.accounts import AccountStatus, Observation
from domain.amounts import from_json
from domain.errors import InvalidInputError
from domain.instants import from_epoch
from domain.keys import LabeledKey
from domain.labeled import CustomerAccount, CustomerPage, CustomerStatus, FundingModel, LedgerBalance
from domain.participants import Participant, ParticipantKind, ParticipantPage, ParticipantStatus
from domain.venues import Venue

T = TypeVar("T")
N = TypeVar("N", LabeledKey, str)

STATUSES: Mapping[str, str] = {
    "open": "active",
    "locked": "suspended",
    "withdraw_locked": "suspended",
    "divesting": "suspended",
    "closed": "closed",
}
"""Locked is no trading, withdraw_locked no withdrawals, divesting only sells and withdrawals (docs.zerohash.com)."""

_FUNDING = {True: FundingModel.PREFUNDED, False: FundingModel.NON_PREFUNDED, None: FundingModel.UNKNOWN}
_NEVER = datetime.min.replace(tzinfo=UTC)

_ledgers = msgspec.json.Decoder(shapes.LedgerReply)
_customers = msgspec.json.Decoder(shapes.CustomersReply)
_details = msgspec.json.Decoder(shapes.DetailsReply)
_basic_info = msgspec.json.Decoder(shapes.BasicInfoReply)
_participants = msgspec.json.Decoder(shapes.ParticipantsReply)

_ledger_row = msgspec.json.Decoder(shapes.LedgerRow)
_ledger_name = msgspec.json.Decoder(shapes.LedgerName)
_customer_row = msgspec.json.Decoder(shapes.CustomerRow)
_customer_name = msgspec.json.Decoder(shapes.CustomerName)
_participant_row = msgspec.json.Decoder(shapes.ListedParticipant)
_participant_name = msgspec.json.Decoder(shapes.ParticipantName)


def parse_ledger_page(reply: Reply, sought: Sought, number: int) -> LedgerPage:
    """The rows of one page, and how many pages there are.

    Seed and guides print a listing of one page without its two numbers; a further page must say which it is.
    """
    page = _ledgers.decode(reply.body)
    last = page.total_pages
    if last is None and page.page is None and number == 1:
        last = 1
    if page.page != number and (page.page is not None or number > 1):
        raise ValueError("another page")
    if last is None or last < (1 if page.message else 0):
        raise ValueError("an impossible number of pages")
    rows, unreadable = _each(page.message, lambda row: _row(row, reply.received_at), _ledger_key)
    found = [Sought(*row.key, row.ledger.asset) for row in rows]
    found += [Sought(*key, sought.asset) for key in unreadable]
    if not all(_answers(sought, each) for each in found):
        raise ValueError("a row of another owner, label, group or asset")
    return LedgerPage(rows, last, reply.received_at, unreadable)


def parse_customer_page(reply: Reply, sought: Sought, number: int) -> CustomerPage:
    """The customer accounts of one page, in the venue's order; the next page is the one after it, or 0."""
    page = _customers.decode(reply.body)
    if page.next_page not in (0, number + 1):
        raise ValueError("a next page that does not lead on")
    customers, unreadable = _each(page.accounts, lambda row: _customer(row, reply.received_at), _customer_key)
    if not all(_answers(sought, Sought(*key)) for key in (*(each.key for each in customers), *unreadable)):
        raise ValueError("a row of another participant or label")
    return CustomerPage(customers, number, page.next_page or None, unreadable)


def parse_status(reply: Reply, zrn: str) -> CustomerStatus:
    """Where a customer account stands. Documents spell one zrn in several ways, which all end in the same id."""
    body = _details.decode(reply.body)
    details = body.message or shapes.Details(body.status, body.zrn)
    if details.zrn and _id_in(details.zrn) != _id_in(zrn):
        raise ValueError("another customer account")
    if not details.status:
        raise ValueError("no status")
    return CustomerStatus(status=AccountStatus.read(STATUSES.get(details.status.lower())), raw_status=details.status)


def parse_participant(reply: Reply, code: str) -> Participant:
    """One participant with its kind."""
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
        updated_at=from_epoch(info.last_updated),
    )


def parse_participant_page(reply: Reply, number: int) -> ParticipantPage:
    """One page of the listing, each participant once, sorted by code; it tells no kinds."""
    page = _participants.decode(reply.body)
    if page.page != number:
        raise ValueError("another page")
    if page.total_pages < (1 if page.message else 0):
        raise ValueError("an impossible number of pages")
    found: dict[str, Participant] = {}
    rows, unreadable = _each(page.message, _participant, _participant_code)
    for listed in rows:
        seen = found.get(listed.code)
        if seen is None or (listed.updated_at or _NEVER) >= (seen.updated_at or _NEVER):
            found[listed.code] = listed
    participants = tuple(found[code] for code in sorted(found) if code not in unreadable)
    return ParticipantPage(participants=participants, page=page.page, last_page=page.total_pages, unreadable=unreadable)


def _each(
    rows: Iterable[msgspec.Raw], read: Callable[[msgspec.Raw], T], name: Callable[[msgspec.Raw], N]
) -> tuple[tuple[T, ...], tuple[N, ...]]:
    """The rows that can be read, and what the others name, sorted. Raises ValueError for a row that names nothing."""
    found: list[T] = []
    unreadable: set[N] = set()
    for row in rows:
        try:
            found.append(read(row))
        except ValueError:
            unreadable.add(name(row))
    return tuple(found), tuple(sorted(unreadable))


def _ledger_key(raw: msgspec.Raw) -> LabeledKey:
    name = _ledger_name.decode(raw)
    return _listed(keys.listed_key, name.account_owner, name.account_label, name.account_group)


def _customer_key(raw: msgspec.Raw) -> LabeledKey:
    name = _customer_name.decode(raw)
    return _listed(keys.listed_key, name.participant_code, name.account_label, name.account_group)


def _participant_code(raw: msgspec.Raw) -> str:
    return _listed(keys.listed_code, _participant_name.decode(raw).participant_code)


def _customer(raw: msgspec.Raw, received_at: datetime) -> CustomerAccount:
    row = _customer_row.decode(raw)
    return CustomerAccount(
        venue=Venue.ZEROHASH,
        key=_listed(keys.listed_key, row.participant_code, row.account_label, row.account_group),
        observation=Observation(observed_at=received_at),
        funding_model=_FUNDING[row.prefunded],
        zrn=row.customer_account_urn or None,
        tier=row.account_tier or None,
    )


def _participant(raw: msgspec.Raw) -> Participant:
    row = _participant_row.decode(raw)
    return Participant(
        venue=Venue.ZEROHASH,
        code=_listed(keys.listed_code, row.participant_code),
        status=ParticipantStatus.read(row.status),
        raw_status=row.status,
        name=row.participant_name,
        updated_at=from_epoch(row.updated_at),
    )


def _row(raw: msgspec.Raw, received_at: datetime) -> Row:
    row = _ledger_row.decode(raw)
    if not (row.account_id and row.account_type and row.asset):
        raise ValueError("a row without id, account type or asset")
    ledger = LedgerBalance(
        account_id=row.account_id,
        asset=row.asset,
        account_type=row.account_type,
        balance=from_json(row.balance),
        last_update=from_epoch(row.last_update),
        observed_at=received_at,
    )
    return Row(_listed(keys.listed_key, row.account_owner, row.account_label, row.account_group), ledger)


def _listed(grammar: Callable[..., T], *parts: str) -> T:
    """A key that the venue lists; what breaks the grammar is its mistake here, and no caller's."""
    try:
        return grammar(*parts)
    except InvalidInputError as error:
        raise ValueError(str(error)) from None


def _answers(sought: Sought, found: Sought) -> bool:
    return all(wanted is None or wanted == told for wanted, told in zip(sought, found, strict=True))


def _id_in(zrn: str) -> str:
    return zrn.rpartition(":")[2].lower()
