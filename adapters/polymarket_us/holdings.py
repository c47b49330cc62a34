"""Polymarket US's positions, read in raw integers and then scaled: wire shapes to our values."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import repeat
from typing import NamedTuple

import msgspec

from adapters.polymarket_us.fields import answer, divided, instant, integer, is_of, replaces
from adapters.polymarket_us.instruments import Scale
from adapters.polymarket_us.shapes import PositionRow, Positions
from adapters.transport.calls import Reply
from domain.amounts import from_optional_json, is_zero, product
from domain.errors import Unavailable
from domain.ports import Result
from domain.trading import EventPosition

_positions = msgspec.json.Decoder(Positions)


class Holding(NamedTuple):
    """One position, checked, in raw integers."""

    symbol: str
    net: str
    available: str | None
    cost: str
    realized: str
    updated_at: datetime | None
    expired: bool
    observed_at: datetime


class HoldingsPage(NamedTuple):
    """A page of positions; without a token it is the last."""

    holdings: tuple[Holding, ...]
    next_token: str | None


def parse_positions(reply: Reply, name: str) -> HoldingsPage:
    """One page of an account's positions. Raises ValueError for a row of another account."""
    wire = answer(_positions, reply.body)
    rows, free = wire.positions or [], wire.available_position or []
    if free and not rows:
        raise ValueError("free quantities without positions")
    # Parallel arrays of unequal length do not say which quantity belongs to which position.
    pairs = zip(rows, free if len(free) == len(rows) else repeat(None), strict=False)
    holdings = tuple(_parse_holding(row, available, name, reply) for row, available in pairs)
    return HoldingsPage(holdings, None if wire.eof else wire.next_page_token or None)


def held(pages: Iterable[HoldingsPage]) -> tuple[Holding, ...]:
    """The positions of all pages that are not zero, sorted by symbol.

    A listing that moves while it is read may show one position on two pages: the newer row counts, of two of one age
    the later.
    """
    found: dict[str, Holding] = {}
    for holding in (holding for page in pages for holding in page.holdings):
        known = found.get(holding.symbol)
        if known is None or replaces(holding.updated_at, known.updated_at):
            found[holding.symbol] = holding
    return tuple(holding for _, holding in sorted(found.items()) if not is_zero(holding.net))


def scaled(
    holdings: Sequence[Holding], scales: Mapping[str, Result[Scale | None]]
) -> Result[tuple[EventPosition, ...]]:
    """Positions in plain amounts; a scale that could not be read fails the account that needs it."""
    positions = []
    for holding in holdings:
        scale = scales[holding.symbol]
        if isinstance(scale, Unavailable):
            return scale
        positions.append(_position(holding, scale or Scale(None, None)))
    return tuple(positions)


def _position(holding: Holding, scale: Scale) -> EventPosition:
    """Contracts are in raw quantity, money in raw quantity x raw price: inferred from two of the vendor's samples."""
    money = product(scale.price, scale.quantity) if scale.price and scale.quantity else None
    return EventPosition(
        symbol=holding.symbol,
        net_position=divided(holding.net, scale.quantity),
        available_position=None if holding.available is None else divided(holding.available, scale.quantity),
        cost=divided(holding.cost, money),
        realized=divided(holding.realized, money),
        updated_at=holding.updated_at,
        expired=holding.expired,
        observed_at=holding.observed_at,
    )


def _parse_holding(row: PositionRow, free: msgspec.Raw | None, name: str, reply: Reply) -> Holding:
    if not row.symbol:
        raise ValueError("a position without a symbol")
    if row.account and not is_of(row.account, name):
        raise ValueError("a position of another account")
    return Holding(
        symbol=row.symbol,
        net=integer(row.net_position),
        available=None if free is None or from_optional_json(free) is None else integer(free),
        cost=integer(row.cost),
        realized=integer(row.realized),
        updated_at=instant(row.update_time),
        expired=bool(row.expired),
        observed_at=reply.received_at,
    )
