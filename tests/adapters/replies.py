"""A venue's whole reply, as parsers are given it; and results, without what differs from one reading to the next."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from adapters.transport.calls import Reply
from domain.errors import Unavailable

WHEN_RECEIVED = frozenset({"observation", "observed_at"})
RECEIVED_AT = datetime(2026, 10, 1, tzinfo=UTC)


def received(content: Any, status: int = 200) -> Reply:
    """A reply with this content: bytes as they are, anything else as JSON."""
    return Reply(status, content if isinstance(content, bytes) else msgspec.json.encode(content), RECEIVED_AT)


def code(result: object) -> str | None:
    """Why a result is unavailable; None where it is not."""
    return result.code if isinstance(result, Unavailable) else None


def timeless(values: Iterable[Any]) -> list[Any]:
    """The same values without when they were received."""
    return [_timeless(value) for value in values]


def _timeless(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _timeless(held) for key, held in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _timeless(value._asdict())
    if isinstance(value, list | tuple):
        return [_timeless(held) for held in value]
    if isinstance(value, msgspec.Struct):
        held = msgspec.structs.asdict(value)
        return type(value), {name: _timeless(each) for name, each in held.items() if name not in WHEN_RECEIVED}
    return value
