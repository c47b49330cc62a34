"""Anything by its global id."""

from collections.abc import Awaitable, Sequence

from domain.errors import InvalidInputError, NotFoundError
from domain.ports import settle
from domain.venues import Venue
from resolvers import accounts, participants
from resolvers.connections import check_length, naming
from resolvers.context import Context
from resolvers.ids import FIRM, PARTICIPANT, TRADING_USER, NodeId


async def node(context: Context, text: str) -> object | None:
    """What the id names, or None. Raises InvalidInputError for an id that is not ours, before any upstream call."""
    with naming("id"):
        named = _canonical(context, NodeId.decode(text))
    return await _load(context, named)


async def nodes(context: Context, texts: Sequence[str]) -> Sequence[object]:
    """One result an id, in their order; at the index of an id that is not ours or names nothing, its error."""
    check_length("ids", texts)
    return await settle([_entry(context, text, index) for index, text in enumerate(texts)])


async def _entry(context: Context, text: str, index: int) -> object:
    with naming(f"ids[{index}]"):
        named = _canonical(context, NodeId.decode(text))
    found = await _load(context, named)
    if found is None:
        raise NotFoundError(f"ids[{index}] names nothing.")
    return found


def _canonical(context: Context, named: NodeId) -> NodeId:
    """Check venue, kind and native key. Raises InvalidInputError."""
    if isinstance(named.key, str):
        if named.kind == PARTICIPANT and named.venue is context.ports.participants.venue:
            return named._replace(key=context.ports.participants.canonical_code(named.key))
        if named.kind in (FIRM, TRADING_USER) and named.venue in context.ports.trading:
            return named
    else:
        port = context.ports.accounts.get(named.venue)
        if port is not None and port.holds.value == named.kind:
            return named._replace(key=port.canonical(named.key))
    raise InvalidInputError("id", "id names a kind that its venue does not have.")


def _load(context: Context, named: NodeId) -> Awaitable[object | None]:
    if not isinstance(named.key, str):
        return accounts.account(context, named.venue, named.key)
    if named.kind == PARTICIPANT:
        return participants.participant(context, named.key)
    return _named(context, named.venue, named.kind, named.key)


async def _named(context: Context, venue: Venue, kind: str, name: str) -> object | None:
    port = context.ports.trading[venue]
    if kind == FIRM:
        firm = await context.loaders.firms(port).load(venue)
        return firm if firm.name == name else None
    users = await context.loaders.users(port).load(venue)
    return next((user for user in users if user.name == name), None)
