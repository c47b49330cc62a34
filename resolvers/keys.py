"""Keys of what clients write, made by the ports; nothing here calls a venue."""

from domain.accounts import AccountKind
from domain.errors import VenueNotConfiguredError
from domain.keys import LabeledKey, MarginKey, TradingKey
from domain.ports import LabeledPort, Ports, TradingPort
from domain.venues import Venue


class Keys:
    """The grammar of every venue's keys. Each method raises InvalidInputError, which names the part at fault.

    A venue without settings has no grammar: VenueNotConfiguredError, but a participant code is taken as it is, for the
    links may know it.
    """

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    @property
    def all_venues(self) -> list[Venue]:
        """Every venue, in the order in which lists sort."""
        return list(self._ports.holds)

    def venues(self, kind: AccountKind) -> list[Venue]:
        """The venues that hold accounts of a kind, in the order in which lists sort."""
        return [venue for venue, held in self._ports.holds.items() if held is kind]

    def holds(self, venue: Venue) -> AccountKind:
        """The kind of account that a venue holds."""
        return self._ports.holds[venue]

    @property
    def participants_at(self) -> Venue:
        """The venue that keeps participants."""
        return self._ports.participants_at

    @property
    def prices_at(self) -> Venue:
        """The venue that prices are read from."""
        return self._ports.prices_at

    def participant(self, code: str) -> str:
        """A participant code."""
        port = self._ports.participants
        return code if port is None else port.participant_code(code)

    def participant_in_id(self, code: str) -> str:
        """The participant code that an id of ours carries, whatever the venue once listed."""
        port = self._ports.participants
        return code if port is None else port.participant_code_in_id(code)

    def labeled(self, venue: Venue, participant_code: str, label: str, group: str | None = None) -> LabeledKey:
        """A labeled account; without a group, in the platform's own."""
        return self._labeled(venue).key(participant_code, label, group)

    def labeled_in_id(self, venue: Venue, participant_code: str, label: str, group: str) -> LabeledKey:
        """The labeled account that an id of ours names, whatever the venue once listed."""
        return self._labeled(venue).key_in_id(participant_code, label, group)

    def label(self, venue: Venue, text: str) -> str:
        """A label alone."""
        return self._labeled(venue).label(text)

    def asset(self, venue: Venue, text: str) -> str:
        """An asset code in which a venue keeps labeled accounts."""
        return self._labeled(venue).asset(text)

    def own_group(self, venue: Venue) -> str:
        """The platform's own account group."""
        return self._labeled(venue).group

    def trading(self, venue: Venue, name: str) -> TradingKey:
        """A trading account."""
        return self._trading(venue).key(name)

    def trading_in_id(self, venue: Venue, name: str) -> TradingKey:
        """The trading account that an id of ours names, whatever the venue once listed."""
        return self._trading(venue).key_in_id(name)

    def margin(self, venue: Venue, address: str, account_index: int) -> MarginKey:
        """A margin account."""
        port = self._ports.margin.get(venue)
        if port is None:
            raise VenueNotConfiguredError.of(venue)
        return port.key(address, account_index)

    def _labeled(self, venue: Venue) -> LabeledPort:
        port = self._ports.labeled.get(venue)
        if port is None:
            raise VenueNotConfiguredError.of(venue)
        return port

    def _trading(self, venue: Venue) -> TradingPort:
        port = self._ports.trading.get(venue)
        if port is None:
            raise VenueNotConfiguredError.of(venue)
        return port
