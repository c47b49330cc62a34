"""The platform's labeled accounts in pages: in the order of its participants, then by label."""

from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing

from domain.errors import Unavailable, VenueError
from domain.keys import Owner
from domain.labeled import LabeledAccount
from resolvers.arguments import LONGEST_LIST, check_first
from resolvers.connections import Connection, Edge
from resolvers.context import Context
from resolvers.cursors import LabeledPlace, NamedLabeledPlace, SweptPlace, decode_cursor, encode_cursor
from resolvers.labeled_accounts import labeled_venue, narrowed, of_labels, of_owners
from resolvers.labeled_filter import Filter, Restriction
from resolvers.labeled_sweep import sweep
from resolvers.participants import report_unreadable

FEWEST_OWNERS = 20
PAGES_READ = 5  # of the venue's participant listing, for one page of ours
SWEEPS_READ = 10  # pages of sweeps, for one page of ours


async def labeled_accounts(
    context: Context, only: Filter | None, first: int, after: str | None
) -> Connection[LabeledAccount]:
    """A page of labeled accounts. An owner whose accounts cannot be read is left out, and the error says so."""
    check_first(first)
    restriction = Restriction()
    if only is not None:
        restriction = Restriction.of(context.keys, only.participant_codes, only.labels, only.assets)
    if restriction.codes is not None:
        return await _of_codes(context, restriction, restriction.codes, first, after)
    if restriction.labels is not None or restriction.assets is not None:
        return await _swept(context, restriction, first, after)
    return await _of_platform(context, restriction, first, after)


async def _of_codes(
    context: Context, restriction: Restriction, codes: Sequence[str], first: int, after: str | None
) -> Connection[LabeledAccount]:
    of = restriction.name_of_list
    start = None if after is None else decode_cursor(after, of, NamedLabeledPlace)
    owners = [context.owner(code) for code in sorted(set(codes)) if start is None or code >= start.code]
    places = (
        (NamedLabeledPlace(account.participant_code, account.label), account)
        for account in await _read(context, restriction, owners)
    )
    edges = [Edge(encode_cursor(of, place), account) for place, account in places if start is None or place > start]
    return Connection.of(edges, first, after)


async def _swept(
    context: Context, restriction: Restriction, first: int, after: str | None
) -> Connection[LabeledAccount]:
    of = restriction.name_of_list
    start = None if after is None else decode_cursor(after, of, SweptPlace)
    edges: list[Edge[LabeledAccount]] = []
    pages, failed, reached = 0, None, start
    steps = sweep(context, labeled_venue(context), restriction.labels, restriction.assets or (), start, first + 1)
    async with aclosing(steps):
        try:
            async for place, account in steps:
                reached = place
                if account is None:
                    pages += 1
                    if pages == SWEEPS_READ:
                        return Connection.of(edges, first, after, encode_cursor(of, place))
                elif isinstance(account, Unavailable):
                    context.report(account.error(), participantCode=place.code)
                    failed = account
                else:
                    found = narrowed([account], None, restriction.assets)
                    edges += [Edge(encode_cursor(of, place), each) for each in found]
                if len(edges) > first:
                    break
        except VenueError as error:
            if reached is None or reached is start:
                raise
            context.report(error)  # what was read before is there, and the next page goes on from it
            return Connection.of(edges, first, after, encode_cursor(of, reached))
    if failed is not None and not edges:
        raise failed.error()
    return Connection.of(edges, first, after)


async def _of_platform(
    context: Context, restriction: Restriction, first: int, after: str | None
) -> Connection[LabeledAccount]:
    of = restriction.name_of_list
    start = LabeledPlace(1) if after is None else decode_cursor(after, of, LabeledPlace)
    edges: list[Edge[LabeledAccount]] = []
    async for page, owners in _owners(context, start, max(first, FEWEST_OWNERS)):
        if page >= start.page + PAGES_READ:
            return Connection.of(edges, first, after, encode_cursor(of, LabeledPlace(page)))
        for account in await _read(context, restriction, owners):
            place = LabeledPlace(page, account.participant_code, account.label)
            if place > start:
                edges.append(Edge(encode_cursor(of, place), account))
        if len(edges) > first:
            break
    return Connection.of(edges, first, after)


async def _owners(context: Context, start: LabeledPlace, chunk: int) -> AsyncIterator[tuple[int, list[Owner]]]:
    """The owners that the platform lists, from the place to start at: page by page, so many at a time."""
    number = last = start.page
    seen: set[str] = set()
    while number <= last:
        page = await context.loaders.participant_pages().load((number, None))
        last = page.last_page
        for code in page.unreadable:
            if (number, code) >= (start.page, start.code):
                report_unreadable(context, code)
        listed = [p.code for p in page.participants if (number, p.code) >= (start.page, start.code)]
        listed = [code for code in listed if code not in seen]
        seen.update(listed)
        for at in range(0, len(listed), chunk):
            yield number, [context.owner(code) for code in listed[at : at + chunk]]
        number += 1


async def _read(context: Context, restriction: Restriction, owners: Sequence[Owner]) -> list[LabeledAccount]:
    """The accounts of those owners that can be read; an error where none can."""
    if restriction.labels is not None and len(restriction.labels) * len(owners) <= LONGEST_LIST:
        results = await of_labels(context, [owner.participant_code for owner in owners], restriction.labels)
    else:
        results = await of_owners(context, owners)
    failed = [result for result in results if isinstance(result, Unavailable)]
    if failed and len(failed) == len(results):
        raise failed[0].error()
    found: list[LabeledAccount] = []
    for owner, result in zip(owners, results, strict=True):
        if isinstance(result, Unavailable):
            context.report(result.error(), participantCode=owner.participant_code)
        else:
            found.extend(narrowed(result, restriction.labels, restriction.assets))
    return found
