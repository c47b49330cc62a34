"""The venues: one line each; from settings to the ports of a running gateway."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast

import msgspec

from adapters.arcus.adapter import ArcusAdapter
from adapters.polymarket_us.adapter import PolymarketUsAdapter
from domain.ports import AccountPort, ParticipantPort, Ports, PricePort, TradingPort
from adapters.settings import ArcusSettings, PolymarketUsSettings, ZerohashSettings
from adapters.transport.transport import Connect
from adapters.unconfigured import Unconfigured
from domain.accounts import AccountKind
from domain.venues import Venue
from adapters.zerohash.adapter import ZerohashAdapter


class Entry(NamedTuple):
    """One venue: what it is told, what speaks to it, and what it offers beyond accounts."""

    venue: Venue
    holds: AccountKind
    settings: type[msgspec.Struct]
    adapter: Callable[[Any, Connect], AccountPort]
    offers: tuple[type, ...]


VENUES = (
    Entry(Venue.ZEROHASH, AccountKind.LABELED, ZerohashSettings, ZerohashAdapter, (ParticipantPort,)),
    Entry(Venue.POLYMARKET_US, AccountKind.TRADING, PolymarketUsSettings, PolymarketUsAdapter, (TradingPort,)),
    Entry(Venue.ARCUS, AccountKind.MARGIN, ArcusSettings, ArcusAdapter, (PricePort,)),
)


def open_ports(settings: Mapping[Venue, msgspec.Struct], connect: Connect) -> Ports:
    """Build every adapter that has settings; the others say that they have none."""
    accounts: dict[Venue, AccountPort] = {}
    for entry in VENUES:
        told = settings.get(entry.venue)
        unconfigured = cast("AccountPort", Unconfigured(entry.venue, entry.holds))
        accounts[entry.venue] = unconfigured if told is None else entry.adapter(told, connect)
    return Ports(
        accounts=accounts,
        participants=cast("ParticipantPort", _offering(accounts, ParticipantPort)[0]),
        trading={port.venue: cast("TradingPort", port) for port in _offering(accounts, TradingPort)},
        prices=cast("PricePort", _offering(accounts, PricePort)[0]),
    )


def _offering(accounts: Mapping[Venue, AccountPort], port: type) -> list[AccountPort]:
    return [accounts[entry.venue] for entry in VENUES if port in entry.offers]
