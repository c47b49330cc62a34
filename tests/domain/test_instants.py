"""Venues' times become UTC datetimes, or are refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.instants import from_epoch, from_text

moments = st.datetimes(datetime(2009, 1, 1), datetime(2099, 12, 31, 23, 59, 59))  # noqa: DTZ001 - made UTC below
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@given(moments)
def test_epochs_in_four_units(moment: datetime) -> None:
    """Seconds, milli-, micro- and nanoseconds of one moment are told apart by their size."""
    moment = moment.replace(tzinfo=UTC)
    microseconds = (moment - EPOCH) // timedelta(microseconds=1)
    assert from_epoch(microseconds) == moment
    assert from_epoch(microseconds * 1000 + 999) == moment
    assert from_epoch(microseconds // 1000) == moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    assert from_epoch(microseconds // 1_000_000) == moment.replace(microsecond=0)


@pytest.mark.parametrize("number", [-1, 1, 1_230_767_999, 4_102_444_800, 4_102_444_800_000, 10**18, 10**30, -(10**12)])
def test_numbers_outside_the_years_are_refused(number: int) -> None:
    """A number that is a time before 2009 or after 2099 in every unit is refused."""
    with pytest.raises(ValueError, match="outside 2009 to 2100"):
        from_epoch(number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-01T14:30:00Z", datetime(2026, 10, 1, 14, 30, tzinfo=UTC)),
        ("2026-10-01T14:30:00.5Z", datetime(2026, 10, 1, 14, 30, 0, 500_000, tzinfo=UTC)),
        ("2026-10-01T14:30:00.123456789Z", datetime(2026, 10, 1, 14, 30, 0, 123_456, tzinfo=UTC)),
        ("2026-10-01T16:30:00+02:00", datetime(2026, 10, 1, 14, 30, tzinfo=UTC)),
    ],
)
def test_texts(text: str, expected: datetime) -> None:
    """RFC 3339 with any offset becomes UTC, cut to the microsecond."""
    found = from_text(text)
    assert found == expected
    assert found is not None
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2026-10-01T14:30:00",
        "2026-10-01",
        "2026-13-01T00:00:00Z",
        "0001-01-01T00:00:01Z",
        "0001-01-02T00:00:00+23:59",
        "1970-01-01T00:00:00",
        "1970-01-01T00:00:00.000001Z",
        "2008-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_texts_without_offset_or_sense_are_refused(text: str) -> None:
    """A text that is no instant, names no offset or lies outside 2009 to 2100 is refused."""
    with pytest.raises(ValueError, match=r"isoformat|offset|month|outside"):
        from_text(text)


@pytest.mark.parametrize("number", [None, 0, -62_135_596_800, -62_135_596_800_000, -62_135_596_800_000_000])
def test_numbers_that_mean_unset(number: int | None) -> None:
    """No number, zero, and the first instant of year 1 in any unit are no time."""
    assert from_epoch(number) is None


@pytest.mark.parametrize(
    "text",
    [
        None,
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00.000000000Z",
        "0001-01-01T00:00:00+23:59",
        "1970-01-01T00:00:00Z",
        "1970-01-01T00:00:00.000Z",
        "1970-01-01T00:00:00+00:00",
    ],
)
def test_texts_that_mean_unset(text: str | None) -> None:
    """No text and the zero values that programs write for "no time" are no time."""
    assert from_text(text) is None
