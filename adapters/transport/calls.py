"""What an upstream call is made of: the venue's endpoint, the call, its signature, the reply, and what is recorded."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple, Protocol, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from adapters.transport.rates import Limits
from domain.errors import (
    VenueAnswerError,
    VenueCredentialsError,
    VenueError,
    VenueForbiddenError,
    VenueUnavailableError,
)
from domain.venues import Venue

E = TypeVar("E", bound=VenueError)


class Call(NamedTuple):
    """One upstream call: a name for logs, and exactly what goes over the wire."""

    name: str
    method: str
    target: str
    body: bytes = b""
    weight: float = 1.0
    read: bool = True
    """Whether it changes nothing at the venue; only such calls are retried and shared."""
    circuit: str = ""
    """The class of calls that fails with it; without one, the calls of its name."""


class Reply(NamedTuple):
    """What came back, complete."""

    status: int
    body: bytes
    received_at: datetime
    content_type: str = ""
    """The header of a 200."""
    retry_after: str = ""
    """The header of any other answer."""
    date: str = ""
    """As `retry_after`: when the venue answered, by its own clock."""


class NoConnectionError(VenueUnavailableError):
    """There is no connection, or not any more; it says the same of every call."""


class UnsafeConnectionError(NoConnectionError):
    """Who is at the other end cannot show that it is the venue, and will not a moment later."""


class Auth(Protocol):
    """How the calls to one upstream are signed."""

    async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        """Headers for exactly these bytes, made fresh for each attempt. Raises VenueError."""
        ...

    def renew(self, status: int, headers: Mapping[str, str]) -> bool:
        """After this status to a call with these headers: whether one more attempt with fresh ones makes sense."""
        ...


class FixedHeaders:
    """The same headers with every call, a key perhaps, or none where anybody may read; there is nothing to renew."""

    def __init__(self, headers: Mapping[str, str] | None = None) -> None:
        self._headers = headers or {}

    async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        """The headers, whatever the call."""
        return self._headers

    def renew(self, status: int, headers: Mapping[str, str]) -> bool:
        """What was refused is refused again."""
        return False


Refusal = Callable[[Call, Reply], VenueError]
"""What a venue means by a 4xx."""


class Upstream(msgspec.Struct, frozen=True, kw_only=True):
    """One endpoint of a venue, called with one credential."""

    venue: Venue
    base_url: str
    limits: Limits
    auth: Auth = FixedHeaders()
    refusal: Refusal | None = None
    """None where the status alone says it."""
    probe: Callable[[], Awaitable[None]] | None = None
    """One small read that shows whether the venue answers; raises VenueError. Without one its calls must show it."""
    pause: Callable[[Reply], float | None] | None = None
    """The seconds that the body of a 429 asks for, where a venue says it there and more exactly than in the header."""

    def refused(self, call: Call, reply: Reply) -> VenueError:
        """What a 4xx means; without a word of the venue's own 401 is the credential, 403 what it does not let read."""
        if self.refusal is not None:
            return self.refusal(call, reply)
        if reply.status == 401:
            return self.error(VenueCredentialsError, "refused the gateway's credential", call)
        if reply.status == 403:
            return self.error(VenueForbiddenError, "does not let the gateway read this", call)
        return self.error(VenueAnswerError, f"refused the question with {reply.status}", call)

    def error(self, kind: type[E], words: str, call: Call, retry_after: float | None = None) -> E:
        """An error of this venue in one sentence: what it did not do, and in which call."""
        return kind(self.venue, f"{self.venue.title} {words} (call: {call.name}).", retry_after)


class CallRecord(NamedTuple):
    """One attempt of one upstream call, for the log line and the metric."""

    venue: Venue
    call: str
    status: int | None
    """None where there was no answer."""
    milliseconds: float
    attempt: int
    """1 is the first."""
    code: str | None
    """The code of the error that the attempt ended in; None for an answer, whatever its status below 500 means."""

    @property
    def retried(self) -> bool:
        """Whether the call had been attempted before."""
        return self.attempt > 1


def target(path: str, parameters: Iterable[tuple[str, str]] = ()) -> str:
    """Path and query in a spelling that HTTP clients leave alone, so that what is signed is what is sent."""
    query = urlencode(list(parameters), safe="!$'()*,/:?@", quote_via=quote)
    return f"{path}?{query}" if query else path


def retry_after(header: str, default: float, longest: float) -> float:
    """Read `Retry-After` in both its forms, seconds and HTTP date; the default stands in for none or nonsense."""
    with suppress(ValueError, OverflowError):
        seconds = float(header) if header.strip().isdecimal() else seconds_until(header, datetime.now(UTC))
        return min(max(seconds, 0.0), longest)
    return default


def seconds_until(date: str, now: datetime) -> float:
    """From now to an HTTP date. Raises ValueError or OverflowError for what is none."""
    moment = parsedate_to_datetime(date)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - now).total_seconds()
