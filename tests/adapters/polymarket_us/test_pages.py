"""Polymarket US's pages: followed to their end however many there are, but not in circles and not past the deadline."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import httpx
import msgspec
import pytest

from domain.budget import BUDGET, RESERVE, Budget
from domain.errors import VenueAnswerError, VenueRateLimitedError, VenueTimeoutError
from tests.adapters.polymarket_us.paths import Paths
from tests.adapters.specimens.polymarket_us import MAIN

POSITIONS, INSTRUMENTS = "/v1/positions", "/v1/refdata/instruments"


def numbered(pages: int, seen: list[httpx.QueryParams]) -> Callable[[httpx.Request], Any]:
    """Positions on so many pages, a hundred on each."""

    def page(request: httpx.Request) -> Any:
        seen.append(request.url.params)
        number = int(request.url.params.get("pageToken", "0"))
        rows = [{"symbol": f"s{number:03}-{row:02}", "netPosition": "1"} for row in range(100)]
        return {"positions": rows, **({"nextPageToken": str(number + 1)} if number < pages - 1 else {})}

    return page


def tokens(texts: Iterator[str], **rows: Any) -> Callable[[httpx.Request], Any]:
    """Pages that name these tokens one after the other."""
    return lambda _: {**rows, "nextPageToken": next(texts), "eof": False}


@pytest.mark.parametrize("pages", [1, 2, 50, 51, 100])
async def test_positions_are_read_to_their_end(pages: int) -> None:
    """Ten thousand positions are as good as a hundred; expired ones are not filtered out."""
    seen: list[httpx.QueryParams] = []
    paths = Paths({POSITIONS: numbered(pages, seen)})
    found = await paths.client.positions(MAIN.name)
    assert len({row.symbol for row in found}) == len(found) == 100 * pages
    assert paths.calls.total() == pages
    assert all(params["nonZeroOnly"] == "true" and "activeOnly" not in params for params in seen)


async def test_instruments_are_read_to_their_end() -> None:
    """A page of instruments may hold few of those asked for."""

    def page(request: httpx.Request) -> Any:
        number = int(msgspec.json.decode(request.content).get("pageToken", "0"))
        following = {"nextPageToken": str(number + 1)} if number < 4 else {"eof": True}
        return {"instruments": [{"symbol": f"s{number}", "priceScale": "10"}], **following}

    found = await Paths({INSTRUMENTS: page}).client.scales([f"s{number}" for number in range(5)])
    assert len(found) == 5
    assert None not in found.values()


@pytest.mark.parametrize("names", [["a", "a"], ["a", "b", "a"], [*map(str, range(70)), "0"]])
async def test_positions_that_go_round_are_refused(names: list[str]) -> None:
    """A token that comes again ends the listing with an error, however late."""
    paths = Paths({POSITIONS: tokens(iter(names), positions=[{"symbol": "s", "netPosition": "1"}])})
    with pytest.raises(VenueAnswerError, match="without end"):
        await paths.client.positions(MAIN.name)
    assert paths.calls.total() == len(names)


async def test_positions_without_end_take_until_the_deadline() -> None:
    """Tokens that are always new are followed as long as the request lasts, and our rate allows, and no longer."""
    BUDGET.set(Budget(0.3 + RESERVE))
    paths = Paths({POSITIONS: tokens(map(str, count()), positions=[])})
    with pytest.raises((VenueTimeoutError, VenueRateLimitedError)):
        await paths.client.positions(MAIN.name)
    assert paths.calls.total() > 50
