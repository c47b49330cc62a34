"""Arcus's prices: which markets price an asset, and what an odd row costs."""

from typing import Any

import pytest

from adapters.arcus.prices import parse_coins, parse_prices
from domain.errors import VenueAnswerError
from tests.adapters.arcus.paths import open_arcus
from tests.adapters.replies import RECEIVED_AT, received


def market(number: Any, asset: Any, **changes: Any) -> dict[str, Any]:
    """One market of a coin, online."""
    return {
        "marketId": number,
        "marketDisplayName": f"{asset}-USD",
        "baseAsset": asset,
        "quoteAsset": "USD",
        "category": "CRYPTO",
        "status": "ONLINE",
        **changes,
    }


def quote(price: Any, **changes: Any) -> dict[str, Any]:
    """One price."""
    return {"marketDisplayName": "M", "oraclePrice": price, "markPrice": "1", **changes}


async def prices(markets: list[Any], quotes: dict[str, Any]) -> dict[str, str]:
    """The price of each asset."""
    adapter, _ = open_arcus({"/v1/prices": quotes, "/v1/markets": {"markets": markets}})
    found = await adapter.prices()
    assert all(price.asset == asset for asset, price in found.items())
    return {asset: price.price for asset, price in found.items()}


def test_a_quote() -> None:
    """The oracle price counts, not the mark; the market's name is its source, and the answer's instant its own."""
    quotes = parse_prices(received({"10": quote("62000.10", marketDisplayName="BTC-USD")}))
    assert quotes["10"] == ("BTC-USD", "62000.10", RECEIVED_AT)


async def test_a_price_says_where_it_was_read() -> None:
    """The source of a price is the market's own name."""
    adapter, _ = open_arcus({"/v1/prices": {"1": quote("5")}, "/v1/markets": {"markets": [market(1, "BTC")]}})
    assert [price.source for price in (await adapter.prices()).values()] == ["Arcus oracle M"]


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        *(({}, True), ({"category": "crypto", "status": "Online"}, True)),
        *(({"category": "EQUITY"}, False), ({"category": "ETF"}, False), ({"category": ""}, False)),
        *(({"category": None}, False), ({"status": None}, False), ({"status": "HALTED"}, False)),
        *(({"quoteAsset": "BTC"}, False), ({"baseAsset": ""}, False)),
    ],
)
async def test_which_markets_count(changes: dict[str, Any], *, counts: bool) -> None:
    """Only crypto that is online and quoted in US dollars prices a coin: a share called COMP does not price COMP."""
    rows = [market(1, "COMP", **changes), market(2, "ETH")]
    expected = {"COMP": "50"} if counts else {}
    assert await prices(rows, {"1": quote("50"), "2": quote("2900")}) == {**expected, "ETH": "2900"}


@pytest.mark.parametrize("name", ["category", "status"])
async def test_a_market_that_does_not_say_what_it_is_does_not_count(name: str) -> None:
    """Without a category or a status a market prices nothing."""
    row = {key: value for key, value in market(1, "BTC").items() if key != name}
    assert await prices([row], {"1": quote("50")}) == {}


@pytest.mark.parametrize(
    "bad",
    [
        *map(quote, ("0", "-1", "0.00", "", None, "cheap", "1_0", "NaN", True, [], {})),
        *(None, 7, [], {}, quote("5", marketDisplayName=None)),
    ],
)
async def test_a_bad_price_costs_its_own_market(bad: Any) -> None:
    """What is no price above zero costs the asset of that market alone, and not where another market has one."""
    rows = [market(1, "BTC"), market(2, "ETH"), market(9, "BTC")]
    assert await prices(rows[:2], {"1": bad, "2": quote("2900")}) == {"ETH": "2900"}
    assert await prices(rows, {"1": bad, "2": quote("2900"), "9": quote("7")}) == {"ETH": "2900", "BTC": "7"}


@pytest.mark.parametrize(
    "bad", [None, 7, [], {}, market(-1, "BTC"), market(2**31, "BTC"), market("1", "BTC"), market(1, 7)]
)
async def test_a_bad_market_costs_its_own_asset(bad: Any) -> None:
    """A row that cannot be read prices nothing, and its neighbours all the same."""
    assert await prices([bad, market(2, "ETH")], {"1": quote("5"), "2": quote("2900")}) == {"ETH": "2900"}


async def test_prices_are_by_asset() -> None:
    """Of several markets of one asset the lowest number counts; a market that is not listed prices nothing."""
    rows = [market(10, "BTC"), market(2, "BTC"), market(3, "ETH"), market(1, "BTC", status="HALTED")]
    quotes = {str(number): quote(str(number)) for number in (10, 2, 4, 1)}
    assert await prices(rows, quotes) == {"BTC": "2"}


async def test_an_id_of_two_markets_prices_neither() -> None:
    """Where one id is listed for two assets, nobody can say whose price it is; the same market twice is one."""
    rows = [market(1, "BTC"), market(1, "PEPE"), market(2, "ETH"), market(2, "ETH")]
    assert await prices(rows, {"1": quote("62000"), "2": quote("2900")}) == {"ETH": "2900"}


@pytest.mark.parametrize("key", ["01", " 1", "+1", "1.0", "1_0", "x", ""])
async def test_a_key_that_is_no_market_id_prices_nothing(key: str) -> None:
    """Ids have one spelling."""
    assert await prices([market(1, "BTC"), market(10, "ETH")], {key: quote("5")}) == {}


@pytest.mark.parametrize("content", [[], 7, {"1": None}, {"error": "no"}, {"1": quote("x"), "2": quote("y")}])
async def test_answers_without_one_price_are_refused(content: Any) -> None:
    """Another shape, and rows of which none can be read, are no answer; no rows at all are no prices."""
    with pytest.raises(ValueError, match=r"."):
        parse_prices(received(content))
    adapter, _ = open_arcus({"/v1/prices": content, "/v1/markets": {"markets": [market(1, "BTC")]}})
    with pytest.raises(VenueAnswerError):
        await adapter.prices()
    assert parse_prices(received({})) == {}


@pytest.mark.parametrize("content", [{}, [], {"markets": None}, {"markets": {}}, {"markets": [7, {}]}])
def test_answers_without_one_market_are_refused(content: Any) -> None:
    """The list of markets is never left out, and one of which no row can be read is no answer."""
    with pytest.raises(ValueError, match=r"."):
        parse_coins(received(content))
    assert parse_coins(received({"markets": []})) == {}
