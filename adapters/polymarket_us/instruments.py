"""The scales of Polymarket US's instruments: wire shapes to our values."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from adapters.polymarket_us.fields import UNREADABLE, answer, divisor
from adapters.polymarket_us.shapes import InstrumentName, InstrumentRow, Instruments
from adapters.transport.calls import Reply
from domain.errors import VenueAnswerError
from domain.ports import Result
from domain.venues import Venue

_instruments = msgspec.json.Decoder(Instruments)
_instrument = msgspec.json.Decoder(InstrumentRow)
_instrument_name = msgspec.json.Decoder(InstrumentName)


class Scale(NamedTuple):
    """Plain divisors of one instrument's raw integers; None where one is unknown."""

    price: str | None
    quantity: str | None


class ScalesPage(NamedTuple):
    """A page of instruments by symbol, None for one whose scales cannot be read; without a token it is the last."""

    scales: tuple[tuple[str, Scale | None], ...]
    nameless: bool
    """Whether a row does not even say which instrument it is about: it may be any that is not listed otherwise."""
    next_token: str | None


def parse_instruments(reply: Reply) -> ScalesPage:
    """One page of scales.

    A price scale left out is unknown; a quantity scale left out counts as 1, by the vendor's page on instruments.
    """
    wire = answer(_instruments, reply.body)
    scales: list[tuple[str, Scale | None]] = []
    nameless = False
    for raw in wire.instruments or []:
        try:
            row = _instrument.decode(raw)
            nameless = nameless or not row.symbol
            scales.append((row.symbol, Scale(divisor(row.price_scale, None), divisor(row.fractional_qty_scale, "1"))))
        except UNREADABLE:
            symbol = _symbol_in(raw)
            nameless = nameless or not symbol
            if symbol:
                scales.append((symbol, None))
    return ScalesPage(tuple(scales), nameless, None if wire.eof else wire.next_page_token or None)


def learnt(symbols: Sequence[str], pages: Sequence[ScalesPage]) -> dict[str, Result[Scale | None]]:
    """What the pages say of each symbol: one whose row cannot be read, or that has two scales, fails alone.

    None is a symbol that is not there; where a row has no name or the pages go round, that cannot be known.
    """
    found: dict[str, Scale | None] = {}
    for symbol, scale in (row for page in pages for row in page.scales):
        found[symbol] = scale if found.get(symbol, scale) == scale else None
    lost = VenueAnswerError.of_row(Venue.POLYMARKET_US, "instruments").unavailable
    whole = pages[-1].next_token is None and not any(page.nameless for page in pages)
    absent = None if whole else lost
    return {symbol: (found[symbol] or lost) if symbol in found else absent for symbol in symbols}


def _symbol_in(raw: msgspec.Raw) -> str | None:
    """The instrument that an unreadable row is about, if it still names one."""
    try:
        return _instrument_name.decode(raw).symbol
    except UNREADABLE:
        return None
