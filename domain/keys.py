"""Native keys: what each venue names an account by, canonical by construction: only the venue's port makes them."""

from typing import NamedTuple

from domain.venues import Venue


class LabeledKey(NamedTuple):
    """Native key of a labeled account, its account group always named."""

    participant_code: str
    label: str
    group: str


class TradingKey(NamedTuple):
    """Native key of a trading account: the venue's resource name, opaque."""

    name: str


class MarginKey(NamedTuple):
    """Native key of a margin account: lower-case address with 0x, and an index of 0 to 9."""

    address: str
    account_index: int


AccountKey = LabeledKey | TradingKey | MarginKey


class Link(NamedTuple):
    """An account that belongs to a participant, as we know and its venue does not."""

    venue: Venue
    key: AccountKey
    counted: bool = True
    """Whether it adds to what the person is worth; not where its money is shown elsewhere already."""


class Owner(NamedTuple):
    """One person across the venues: the participant code, and the accounts that are linked to it."""

    participant_code: str
    links: tuple[Link, ...] = ()
    known_at: tuple[Venue, ...] = ()
    """Where the links say which accounts there are, be it none; elsewhere that is not known."""

    def at(self, venue: Venue) -> tuple[AccountKey, ...]:
        """The linked accounts at one venue, in the order of the links."""
        return tuple(link.key for link in self.links if link.venue is venue)

    def counts(self, venue: Venue, key: AccountKey) -> bool:
        """Whether an account adds to what the person is worth."""
        return all(link.counted for link in self.links if (link.venue, link.key) == (venue, key))
