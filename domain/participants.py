"""Participants: the persons and entities that a venue has onboarded."""

from datetime import datetime

import msgspec

from domain.open_enums import OpenEnum
from domain.venues import Venue


class ParticipantKind(OpenEnum):
    """Person or legal entity."""

    INDIVIDUAL = "INDIVIDUAL"
    ENTITY = "ENTITY"
    UNKNOWN = "UNKNOWN"


class ParticipantStatus(OpenEnum):
    """Where a participant stands in the venue's onboarding."""

    SUBMITTED = "SUBMITTED"
    PENDING_APPROVAL = "PENDING_APPROVAL"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    LOCKED = "LOCKED"
    PENDING_UNLOCK = "PENDING_UNLOCK"
    PENDING_DISABLE = "PENDING_DISABLE"
    DISABLED = "DISABLED"
    DIVESTED = "DIVESTED"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"


class Participant(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A person or entity known to the venue that keeps participants; kind is None where a listing does not tell it."""

    venue: Venue
    code: str
    status: ParticipantStatus
    raw_status: str | None
    kind: ParticipantKind | None = None
    name: str | None = None
    updated_at: datetime | None = None


class ParticipantPage(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One page of a venue's own listing; pages count from 1. Whose row cannot be read is named by their code alone."""

    participants: tuple[Participant, ...]
    page: int
    last_page: int
    unreadable: tuple[str, ...] = ()
