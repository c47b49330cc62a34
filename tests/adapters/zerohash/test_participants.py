"""zerohash's participants: statuses, kinds, pages, and whose answer it is."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.zerohash.parse import (
    parse_customer_page,
    parse_ledger_page,
    parse_participant,
    parse_participant_page,
)
from domain.errors import Unavailable
from domain.participants import ParticipantKind, ParticipantStatus
from tests.adapters.conftest import Wired
from tests.adapters.replies import received
from tests.adapters.specimens.zerohash import JOHN, PLATFORM
from tests.adapters.zerohash.listings import customer, customer_page, ledger_page, row


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
        received({"message": [{"participant_code": JOHN, **body}], "page": 1, "total_pages": 1})
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
        lambda: parse_customer_page(received(customer_page(customer("ELSE99"))), JOHN),
        lambda: parse_ledger_page(received(ledger_page(row("ELSE99"))), JOHN, PLATFORM, 1),
        lambda: parse_ledger_page(received(ledger_page(row(account_group="ELSE99"))), None, PLATFORM, 1),
        lambda: parse_ledger_page(received(ledger_page(page=2)), None, PLATFORM, 1),
    ],
    ids=["participant", "customer", "owner", "group", "page"],
)
def test_another_answer_than_was_asked_for_is_refused(parse: Callable[[], object]) -> None:
    """Another participant, owner, group or page than was asked for is refused."""
    with pytest.raises(ValueError, match="another"):
        parse()
