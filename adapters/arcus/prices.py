"""Arcus's prices: which markets price an asset, and at what. Source: docs.arcus.xyz, prices and markets, 2026."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple, TypeVar

import msgspec

from adapters.arcus.parse import MarketId
from adapters.transport.calls import Reply
from domain.amounts import from_json, is_zero
from domain.prices import Price

S = TypeVar("S")

UNREADABLE = (ValueError, TypeError, ArithmeticError, RecursionError)


class Quote(NamedTuple):
    """The oracle price of one market, above zero."""

    market: str
    price: str
    observed_at: datetime


class _Price(msgspec.Struct, rename="camel"):
    market_display_name: str
    oracle_price: msgspec.Raw


class _Market(msgspec.Struct, rename="camel"):
    market_id: MarketId
    base_asset: str
    quote_asset: str
    category: str | None = None
    status: str | None = None


class _Markets(msgspec.Struct):
    markets: list[msgspec.Raw]


_prices = msgspec.json.Decoder(dict[str, msgspec.Raw])
_price = msgspec.json.Decoder(_Price)
_markets = msgspec.json.Decoder(_Markets)
_market = msgspec.json.Decoder(_Market)


def parse_prices(reply: Reply) -> Mapping[str, Quote]:
    """Oracle prices by market id in text; a row that cannot be read costs its market, as does one not above zero.

    Raises ValueError when there are rows and none can be read.
    """
    rows = _prices.decode(reply.body)
    quotes = {market_id: quote for market_id, raw in rows.items() if (quote := _quote(raw, reply)) is not None}
    _refuse_nothing(rows, quotes)
    return {market_id: quote for market_id, quote in quotes.items() if _is_positive(quote.price)}


def parse_coins(reply: Reply) -> Mapping[int, str]:
    """The coin that each market prices in US dollars, by market id; a row that cannot be read costs its market.

    Only markets of crypto count that are online: a share may be called as a coin is, and a market that is halted has
    no price of today. Category and status are open words, in any case. An id under which there are two markets that
    differ is none. Raises ValueError when there are rows and none can be read.
    """
    rows = _markets.decode(reply.body).markets
    markets: dict[int, set[str | None]] = {}
    for market in (market for raw in rows if (market := _read_market(raw)) is not None):
        markets.setdefault(market.market_id, set()).add(_coin(market))
    _refuse_nothing(rows, markets)
    single = {market_id: next(iter(coins)) for market_id, coins in markets.items() if len(coins) == 1}
    return {market_id: coin for market_id, coin in single.items() if coin is not None}


def price_assets(quotes: Mapping[str, Quote], coins: Mapping[int, str]) -> dict[str, Price]:
    """Prices by asset: of several markets of one asset the lowest id that has a price counts."""
    prices: dict[str, Price] = {}
    for market_id, asset in sorted(coins.items()):
        quote = quotes.get(str(market_id))
        if quote is not None and asset not in prices:
            source = f"Arcus oracle {quote.market}"
            prices[asset] = Price(asset=asset, price=quote.price, source=source, observed_at=quote.observed_at)
    return prices


def _quote(raw: msgspec.Raw, reply: Reply) -> Quote | None:
    try:
        wire = _price.decode(raw)
        return Quote(wire.market_display_name, from_json(wire.oracle_price), reply.received_at)
    except UNREADABLE:
        return None


def _read_market(raw: msgspec.Raw) -> _Market | None:
    try:
        return _market.decode(raw)
    except UNREADABLE:
        return None


def _coin(market: _Market) -> str | None:
    """The coin that a market prices in US dollars; None where it prices none that counts."""
    words = ((market.category or "").upper(), (market.status or "").upper(), market.quote_asset)
    return market.base_asset or None if words == ("CRYPTO", "ONLINE", "USD") else None


def _is_positive(price: str) -> bool:
    return not price.startswith("-") and not is_zero(price)


def _refuse_nothing(rows: Iterable[object], read: Iterable[object]) -> None:
    if any(True for _ in rows) and not any(True for _ in read):
        raise ValueError("no row that can be read")
