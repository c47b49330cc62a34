"""Participants: one by code, and the platform's listing."""

from collections.abc import Awaitable

from domain.errors import InvalidInputError, VenueAnswerError
from domain.participants import Participant, ParticipantKind, ParticipantStatus
from resolvers.arguments import check_first, naming
from resolvers.connections import Connection, Edge
from resolvers.context import Context
from resolvers.cursors import ListedPlace, decode_cursor, encode_cursor
from resolvers.lookups import Lookup

LIST = "participants"
PAGES_READ = 10  # of the venue's listing, for one page of ours


def participant(context: Context, code: str) -> Awaitable[Participant | None]:
    """One participant, or None. Raises InvalidInputError before any upstream call."""
    with naming("code"):
        key = context.keys.participant(code)
    return context.loaders.participants().load(key)


kind: Lookup[Participant, ParticipantKind] = Lookup(
    loader=lambda loaders, _: loaders.participants(),
    key=lambda participant: participant.code,
    reads="participants",
    known=lambda participant: participant.kind,
    pick=lambda _, found: (found and found.kind) or ParticipantKind.UNKNOWN,
    instead=ParticipantKind.UNKNOWN,
)
"""Person or entity; a listing does not give it, so it may take a call."""


def report_unreadable(context: Context, code: str) -> None:
    """Name a participant whom the listing has and a list of ours lacks."""
    context.report(VenueAnswerError.of_row(context.keys.participants_at, "participants"), participantCode=code)


async def participants(
    context: Context, first: int, after: str | None, status: ParticipantStatus | None
) -> Connection[Participant]:
    """A page of the platform's participants, in the order of the venue's own pages, by code within each.

    One whose row cannot be read is left out, and the error says so.
    """
    check_first(first)
    if status is ParticipantStatus.UNKNOWN:
        raise InvalidInputError("status", "must not be UNKNOWN: the venue has no such word")
    of = f"{LIST} {status.value if status else ''}"
    start = ListedPlace(1) if after is None else decode_cursor(after, of, ListedPlace)
    edges: dict[str, Edge[Participant]] = {}
    number = last = start.page
    while number <= last and len(edges) <= first and number < start.page + PAGES_READ:
        page = await context.loaders.participant_pages().load((number, status))
        last = page.last_page
        for code in page.unreadable:
            if ListedPlace(number, code) > start:
                report_unreadable(context, code)
        for found in page.participants:
            place = ListedPlace(number, found.code)
            if (
                place > start and found.code not in edges
            ):  # one who moved to this page while it was read is there already
                edges[found.code] = Edge(encode_cursor(of, place), found)
        number += 1
    resume = encode_cursor(of, ListedPlace(number)) if number <= last else None
    return Connection.of(list(edges.values()), first, after, resume if len(edges) <= first else None)
