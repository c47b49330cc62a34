"""Polymarket US's positions: scales, what is left out, what has expired, pages that move, and whose they are."""

from typing import Any

import pytest

from adapters.polymarket_us.holdings import held, parse_positions, scaled
from adapters.polymarket_us.instruments import Scale
from domain.errors import Unavailable
from tests.adapters.replies import RECEIVED_AT, received
from tests.adapters.specimens.polymarket_us import HEDGE, MAIN

SYMBOL = "tec-one"
AT = "2026-10-01T14:00:0{}Z"


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


SCALE = Scale("1000", "100")


def positions(*rows: dict[str, Any], scale: Scale | None = SCALE, **page: Any) -> list[tuple[Any, ...]]:
    """What is made of a page of positions."""
    body = {"positions": rows, "availablePosition": ["-2500"] * len(rows), "nextPageToken": "", "eof": True, **page}
    found = scaled(held([parse_positions(received(body), MAIN.name)]), {SYMBOL: scale})
    assert not isinstance(found, Unavailable)
    assert all(row.observed_at == RECEIVED_AT for row in found)
    return [(row.symbol, row.net_position, row.available_position, row.cost, row.realized) for row in found]


def test_positions_are_unscaled_exactly() -> None:
    """Quantities are divided by their scale, money by both scales."""
    assert positions(position()) == [(SYMBOL, "-25.5", "-25", "-10.455", "-0.00225")]
    assert positions(position(netPosition=-2550)) == positions(position())


@pytest.mark.parametrize(
    ("scale", "amounts"),
    [
        (None, (None, None, None, None)),
        (Scale(None, "100"), ("-25.5", "-25", None, None)),
        (Scale("1000", None), (None, None, None, None)),
        (Scale("3", "1"), ("-2550", "-2500", "-348500", "-75")),
        (Scale("7", "1"), ("-2550", "-2500", None, None)),
        (Scale(str(2**62), str(2**62)), (None, None, None, None)),
    ],
)
def test_a_scale_that_is_unknown_costs_only_what_is_written_in_it(
    scale: Scale | None, amounts: tuple[str | None, ...]
) -> None:
    """Contracts need the quantity scale alone, money both; what cannot be divided exactly in 40 digits is None too."""
    assert positions(position(), scale=scale) == [(SYMBOL, *amounts)]


def test_values_that_are_left_out_are_zero() -> None:
    """Cost and realized left out, null or empty are zero."""
    for row in ({}, {"cost": None, "realized": ""}):
        assert positions({"symbol": SYMBOL, "netPosition": "5", **row}) == [(SYMBOL, "0.05", "-25", "0", "0")]


@pytest.mark.parametrize("net", ["0", None, "", "-0", 0])
def test_zero_positions_are_left_out(net: Any) -> None:
    """Zero and absent positions are left out here too, for an older venue ignores the flag."""
    assert positions(position(netPosition=net)) == []
    assert positions({"symbol": SYMBOL}) == []


def test_expired_positions_that_are_not_paid() -> None:
    """A position that has expired and still is there is worth money: it is listed, and says so."""
    page = parse_positions(received({"positions": [position(expired=True)]}), MAIN.name)
    found = scaled(held([page]), {SYMBOL: SCALE})
    assert not isinstance(found, Unavailable)
    assert [(row.net_position, row.expired) for row in found] == [("-25.5", True)]


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        *((["-2500"], "-25"), ([-2500], "-25"), (["0"], "0")),
        *(([], None), (None, None), ([None], None), ([""], None), (["-2500", "7"], None)),
    ],
)
def test_free_quantities(free: list[Any] | None, expected: str | None) -> None:
    """A free quantity that is missing is unknown, and so are all where the arrays are not of one length."""
    assert positions(position(), availablePosition=free)[0][2] == expected


@pytest.mark.parametrize("account", [MAIN.name, "main", "", None])
def test_positions_of_the_account(account: str | None) -> None:
    """A row names its account in full, by its last part, or not at all."""
    assert len(positions(position(account=account))) == 1


@pytest.mark.parametrize(
    "row",
    [
        *(position(account=HEDGE.name), position(account="hedge"), position(account="accounts/main")),
        *(position(netPosition="1.5"), position(netPosition=str(2**63)), position(cost="many"), position(cost=True)),
        *(position(updateTime="today"), position(updateTime=5), position(symbol=""), position(symbol=None)),
    ],
)
def test_positions_that_are_refused(row: dict[str, Any]) -> None:
    """A row of another account, without a symbol, or that is not in integers of 64 bits, is refused."""
    with pytest.raises(ValueError, match=r"."):
        positions(row)


@pytest.mark.parametrize("body", [{}, {"positions": None}, {"eof": True}, {"positions": [], "nextPageToken": None}])
def test_an_account_without_positions(body: Any) -> None:
    """What is empty may be left out: no token and no rows are the end, and no positions."""
    page = parse_positions(received(body), MAIN.name)
    assert (page.holdings, page.next_token) == ((), None)


@pytest.mark.parametrize("body", [[], {"code": 7, "message": "no"}, {"positions": {}}, {"availablePosition": ["5"]}])
def test_what_is_no_answer_about_positions(body: Any) -> None:
    """Another shape, an error with status 200, and free quantities of nothing are refused: they are no empty list."""
    with pytest.raises(ValueError, match=r"."):
        parse_positions(received(body), MAIN.name)


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        (AT.format(1), AT.format(2), "2"),
        (AT.format(2), AT.format(1), "1"),
        (AT.format(1), AT.format(1), "2"),
        (None, None, "2"),
        (AT.format(1), None, "1"),
        ("0001-01-01T00:00:00Z", AT.format(1), "2"),
    ],
)
def test_a_position_on_two_pages_counts_once(first: str | None, second: str | None, counts: str) -> None:
    """When the listing moves, the newer row counts, and of two of one age the one on the later page."""
    pages = [
        parse_positions(received({"positions": [position(netPosition=net, updateTime=time)]}), MAIN.name)
        for net, time in (("1", first), ("2", second))
    ]
    assert [row.net for row in held(pages)] == [counts]


def test_a_position_that_was_closed_between_two_pages_is_closed() -> None:
    """The newer row counts also where it is zero."""
    rows = [position(updateTime=AT.format(1)), position(netPosition="0", updateTime=AT.format(2))]
    assert held([parse_positions(received({"positions": [row]}), MAIN.name) for row in rows]) == ()
