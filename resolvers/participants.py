"""Participants: one by code, and the platform's listing."""

from collections.abc import Awaitable

from domain.errors import GatewayError, InvalidInputError
from domain.participants import Participant, ParticipantKind, ParticipantStatus
from resolvers.connections import Connection, Edge, check_first, naming
from resolvers.context import Context
from resolvers.ids import PARTICIPANT, NodeId, decode_cursor, encode_cursor

CURSOR = "participants"
PAGES_SCANNED = 10


def participant(context: Context, code: str) -> Awaitable[Participant | None]:
    """One participant, or None. Raises InvalidInputError before any upstream call."""
    with naming("code"):
        canonical = context.ports.participants.canonical_code(code)
    return context.loaders.participants().load(canonical)


def participant_id(participant: Participant) -> str:
    """The global id of a participant."""
    return NodeId(participant.venue, PARTICIPANT, participant.code).encode()


async def kind(context: Context, participant: Participant) -> ParticipantKind:
    """Person or entity; a listing does not tell it, so it may take a call. UNKNOWN beside an error where that fails."""
    if participant.kind is not None:
        return participant.kind
    try:
        found = await context.loaders.participants().load(participant.code)
    except GatewayError as error:
        context.report(error)
        return ParticipantKind.UNKNOWN
    return (found and found.kind) or ParticipantKind.UNKNOWN


async def participants(
    context: Context, first: int, after: str | None, status: ParticipantStatus | None
) -> Connection[Participant]:
    """A page of the platform's participants, in the order of the venue's own pages, by code within each."""
    check_first(first)
    if status is ParticipantStatus.UNKNOWN:
        raise InvalidInputError("status", "status UNKNOWN cannot be asked for: the venue has no such word.")
    kind_of_list = f"{CURSOR} {status.value if status else ''}"
    start = (1, "") if after is None else decode_cursor(after, kind_of_list, (int, str))
    if int(start[0]) < 1:
        raise InvalidInputError("after", "after is not a cursor of this list.")
    edges: list[Edge[Participant]] = []
    number = last = int(start[0])
    while number <= last and len(edges) <= first and number < int(start[0]) + PAGES_SCANNED:
        page = await context.loaders.participant_pages().load((number, status))
        last = page.last_page
        edges += [
            Edge(encode_cursor(kind_of_list, number, found.code), found)
            for found in page.participants
            if (number, found.code) > start
        ]
        number += 1
    resume = encode_cursor(kind_of_list, number, "") if number <= last else None
    return Connection.of(edges, first, after, resume if len(edges) <= first else None)
