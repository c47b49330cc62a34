"""The scales of Polymarket US's instruments: how they are read and kept, and who needs them."""

from typing import Any

import httpx
import msgspec
import pytest

from adapters.polymarket_us.parse import parse_instruments_page, parse_scales
from adapters.polymarket_us.shapes import Scale
from domain.errors import Unavailable
from domain.keys import TradingKey
from domain.venues import Venue
from tests.adapters.conftest import Wired
from tests.adapters.polymarket_us.paths import Paths
from tests.adapters.replies import code, received
from tests.adapters.specimens.polymarket_us import HEDGE, MAIN

SYMBOL = "tec-one"


@pytest.mark.parametrize(
    ("instrument", "scale"),
    [
        ({"priceScale": "1000", "fractionalQtyScale": "100"}, Scale("1000", "100")),
        ({"priceScale": 1000, "fractionalQtyScale": None}, Scale("1000", "1")),
        ({"priceScale": "100"}, Scale("100", "1")),
        ({"priceScale": "100", "fractionalQtyScale": "0"}, Scale("100", "1")),
        ({"priceScale": "0"}, None),
        ({}, None),
    ],
)
def test_scales(instrument: dict[str, Any], scale: Scale | None) -> None:
    """A quantity scale left out is 1; without a price scale nothing is known."""
    page = parse_instruments_page(received({"instruments": [{"symbol": SYMBOL, **instrument}]}))
    assert parse_scales([page]).get(SYMBOL) == scale


async def test_instruments_are_read_to_their_end() -> None:
    """Instruments of several pages are all found."""

    def page(request: httpx.Request) -> Any:
        first = "pageToken" not in msgspec.json.decode(request.content)
        symbol = "a" if first else "b"
        return {"instruments": [{"symbol": symbol, "priceScale": "10"}], "nextPageToken": "next" if first else ""}

    assert await Paths({"/v1/refdata/instruments": page}).client.scales(["a", "b"]) == {
        "a": Scale("10", "1"),
        "b": Scale("10", "1"),
    }


async def test_a_failure_to_learn_scales_concerns_who_needs_them(wired: Wired) -> None:
    """Accounts without positions, and those whose scales are known, do not fail with the instruments."""
    port = wired.ports.trading[Venue.POLYMARKET_US]
    keys = [MAIN, HEDGE, TradingKey("firms/acme/accounts/c00001")]
    wired.sandbox.faults.set("polymarket_us", "error", path="/v1/refdata")
    main, hedge, other = await port.positions(keys)
    assert code(main) == "VENUE_UNAVAILABLE"
    assert hedge == ()
    assert code(other) == "VENUE_UNAVAILABLE"
    wired.sandbox.faults.clear()
    assert not isinstance((await port.positions([keys[2]]))[0], Unavailable)
    wired.sandbox.faults.set("polymarket_us", "html", path="/v1/refdata")
    main, known = await port.positions([MAIN, keys[2]])
    assert code(main) == "VENUE_ANSWER"
    assert not isinstance(known, Unavailable)
