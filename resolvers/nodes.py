"""Anything by its global id."""

from collections.abc import Awaitable, Sequence

from adapters.errors import InvalidInputError, NotFoundError
from adapters.port import settle
from adapters.values import Venue
from resolvers import accounts, participants
from resolvers.connections import check_length
from resolvers.context import Context
from resolvers.ids import FIRM, PARTICIPANT, TRADING_USER, NodeId


async def node(context: Context, text: str) -> object | None:
    """What the id names, or None. Raises InvalidInputError for an id that is not ours, before any upstream call."""
    return await _load(context, NodeId.decode(text))


async def nodes(context: Context, texts: Sequence[str]) -> Sequence[object]:
    """One result an id, in their order; NOT_FOUND at the index of an id that names nothing."""
    check_length("ids", texts)
    loads = [_load(context, named) for named in [NodeId.decode(text) for text in texts]]
    return [NotFoundError("The id names nothing.") if found is None else found for found in await settle(loads)]


def _load(context: Context, named: NodeId) -> Awaitable[object | None]:
    if named.venue not in context.ports.accounts:
        raise InvalidInputError("id", "id is of a venue that this gateway does not have.")
    if isinstance(named.key, str):
        if named.kind == PARTICIPANT and named.venue is context.ports.participants.venue:
            return participants.participant(context, named.key)
        if named.kind in (FIRM, TRADING_USER) and named.venue in context.ports.trading:
            return _named(context, named.venue, named.kind, named.key)
    elif context.ports.accounts[named.venue].holds.value == named.kind:
        return accounts.account(context, named.venue, named.key)
    raise InvalidInputError("id", "id names a kind that its venue does not have.")


async def _named(context: Context, venue: Venue, kind: str, name: str) -> object | None:
    port = context.ports.trading[venue]
    if kind == FIRM:
        firm = await context.loaders.firms(port).load(venue)
        return firm if firm.name == name else None
    users = await context.loaders.users(port).load(venue)
    return next((user for user in users if user.name == name), None)
