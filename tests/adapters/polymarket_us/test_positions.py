"""Polymarket US's positions: scales, what is left out, pages and whose they are."""

from typing import Any

import httpx
import pytest

from adapters.polymarket_us.parse import parse_positions, parse_positions_page
from adapters.polymarket_us.shapes import Scale
from domain.errors import VenueAnswerError
from tests.adapters.polymarket_us.paths import Paths
from tests.adapters.replies import received
from tests.adapters.specimens.polymarket_us import HEDGE, MAIN

SYMBOL = "tec-one"


def position(**changes: Any) -> dict[str, Any]:
    """One position in raw integers."""
    return {
        "account": MAIN.name,
        "symbol": SYMBOL,
        "netPosition": "-2550",
        "cost": "-1045500",
        "realized": "-225",
        **changes,
    }


SCALED = {SYMBOL: Scale("1000", "100")}


def positions(*rows: dict[str, Any], scales: dict[str, Scale] | None = None, **page: Any) -> list[tuple[Any, ...]]:
    """What is made of a page of positions."""
    body = {"positions": rows, "availablePosition": ["-2500"] * len(rows), "nextPageToken": "", "eof": True, **page}
    found = parse_positions([parse_positions_page(received(body), MAIN.name)], SCALED if scales is None else scales)
    return [(row.symbol, row.net_position, row.available_position, row.cost, row.realized) for row in found]


def test_positions_are_unscaled_exactly() -> None:
    """Quantities are divided by their scale, money by both scales."""
    assert positions(position()) == [(SYMBOL, "-25.5", "-25", "-10.455", "-0.00225")]
    assert positions(position(netPosition=-2550)) == positions(position())


def test_without_a_scale_the_amounts_are_unknown() -> None:
    """A position of an instrument that is not known is there, without amounts."""
    assert positions(position(), scales={}) == [(SYMBOL, None, None, None, None)]


def test_a_quotient_without_an_exact_form_is_unknown() -> None:
    """What cannot be divided exactly is None, and what can be still is."""
    assert positions(position(), scales={SYMBOL: Scale("3", "1")}) == [(SYMBOL, "-2550", "-2500", "-348500", "-75")]
    assert positions(position(cost="1"), scales={SYMBOL: Scale("3", "1")})[0][3] is None


def test_values_that_are_left_out_are_zero() -> None:
    """Cost and realized left out are zero."""
    row = {"symbol": SYMBOL, "netPosition": "5"}
    assert positions(row) == [(SYMBOL, "0.05", "-25", "0", "0")]


@pytest.mark.parametrize(
    "row",
    [
        position(netPosition="0"),
        position(netPosition=None),
        {"symbol": SYMBOL},
        position(expired=True),
        position(netPosition="-0"),
    ],
)
def test_zero_and_expired_positions_are_left_out(row: dict[str, Any]) -> None:
    """Zero, absent and expired positions are left out here too, for an older venue ignores the flags."""
    assert positions(row) == []


@pytest.mark.parametrize(("free", "expected"), [(["-2500"], "-25"), ([], None), (None, None), (["-2500", "7"], "-25")])
def test_free_quantities_of_unequal_length(free: list[str] | None, expected: str | None) -> None:
    """A free quantity that is missing is unknown, one too many is ignored."""
    assert positions(position(), availablePosition=free)[0][2] == expected


@pytest.mark.parametrize("account", [MAIN.name, "main", ""])
def test_positions_of_the_account(account: str) -> None:
    """A row names its account in full, by its last part, or not at all."""
    assert len(positions(position(account=account))) == 1


@pytest.mark.parametrize(
    "row",
    [
        position(account=HEDGE.name),
        position(account="hedge"),
        position(account="accounts/main"),
        position(netPosition="1.5"),
        position(cost="many"),
        position(updateTime="today"),
    ],
)
def test_positions_that_are_refused(row: dict[str, Any]) -> None:
    """A row of another account, or that is not in integers, is refused."""
    with pytest.raises(ValueError, match=r"another account|integer|base-10|isoformat"):
        positions(row)


def test_a_page_without_rows_and_without_end_is_refused() -> None:
    """No positions and no end is no answer: a failed read is never an empty list."""
    with pytest.raises(ValueError, match="no end"):
        parse_positions_page(received({}), MAIN.name)
    assert positions(positions=None, availablePosition=None) == []


async def test_positions_are_read_to_their_end() -> None:
    """Pages are followed by their tokens until the end."""

    def page(request: httpx.Request) -> Any:
        number = int(request.url.params.get("pageToken", "0"))
        following = str(number + 1) if number < 2 else ""
        return {"positions": [position(symbol=f"s{number}")], "nextPageToken": following, "eof": not following}

    paths = Paths({"/v1/positions": page})
    pages = await paths.client.positions(MAIN.name)
    assert [row.symbol for page in pages for row in page.positions or ()] == ["s0", "s1", "s2"]


@pytest.mark.parametrize("tokens", [["a", "a"], ["a", "b", "a"], [str(number) for number in range(100)]])
async def test_positions_without_end_are_refused(tokens: list[str]) -> None:
    """A token that repeats, and more than fifty pages, are refused."""
    left = list(tokens)
    paths = Paths({"/v1/positions": lambda _: {"positions": [position()], "nextPageToken": left.pop(0), "eof": False}})
    with pytest.raises(VenueAnswerError, match="without end"):
        await paths.client.positions(MAIN.name)
    assert paths.calls["/v1/positions"] <= 50
