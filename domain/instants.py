"""Venues' times, in four units and two notations, as UTC datetimes."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST, _LATEST = 1_230_768_000, 4_102_444_800  # 2009-01-01 and 2100-01-01, in seconds
_PER_SECOND = (1, 1_000, 1_000_000, 1_000_000_000)
_YEAR_ONE = -62_135_596_800  # 0001-01-01, in seconds
_UNSET_NUMBERS = frozenset({0, *(_YEAR_ONE * per_second for per_second in _PER_SECOND)})
_UNSET_DATES = frozenset({datetime.min.replace(tzinfo=UTC), _EPOCH})


def from_epoch(number: int | None) -> datetime | None:
    """Read seconds, milli-, micro- or nanoseconds by their size.

    None for no number, and for what means "unset" where times have a zero value: 1970-01-01 and 0001-01-01. Raises
    ValueError for anything else outside 2009 to 2100.
    """
    if number is None or number in _UNSET_NUMBERS:
        return None
    for per_second in _PER_SECOND:
        if _EARLIEST * per_second <= number < _LATEST * per_second:
            return _EPOCH + timedelta(microseconds=number * 1_000_000 // per_second)
    raise ValueError("a time outside 2009 to 2100")


def from_text(text: str | None) -> datetime | None:
    """Read an RFC 3339 instant; digits beyond the microsecond are cut.

    None for no text, and for what means "unset" where times have a zero value: 1970-01-01T00:00:00 and
    0001-01-01T00:00:00, whatever the offset. Raises ValueError when it names no offset, and for anything else outside
    2009 to 2100.
    """
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without an offset")
    if moment.replace(tzinfo=UTC) in _UNSET_DATES:
        return None
    if not _EARLIEST <= (moment - _EPOCH).total_seconds() < _LATEST:
        raise ValueError("a time outside 2009 to 2100")
    return moment.astimezone(UTC)
