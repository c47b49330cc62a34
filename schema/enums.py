"""The enums, described member by member."""

from enum import Enum

import strawberry

from domain.accounts import AccountStatus
from domain.errors import ErrorCode
from domain.labeled import FundingModel
from domain.margin import PositionSide
from domain.participants import ParticipantKind, ParticipantStatus
from domain.trading import OrderSide
from domain.venues import Venue, VenueHealth

__all__ = [
    "AccountStatus",
    "ErrorCode",
    "FundingModel",
    "OrderSide",
    "ParticipantKind",
    "ParticipantStatus",
    "PositionSide",
    "Venue",
    "VenueHealth",
]


def _describe(enum: type[Enum], description: str, members: dict[str, str]) -> None:
    declared = strawberry.enum(enum, description=description)
    for value in declared.__strawberry_definition__.values:  # type: ignore[attr-defined]  # set by strawberry.enum
        value.description = members[value.name]


_describe(
    Venue,
    "Who holds the accounts.",
    {venue.value: f"{venue.title}: {venue.about}." for venue in Venue},
)
_describe(
    AccountStatus,
    "What the venue itself says of an account; never inferred.",
    {
        "ACTIVE": "May be used.",
        "SUSPENDED": "Held back by the venue.",
        "CLOSED": "Closed for good.",
        "PENDING": "Not open yet.",
        "UNKNOWN": "The venue says nothing, or a word that is not known here.",
    },
)
_describe(
    ParticipantKind,
    "Person or legal entity.",
    {
        "INDIVIDUAL": "A natural person.",
        "ENTITY": "A company, trust or other legal entity.",
        "UNKNOWN": "The venue says nothing, or a word that is not known here.",
    },
)
_describe(
    ParticipantStatus,
    "Where a participant stands at zerohash; only APPROVED may open accounts or trade.",
    {
        "SUBMITTED": "Handed in, not looked at yet.",
        "PENDING_APPROVAL": "Being looked at.",
        "APPROVED": "May open accounts and trade.",
        "REJECTED": "Refused.",
        "LOCKED": "Locked; what is still allowed depends on the reason.",
        "PENDING_UNLOCK": "Locked, with an unlock under way.",
        "PENDING_DISABLE": "About to be disabled.",
        "DISABLED": "Disabled.",
        "DIVESTED": "Balances were moved to the platform.",
        "CLOSED": "Closed for good.",
        "UNKNOWN": "A word that is not known here; rawStatus has it.",
    },
)
_describe(
    FundingModel,
    "Where a customer's US dollars lie.",
    {
        "PREFUNDED": "At zerohash, in the customer's own ledger rows.",
        "NON_PREFUNDED": "On the platform's own books: no US dollars here does not mean none.",
        "UNKNOWN": "The venue does not list the account, or could not be read.",
    },
)
_describe(
    PositionSide,
    "Direction of a margin position.",
    {"LONG": "Gains when the price rises.", "SHORT": "Gains when the price falls.", "FLAT": "No position."},
)
_describe(
    OrderSide,
    "Direction of an order.",
    {"BUY": "Buys.", "SELL": "Sells.", "UNKNOWN": "The venue says nothing, or a word that is not known here."},
)
_describe(
    ErrorCode,
    "Why a venue could not be read: what `extensions.code` of its error says, too.",
    {
        "VENUE_TIMEOUT": "No answer in time.",
        "VENUE_UNAVAILABLE": "No connection, a 5xx answer, or an open circuit.",
        "VENUE_RATE_LIMITED": "The venue wants a pause, or the gateway's own rate for it is used up.",
        "VENUE_CREDENTIALS": "The venue refused the gateway's own credential; an operator must act.",
        "VENUE_FORBIDDEN": "Not the gateway's to read.",
        "VENUE_ANSWER": "The answer is not what the venue's documentation promises.",
        "VENUE_NOT_CONFIGURED": "The gateway runs without settings for the venue.",
        "COST_EXCEEDED": "The question needs more upstream calls than one question may make.",
        "NOT_FOUND": "The venue knows nothing of that name.",
        "INTERNAL_SERVER_ERROR": "A fault of the gateway; its log says more.",
    },
)
_describe(
    VenueHealth,
    "What the latest calls to a venue say about it.",
    {
        "UP": "The latest call was answered.",
        "DEGRADED": "The latest call failed, or the venue wants a pause.",
        "DOWN": "It failed repeatedly and is left alone for a while.",
        "NOT_CONFIGURED": "The gateway runs without settings for it.",
    },
)
