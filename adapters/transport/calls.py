"""What an upstream call is made of: the question, its signature, the reply, and what is recorded of it."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple, Protocol
from urllib.parse import quote, urlencode

from domain.errors import GatewayError
from domain.venues import Venue


class Call(NamedTuple):
    """One upstream call: a name for logs, and exactly what goes over the wire."""

    name: str
    method: str
    target: str
    body: bytes = b""
    weight: float = 1.0
    read: bool = True
    """Whether it changes nothing at the venue; only such calls are retried and shared."""


class Reply(NamedTuple):
    """What came back, whole."""

    status: int
    body: bytes
    received_at: datetime
    retry_after: str = ""


Refusal = Callable[[Call, Reply], GatewayError]
"""What a venue means by a 4xx."""


class CallRecord(NamedTuple):
    """One attempt of one upstream call, for the log line and the metric."""

    venue: Venue
    call: str
    status: int | None
    milliseconds: float
    attempt: int
    code: str | None


class Auth(Protocol):
    """How one venue's calls are signed."""

    async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        """Headers for exactly these bytes, made fresh for each attempt. Raises VenueError."""
        ...

    def renew(self, status: int, headers: Mapping[str, str]) -> bool:
        """After this status to a call with these headers: whether one more attempt with fresh ones makes sense."""
        ...


def target(path: str, parameters: Iterable[tuple[str, str]] = ()) -> str:
    """Path and query in a spelling that httpx and aiohttp both leave alone: what is signed is what is sent."""
    query = urlencode(list(parameters), safe="!$'()*,/:?@", quote_via=quote)
    return f"{path}?{query}" if query else path


def retry_after(header: str, default: float) -> float:
    """Read `Retry-After` in both its forms, seconds and HTTP date; the default stands in for none or nonsense."""
    with suppress(ValueError, OverflowError):
        return min(max(float(header), 0.0), 3600.0) if header.strip().isdecimal() else _seconds_until(header)
    return default


def _seconds_until(date: str) -> float:
    moment = parsedate_to_datetime(date)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), 3600.0)
