"""zerohash's participants: statuses, kinds, pages, and whose answer it is."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.zerohash.ledgers import Sought
from adapters.zerohash.parse import (
    parse_customer_page,
    parse_ledger_page,
    parse_participant,
    parse_participant_page,
    parse_status,
)
from domain.errors import Unavailable
from domain.participants import ParticipantKind, ParticipantStatus
from tests.adapters.conftest import Wired
from tests.adapters.replies import received
from tests.adapters.specimens.zerohash import JOHN, PLATFORM
from tests.adapters.zerohash.listings import LAST_UPDATE, customer, customer_page, ledger_page, row

ZRN = "zrn:zh:us:accounts:customer:c761fc96-5c44-40d4-8eb2-3fcd5d06754b"


@pytest.mark.parametrize(
    ("body", "status", "raw"),
    [
        ({"status": "approved"}, ParticipantStatus.APPROVED, "approved"),
        ({"status": "pending_unlock"}, ParticipantStatus.PENDING_UNLOCK, "pending_unlock"),
        ({"status": "under_review"}, ParticipantStatus.UNKNOWN, "under_review"),
        ({}, ParticipantStatus.UNKNOWN, None),
        ({"status": None}, ParticipantStatus.UNKNOWN, None),
    ],
)
def test_statuses(body: dict[str, Any], status: ParticipantStatus, raw: str | None) -> None:
    """A status that we do not know is UNKNOWN beside the venue's own word."""
    single = parse_participant(received({"message": {"participant_code": JOHN, **body}}), JOHN)
    page = parse_participant_page(
        received({"message": [{"participant_code": JOHN, **body}], "page": 1, "total_pages": 1}), 1
    )
    assert (single.status, single.raw_status, single.kind) == (status, raw, ParticipantKind.UNKNOWN)
    assert (page.participants[0].status, page.participants[0].raw_status) == (status, raw)


async def test_participants(wired: Wired) -> None:
    """One by one they have their kind, a stranger is None; a page is sorted by code, filtered, and has no kinds."""
    person, entity, stranger = await wired.participants.participants([JOHN, "C00005", "ZZZZZZ"])
    assert not isinstance(person, Unavailable)
    assert not isinstance(entity, Unavailable)
    assert person is not None
    assert entity is not None
    assert stranger is None
    assert (person.code, entity.code) == (JOHN, "C00005")
    assert (person.kind, entity.kind) == (ParticipantKind.INDIVIDUAL, ParticipantKind.ENTITY)
    page = await wired.participants.participant_page(1, ParticipantStatus.LOCKED)
    assert [(each.status, each.kind) for each in page.participants] == [(ParticipantStatus.LOCKED, None)]
    page = await wired.participants.participant_page(1, None)
    codes = [each.code for each in page.participants]
    assert codes == sorted(codes)
    assert (page.page, page.last_page) == (1, 1)


@pytest.mark.parametrize(
    "parse",
    [
        lambda: parse_participant(received({"message": {"participant_code": "ELSE99"}}), JOHN),
        lambda: parse_participant_page(received({"message": [], "page": 2, "total_pages": 2}), 1),
        lambda: parse_customer_page(received(customer_page(customer("ELSE99"))), Sought(owner=JOHN), 1),
        lambda: parse_customer_page(received(customer_page(customer(label="b"))), Sought(label="a"), 1),
        lambda: parse_ledger_page(received(ledger_page(row("ELSE99"))), Sought(owner=JOHN), 1),
        lambda: parse_ledger_page(received(ledger_page(row(label="b"))), Sought(JOHN, "a"), 1),
        lambda: parse_ledger_page(received(ledger_page(row(account_group="ELSE99"))), Sought(group=PLATFORM), 1),
        lambda: parse_ledger_page(received(ledger_page(row(asset="ETH"))), Sought(asset="BTC"), 1),
        lambda: parse_ledger_page(received(ledger_page(page=2)), Sought(), 1),
        lambda: parse_ledger_page(received({"message": [], "total_pages": 2}), Sought(), 2),
        lambda: parse_status(received({"message": {"zrn": "zrn:zh:us:accounts:customer:b", "status": "open"}}), ZRN),
    ],
)
def test_another_answer_than_was_asked_for_is_refused(parse: Callable[[], object]) -> None:
    """Another participant, owner, label, group, asset, page or customer account than was asked for is refused."""
    with pytest.raises(ValueError, match="another"):
        parse()


async def test_a_participant_that_is_listed_twice_appears_once() -> None:
    """Of two rows of one participant the one changed last counts, and one without a time is older than any."""

    def listed(*rows: tuple[str, str, int | None]) -> list[tuple[str, str | None]]:
        message = [{"participant_code": code, "status": status, "updated_at": at} for code, status, at in rows]
        page = parse_participant_page(received({"message": message, "page": 1, "total_pages": 1}), 1)
        return [(each.code, each.raw_status) for each in page.participants]

    later = LAST_UPDATE + 1
    assert listed((JOHN, "locked", later), (JOHN, "approved", LAST_UPDATE)) == [(JOHN, "locked")]
    assert listed((JOHN, "locked", 0), (JOHN, "approved", LAST_UPDATE), (JOHN, "closed", None)) == [(JOHN, "approved")]
    assert listed((JOHN, "locked", None), ("AAAAAA", "approved", 0), (JOHN, "closed", None)) == [
        ("AAAAAA", "approved"),
        (JOHN, "closed"),
    ]


@pytest.mark.parametrize("total_pages", [-1, 0])
def test_a_page_that_says_there_is_none_is_refused(total_pages: int) -> None:
    """A page with participants is one page at least."""
    with pytest.raises(ValueError, match="number of pages"):
        parse_participant_page(
            received({"message": [{"participant_code": JOHN}], "page": 1, "total_pages": total_pages}), 1
        )
    empty = parse_participant_page(received({"message": [], "page": 1, "total_pages": 0}), 1)
    assert empty.participants == ()


@pytest.mark.parametrize("code", ["", "a b", "x" * 21, "\u00e9"])
def test_a_participant_without_a_code_is_none(code: str) -> None:
    """A page with a code that cannot be one is no page of participants."""
    with pytest.raises(ValueError, match="participantCode"):
        parse_participant_page(received({"message": [{"participant_code": code}], "page": 1, "total_pages": 1}), 1)
