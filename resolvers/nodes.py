"""Anything by its global id: one table maps each kind to how its key is made and how it is loaded."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from domain.accounts import AccountKind
from domain.errors import InvalidInputError, NotFoundError
from domain.trading import Firm, TradingUser
from domain.venues import Venue
from resolvers import accounts, labeled_accounts, portfolios
from resolvers.arguments import check_length, naming
from resolvers.context import Context
from resolvers.ids import FIRM, PARTICIPANT, PORTFOLIO, TRADING_USER, NodeId, not_an_id
from resolvers.keys import Keys


class Kind(NamedTuple):
    """One kind of node."""

    parts: Any
    """The types of its native key's parts, as an id carries them."""
    at: Callable[[Keys, Venue], bool]
    """Whether a venue has this kind."""
    key: Callable[..., tuple[Any, ...]]
    """From keys, venue and parts to the key. Raises InvalidInputError."""
    load: Callable[[Context, Venue, Any], Awaitable[object | None]]


async def node(context: Context, text: str) -> object | None:
    """What the id names, or None. Raises InvalidInputError for an id that is not ours, before any upstream call."""
    return await _load(context, text)


async def nodes(context: Context, texts: Sequence[str]) -> Sequence[object]:
    """One result per id, in their order; at the index of an id that is not ours or names nothing, its error."""
    check_length("ids", texts)
    return await asyncio.gather(
        *(_entry(context, text, index) for index, text in enumerate(texts)), return_exceptions=True
    )


async def _entry(context: Context, text: str, index: int) -> object:
    with naming(f"ids[{index}]"):
        found = await _load(context, text)
    if found is None:
        raise NotFoundError(NodeId.decode(text).venue, f"ids[{index}] names nothing.")
    return found


async def _load(context: Context, text: str) -> object | None:
    named = NodeId.decode(text)
    kind = KINDS.get(named.kind)
    if kind is None:
        raise not_an_id()
    if not kind.at(context.keys, named.venue):
        raise InvalidInputError("id", "names a kind that its venue does not have")
    try:
        key = kind.key(context.keys, named.venue, *msgspec.convert(named.key, kind.parts))
    except (InvalidInputError, msgspec.ValidationError):
        raise not_an_id() from None
    if key != named.key:
        raise not_an_id()
    return await kind.load(context, named.venue, key)


def _holding(kind: AccountKind) -> Callable[[Keys, Venue], bool]:
    return lambda keys, venue: keys.holds(venue) is kind


async def _firm(context: Context, venue: Venue, key: tuple[str]) -> Firm | None:
    firm = await context.loaders.firms(venue).load(venue)
    return firm if (firm.name,) == key else None


async def _trading_user(context: Context, venue: Venue, key: tuple[str]) -> TradingUser | None:
    users = await context.loaders.users(venue).load(venue)
    return next((user for user in users if (user.name,) == key), None)


KINDS: dict[str, Kind] = {
    AccountKind.LABELED.value: Kind(
        parts=tuple[str, str, str],
        at=_holding(AccountKind.LABELED),
        key=Keys.labeled_in_id,
        load=labeled_accounts.by_key,
    ),
    AccountKind.TRADING.value: Kind(
        parts=tuple[str], at=_holding(AccountKind.TRADING), key=Keys.trading_in_id, load=accounts.account
    ),
    AccountKind.MARGIN.value: Kind(
        parts=tuple[str, int], at=_holding(AccountKind.MARGIN), key=Keys.margin, load=accounts.account
    ),
    PARTICIPANT: Kind(
        parts=tuple[str],
        at=lambda keys, venue: venue is keys.participants_at,
        key=lambda keys, _, code: (keys.participant_in_id(code),),
        load=lambda context, _, key: context.loaders.participants().load(*key),
    ),
    PORTFOLIO: Kind(
        parts=tuple[str],
        at=lambda keys, venue: venue is keys.participants_at,
        key=lambda keys, _, code: (keys.participant_in_id(code),),
        load=lambda context, _, key: portfolios.by_code(context, *key),
    ),
    FIRM: Kind(parts=tuple[str], at=_holding(AccountKind.TRADING), key=lambda _keys, _venue, name: (name,), load=_firm),
    TRADING_USER: Kind(
        parts=tuple[str], at=_holding(AccountKind.TRADING), key=lambda _keys, _venue, name: (name,), load=_trading_user
    ),
}
"""By the name of the GraphQL type."""
