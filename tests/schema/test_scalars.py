"""Instants and 64-bit integers on their way in and out: nothing is lost, and what is none is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.schema.echo import echo, echo_literal

LARGEST = 2**64 - 1

instants = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - hypothesis joins the zone
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)


@given(instants)
def test_an_instant_comes_back_in_utc(moment: datetime) -> None:
    """An instant in any offset comes back as the same instant to the microsecond, in UTC, ending in Z."""
    for answer in (
        echo("instant", "DateTime", f'"{moment.isoformat()}"'),
        echo_literal("instant", f'"{moment.isoformat()}"'),
    ):
        assert answer.endswith("Z")
        assert datetime.fromisoformat(answer) == moment
        assert datetime.fromisoformat(answer).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "written",
    [
        '"2026-11-21T05:00:00"',
        '"2026-11-21"',
        '"yesterday"',
        '""',
        '"2026-13-01T00:00:00Z"',
        "1780000000000",
        "true",
        "{}",
    ],
)
def test_what_is_no_instant_is_refused(written: str) -> None:
    """A time without an offset, a date, a number and a word name no instant."""
    assert echo("instant", "DateTime", written) is None


def test_an_instant_of_another_offset_is_written_in_utc() -> None:
    """One known instant, in both of its spellings."""
    moment = datetime(2026, 11, 21, 3, 0, 0, 123456, UTC)
    assert echo("instant", "DateTime", '"2026-11-21T05:00:00.123456+02:00"') == moment.isoformat()[:-6] + "Z"


@given(st.integers(0, LARGEST))
def test_a_64_bit_integer_comes_back_as_text(number: int) -> None:
    """Every unsigned 64-bit integer comes back to the digit, sent as number, as text or as literal."""
    for answer in (
        echo("big", "BigInt", str(number)),
        echo("big", "BigInt", f'"{number}"'),
        echo_literal("big", str(number)),
        echo_literal("big", f'"{number}"'),
    ):
        assert answer == str(number)


@pytest.mark.parametrize(
    "written",
    [
        "-1",
        str(LARGEST + 1),
        "1.0",
        "1e3",
        "true",
        "null",
        '""',
        '"-1"',
        '"1.0"',
        '"+1"',
        '" 1"',
        '"1_0"',
        f'"{LARGEST + 1}"',
        '"\\u0661"',
    ],
)
def test_what_is_no_64_bit_integer_is_refused(written: str) -> None:
    """Negative, too large, fractional and other values are refused, as variable and as literal."""
    assert echo("big", "BigInt", written) is None
    assert echo_literal("big", written) is None
