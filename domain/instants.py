"""Venues' times, in four units and two notations, as UTC datetimes."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST, _LATEST = 1_230_768_000, 4_102_444_800  # 2009-01-01 and 2100-01-01, in seconds
_PER_SECOND = (1, 1_000, 1_000_000, 1_000_000_000)


def from_epoch(number: int) -> datetime:
    """Read seconds, milli-, micro- or nanoseconds by their size. Raises ValueError outside 2009 to 2100."""
    for per_second in _PER_SECOND:
        if _EARLIEST * per_second <= number < _LATEST * per_second:
            return _EPOCH + timedelta(microseconds=number * 1_000_000 // per_second)
    raise ValueError("a time outside 2009 to 2100")


def from_text(text: str) -> datetime:
    """Read an RFC 3339 instant; digits beyond the microsecond are cut.

    Raises ValueError when it names no offset, and outside 2009 to 2100.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without an offset")
    if not _EARLIEST <= (moment - _EPOCH).total_seconds() < _LATEST:
        raise ValueError("a time outside 2009 to 2100")
    return moment.astimezone(UTC)
