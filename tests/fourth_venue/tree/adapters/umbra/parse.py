"""Umbra's wire shapes to our values."""

import msgspec

from adapters.transport.calls import Reply
from domain.accounts import Balance, Observation
from domain.amounts import difference, from_json
from domain.keys import MarginKey
from domain.margin import MarginAccount
from domain.venues import Venue


class _Book(msgspec.Struct):
    cash: msgspec.Raw
    held: msgspec.Raw
    paid: msgspec.Raw
    version: int


class _Answer(msgspec.Struct):
    wallet: str
    number: int
    book: _Book | None


def parse_book(reply: Reply, key: MarginKey) -> MarginAccount | None:
    """A book, None for one that was never used. Raises ValueError when the reply is of another wallet or number."""
    wire = msgspec.json.decode(reply.body, type=_Answer)
    if (wire.wallet, wire.number) != key:
        raise ValueError("another wallet or number")
    if wire.book is None:
        return None
    cash, held = from_json(wire.book.cash), from_json(wire.book.held)
    available = difference(cash, held)
    return MarginAccount(
        venue=Venue.UMBRA,
        key=key,
        observation=Observation(observed_at=reply.received_at),
        balances=(Balance(asset="USD", total=cash, available=available, locked=held),),
        net_quote_balance=cash,
        equity=cash,
        available_collateral=available,
        net_deposits=from_json(wire.book.paid),
        positions=(),  # a trade is paid at once: nothing stays open
        sequence_number=wire.book.version,
    )
