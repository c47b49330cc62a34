"""Global ids of nodes: opaque, versioned; they carry venue, kind and native key, and no secret."""

from typing import NamedTuple

from domain.accounts import Account
from domain.errors import InvalidInputError
from domain.participants import Participant
from domain.trading import Firm, TradingUser
from domain.venues import Venue
from resolvers import opaque

VERSION = 1

PARTICIPANT = "Participant"
PORTFOLIO = "Portfolio"
FIRM = "Firm"
TRADING_USER = "TradingUser"


class NodeId(NamedTuple):
    """What a global id names: at which venue, what kind of thing, under which native key."""

    venue: Venue
    kind: str
    key: tuple[opaque.Part, ...]

    def encode(self) -> str:
        """The text that clients see."""
        return opaque.write([VERSION, self.venue.value, self.kind, *self.key])

    @classmethod
    def decode(cls, text: str) -> "NodeId":
        """Read a global id; whether its key can be one is for its venue to say. Raises InvalidInputError.

        Only the one text that `encode` makes is taken.
        """
        try:
            version, venue, kind, *key = opaque.read(text)
            node = cls(Venue[str(venue)], str(kind), tuple(key))
        except (KeyError, ValueError):
            raise not_an_id() from None
        if version != VERSION or node.encode() != text:
            raise not_an_id()
        return node


def not_an_id() -> InvalidInputError:
    """What is said of a text that this gateway never gave as an id."""
    return InvalidInputError("id", "is not a global id of this gateway")


def account_id(account: Account) -> str:
    """The global id of an account."""
    return NodeId(account.venue, account.kind.value, account.key).encode()


def participant_id(participant: Participant) -> str:
    """The global id of a participant."""
    return NodeId(participant.venue, PARTICIPANT, (participant.code,)).encode()


def firm_id(firm: Firm) -> str:
    """The global id of a firm."""
    return NodeId(firm.venue, FIRM, (firm.name,)).encode()


def user_id(user: TradingUser) -> str:
    """The global id of a user."""
    return NodeId(user.venue, TRADING_USER, (user.name,)).encode()
