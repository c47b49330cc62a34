"""The venues, one line each; from settings to the ports of a running gateway."""

from collections.abc import Iterator, Mapping

import msgspec

from adapters import arcus, polymarket_us, zerohash
from adapters.registration import Registration
from adapters.transport.transport import Connect
from domain.accounts import AccountKind
from domain.ports import AccountPort, LabeledPort, MarginPort, ParticipantPort, Ports, PricePort, TradingPort
from domain.venues import Venue

VENUES: tuple[Registration, ...] = (
    zerohash.REGISTRATION,
    polymarket_us.REGISTRATION,
    arcus.REGISTRATION,
)
"""In the order in which lists sort."""

PARTICIPANTS = next(entry for entry in VENUES if entry.participant_code)
PRICES = next(entry for entry in VENUES if entry.prices)


def open_ports(settings: Mapping[Venue, msgspec.Struct], connect: Connect) -> Ports:
    """Build every adapter that has settings; nothing is sent yet."""
    opened: dict[Venue, AccountPort] = {
        entry.venue: entry.adapter(settings[entry.venue], connect) for entry in VENUES if entry.venue in settings
    }
    participants: object = opened.get(PARTICIPANTS.venue)
    prices: object = opened.get(PRICES.venue)

    def holding(kind: AccountKind) -> Iterator[tuple[Venue, AccountPort]]:
        return ((venue, port) for venue, port in opened.items() if port.holds is kind)

    return Ports(
        holds={entry.venue: entry.holds for entry in VENUES},
        participants_at=PARTICIPANTS.venue,
        prices_at=PRICES.venue,
        accounts=opened,
        labeled={venue: port for venue, port in holding(AccountKind.LABELED) if isinstance(port, LabeledPort)},
        trading={venue: port for venue, port in holding(AccountKind.TRADING) if isinstance(port, TradingPort)},
        margin={venue: port for venue, port in holding(AccountKind.MARGIN) if isinstance(port, MarginPort)},
        participants=participants if isinstance(participants, ParticipantPort) else None,
        prices=prices if isinstance(prices, PricePort) else None,
    )
