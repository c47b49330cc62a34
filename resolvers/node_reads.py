"""What things named by a global id read, told beforehand, kind by kind."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import msgspec

from domain.accounts import AccountKind
from domain.errors import InvalidInputError
from domain.venues import Venue
from resolvers import opaque
from resolvers.arguments import check_length
from resolvers.forecast import Arguments, Forecast, Group, Part
from resolvers.ids import FIRM, PARTICIPANT, PORTFOLIO, TRADING_USER, NodeId
from resolvers.reads import by_key, people, portfolio_of_code
from resolvers.root_reads import account


def node(forecast: Forecast, _: Group, arguments: Arguments) -> list[Part]:
    """Anything by its id."""
    return _node(forecast, arguments["id"], ())


def nodes(forecast: Forecast, _: Group, arguments: Arguments) -> list[Part]:
    """Many things by their ids, in batches of their own; nothing of an id that is none."""
    check_length("ids", arguments["ids"])
    found = []
    for text in arguments["ids"]:
        with suppress(InvalidInputError):
            found += _node(forecast, text, ("nodes",))
    return found


def _node(forecast: Forecast, text: str, after: tuple[str, ...]) -> list[Part]:
    named = NodeId.decode(text)
    read = _KINDS.get(named.kind)
    try:
        return [] if read is None else read(forecast, named.venue, named.key, after)
    except (msgspec.ValidationError, TypeError):
        return []


def _labeled(forecast: Forecast, venue: Venue, key: tuple[opaque.Part, ...], after: tuple[str, ...]) -> list[Part]:
    code, label, _group = msgspec.convert(key, tuple[str, str, str])
    return [by_key(forecast, replace(people([code], venue), after=after), venue, (label,))]


def _trading(forecast: Forecast, venue: Venue, key: tuple[opaque.Part, ...], _: tuple[str, ...]) -> list[Part]:
    """In no batch of its own: there is one listing, and equal calls under way are one."""
    return [account(forecast, venue, forecast.keys.trading(venue, *msgspec.convert(key, tuple[str])))]


def _margin(forecast: Forecast, venue: Venue, key: tuple[opaque.Part, ...], after: tuple[str, ...]) -> list[Part]:
    return [account(forecast, venue, forecast.keys.margin(venue, *msgspec.convert(key, tuple[str, int])), after)]


def _participant(forecast: Forecast, venue: Venue, key: tuple[opaque.Part, ...], after: tuple[str, ...]) -> list[Part]:
    (code,) = msgspec.convert(key, tuple[str])
    found = forecast.read("participants", venue, replace(people([code], venue), after=after))
    return [Part(replace(found, complete=True), 1)]


def _portfolio(forecast: Forecast, _: Venue, key: tuple[opaque.Part, ...], after: tuple[str, ...]) -> list[Part]:
    (code,) = msgspec.convert(key, tuple[str])
    return portfolio_of_code(forecast, code, after)


def _one_of(kind: str, loader: str) -> Callable[..., list[Part]]:
    """A firm, or a user: there is one listing of those."""

    def read(forecast: Forecast, venue: Venue, key: tuple[opaque.Part, ...], after: tuple[str, ...]) -> list[Part]:
        (name,) = msgspec.convert(key, tuple[str])
        forecast.read(loader, venue, Group(type=kind, name=name, keys=(venue,), venue=venue, after=after))
        return [Part(Group(type=kind, name=name, keys=(name,), venue=venue, after=(*after, loader)), 1)]

    return read


_KINDS: dict[str, Callable[..., list[Part]]] = {
    AccountKind.LABELED.value: _labeled,
    AccountKind.TRADING.value: _trading,
    AccountKind.MARGIN.value: _margin,
    PARTICIPANT: _participant,
    PORTFOLIO: _portfolio,
    FIRM: _one_of(FIRM, "firms"),
    TRADING_USER: _one_of(TRADING_USER, "users"),
}
"""By the kind that an id carries; the counterpart of `resolvers.nodes.KINDS`."""
