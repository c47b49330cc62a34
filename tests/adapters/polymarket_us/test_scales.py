"""The scales of Polymarket US's instruments: how they are read and kept, and who needs them."""

from typing import Any

import httpx
import msgspec
import pytest

from adapters.polymarket_us.instruments import Scale, learnt, parse_instruments
from adapters.polymarket_us.scales import Scales
from domain.errors import Unavailable, VenueTimeoutError
from domain.keys import TradingKey
from domain.ports import Result
from domain.venues import Venue
from tests.adapters.conftest import Wired
from tests.adapters.polymarket_us.paths import Paths
from tests.adapters.replies import code, received
from tests.adapters.specimens.polymarket_us import HEDGE, MAIN

GOOD = {"symbol": "good", "priceScale": "1000", "fractionalQtyScale": "100"}
SCALE = Scale("1000", "100")


def scales(*rows: Any, symbols: tuple[str, ...] = ("good", "one"), **page: Any) -> dict[str, Any]:
    """What a page of instruments says of each symbol, an error by its code."""
    found = learnt(symbols, [parse_instruments(received({"instruments": rows, **page}))])
    return {symbol: code(scale) if isinstance(scale, Unavailable) else scale for symbol, scale in found.items()}


@pytest.mark.parametrize(
    ("instrument", "scale"),
    [
        ({"priceScale": "1000", "fractionalQtyScale": "100"}, Scale("1000", "100")),
        ({"priceScale": 1000, "fractionalQtyScale": None}, Scale("1000", "1")),
        ({"priceScale": "100"}, Scale("100", "1")),
        ({"priceScale": "100", "fractionalQtyScale": ""}, Scale("100", "1")),
        ({"priceScale": "100", "fractionalQtyScale": "0"}, Scale("100", None)),
        ({"priceScale": "-100", "fractionalQtyScale": "-1"}, Scale(None, None)),
        ({"priceScale": "0", "fractionalQtyScale": "100"}, Scale(None, "100")),
        ({}, Scale(None, "1")),
    ],
)
def test_scales(instrument: dict[str, Any], scale: Scale) -> None:
    """A quantity scale left out is 1, a price scale left out is unknown, and so is one that is not above zero."""
    assert scales({"symbol": "one", **instrument}) == {"good": None, "one": scale}


@pytest.mark.parametrize(
    "row",
    [
        *({"priceScale": "abc"}, {"priceScale": "1.5"}, {"priceScale": 2**63}, {"priceScale": []}, {"priceScale": {}}),
        *({"fractionalQtyScale": "many"}, {"fractionalQtyScale": True}, {"priceScale": "1000.5"}),
    ],
)
def test_a_scale_that_cannot_be_read_costs_only_its_instrument(row: dict[str, Any]) -> None:
    """Of symbols that are learnt together, the others are known, before and after it."""
    broken = {**GOOD, "symbol": "one", **row}
    assert scales(GOOD, broken) == scales(broken, GOOD) == {"good": SCALE, "one": "VENUE_ANSWER"}


@pytest.mark.parametrize("row", [None, 7, [], {}, {**GOOD, "symbol": None}, {**GOOD, "symbol": ""}, {"symbol": 7}])
def test_a_row_without_a_symbol_may_be_of_any_that_is_missing(row: Any) -> None:
    """It costs the symbols that are not listed otherwise; without it they are known not to be there."""
    assert scales(GOOD, row) == {"good": SCALE, "one": "VENUE_ANSWER"}
    assert scales(GOOD) == {"good": SCALE, "one": None}


def test_an_instrument_with_two_scales_is_not_known() -> None:
    """Rows of one symbol that agree are one; where they differ nobody can say which is right."""
    assert scales(GOOD, GOOD)["good"] == SCALE
    assert scales(GOOD, {**GOOD, "priceScale": "100"}, GOOD)["good"] == "VENUE_ANSWER"


@pytest.mark.parametrize("body", [{}, {"instruments": None}, {"instruments": []}])
def test_no_instruments(body: Any) -> None:
    """An empty list knows no symbol."""
    assert learnt(["one"], [parse_instruments(received(body))]) == {"one": None}


async def test_instruments_are_read_to_their_end() -> None:
    """Instruments of several pages are all found."""

    def page(request: httpx.Request) -> Any:
        first = "pageToken" not in msgspec.json.decode(request.content)
        symbol = "a" if first else "b"
        return {"instruments": [{"symbol": symbol, "priceScale": "10"}], "nextPageToken": "next" if first else ""}

    found = await Paths({"/v1/refdata/instruments": page}).client.scales(["a", "b", "c"])
    assert found == {"a": Scale("10", "1"), "b": Scale("10", "1"), "c": None}


async def test_instruments_that_go_round_leave_open_what_was_not_seen() -> None:
    """When the pages go round, what they told counts, and of the rest nobody can say that it is not there."""
    paths = Paths({"/v1/refdata/instruments": lambda _: {"instruments": [GOOD], "nextPageToken": "again"}})
    found = await paths.client.scales(["good", "one"])
    assert (found["good"], code(found["one"])) == (SCALE, "VENUE_ANSWER")
    assert paths.calls.total() == 2


async def test_what_is_learnt_is_kept_and_a_failure_is_not() -> None:
    """A failure costs the symbols that are not known yet, once; the next question is another call."""
    asked: list[list[str]] = []

    async def read(symbols: Any) -> dict[str, Result[Scale | None]]:
        asked.append(list(symbols))
        if len(asked) == 2:
            raise VenueTimeoutError(Venue.POLYMARKET_US, "Polymarket US did not answer.")
        return dict.fromkeys(symbols, SCALE)

    kept = Scales(read)
    assert await kept.of(["b", "a", "b"]) == {"a": SCALE, "b": SCALE}
    failed = await kept.of(["a", "c"])
    assert (failed["a"], code(failed["c"])) == (SCALE, "VENUE_TIMEOUT")
    assert await kept.of(["c", "a"]) == {"a": SCALE, "c": SCALE}
    assert await kept.of([]) == {}
    assert asked == [["a", "b"], ["c"], ["c"]]


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
