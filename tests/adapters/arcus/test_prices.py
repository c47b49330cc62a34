"""Arcus's prices: by market and by asset, and which of them count."""

from typing import Any

import pytest

from adapters.arcus.parse import parse_base_assets, parse_prices
from tests.adapters.arcus.paths import open_arcus
from tests.adapters.replies import received


def test_prices() -> None:
    """Oracle prices by market; a price of zero is none; what is no price is refused."""
    content = {
        "10": {"marketDisplayName": "BTC-USD", "oraclePrice": "62000.10", "markPrice": "1"},
        "2": {"marketDisplayName": "OLD-USD", "oraclePrice": "0"},
    }
    prices = parse_prices(received(content))
    assert {number: price.price for number, price in prices.items()} == {10: "62000.10"}
    assert prices[10].source == "Arcus oracle BTC-USD"
    wrongs: tuple[Any, ...] = ({"x": content["10"]}, {"1": {"marketDisplayName": "A", "oraclePrice": "cheap"}}, [])
    for wrong in wrongs:
        with pytest.raises(ValueError, match=r"."):
            parse_prices(received(wrong))


def test_only_markets_in_us_dollars_price_an_asset() -> None:
    """Markets quoted in another asset are left out."""
    markets = [
        {"marketId": 1, "baseAsset": "BTC", "quoteAsset": "USD"},
        {"marketId": 2, "baseAsset": "ETH", "quoteAsset": "BTC"},
    ]
    assert parse_base_assets(received({"markets": markets})) == {1: "BTC"}


async def test_prices_are_by_asset() -> None:
    """Of several markets of one asset the lowest number counts; a market that is not listed prices nothing."""
    markets = [
        {"marketId": n, "baseAsset": asset, "quoteAsset": "USD"} for n, asset in ((10, "BTC"), (2, "BTC"), (3, "ETH"))
    ]
    quoted = {str(n): {"marketDisplayName": f"M{n}", "oraclePrice": str(n)} for n in (10, 2, 4)}
    adapter, _ = open_arcus({"/v1/prices": quoted, "/v1/markets": {"markets": markets}})
    prices = await adapter.prices()
    assert {asset: (price.asset, price.price) for asset, price in prices.items()} == {"BTC": ("BTC", "2")}
