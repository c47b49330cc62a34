"""What can go wrong at a venue or with a caller's value, cut by what the caller can do about it.

    GatewayError
    ├── VenueError                    a venue could not be read
    │   ├── VenueTimeoutError             VENUE_TIMEOUT         retry
    │   ├── VenueUnavailableError         VENUE_UNAVAILABLE     retry
    │   ├── VenueRateLimitedError         VENUE_RATE_LIMITED    retry after `retry_after` seconds
    │   ├── VenueCredentialsError         VENUE_CREDENTIALS     the operator must act
    │   ├── VenueForbiddenError           VENUE_FORBIDDEN       not ours to read
    │   ├── VenueAnswerError              VENUE_ANSWER          the answer is not what its documentation promises
    │   ├── VenueNotConfiguredError       VENUE_NOT_CONFIGURED  no settings for this venue
    │   ├── CostExceededError             COST_EXCEEDED         the question needs more upstream calls than one may make
    │   ├── NotFoundError                 NOT_FOUND             the key names nothing there
    │   └── FaultError                    INTERNAL_SERVER_ERROR a fault of ours while the venue was read
    └── InvalidInputError             BAD_USER_INPUT: the caller's value cannot be right

A message is one sentence: who did not do what, in which call, and the number that matters. It never carries a token, a
URL or a venue's own text.

An exception is raised, never kept: what waits in a value, a cache or a shared call is `Unavailable`, of which each one
who waits makes an exception of its own.
"""

from enum import Enum
from typing import ClassVar

import msgspec

from domain.venues import Venue

INTERNAL = "The gateway failed to answer this."
"""All that a client reads of a fault of ours."""


class ErrorCode(Enum):
    """Why a venue could not be read, as a client reads it."""

    VENUE_TIMEOUT = "VENUE_TIMEOUT"
    VENUE_UNAVAILABLE = "VENUE_UNAVAILABLE"
    VENUE_RATE_LIMITED = "VENUE_RATE_LIMITED"
    VENUE_CREDENTIALS = "VENUE_CREDENTIALS"
    VENUE_FORBIDDEN = "VENUE_FORBIDDEN"
    VENUE_ANSWER = "VENUE_ANSWER"
    VENUE_NOT_CONFIGURED = "VENUE_NOT_CONFIGURED"
    COST_EXCEEDED = "COST_EXCEEDED"
    NOT_FOUND = "NOT_FOUND"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


class GatewayError(Exception):
    """An error whose sentence and code may be shown to the client as they are."""

    code: ClassVar[str]

    @property
    def extensions(self) -> dict[str, object]:
        """What the client reads beside the message, in GraphQL's `extensions`."""
        return {"code": self.code}


class VenueError(GatewayError):
    """A venue could not be read; `retry_after` is in seconds, where it is known."""

    retryable: ClassVar[bool] = False

    def __init__(self, venue: Venue, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.venue = venue
        self.retry_after = retry_after

    @property
    def extensions(self) -> dict[str, object]:
        """Code, venue, whether the same question may succeed later, and after how many seconds where that is known."""
        told: dict[str, object] = {"code": self.code, "venue": self.venue.value, "retryable": self.retryable}
        return told if self.retry_after is None else {**told, "retryAfter": round(self.retry_after, 3)}

    @property
    def unavailable(self) -> "Unavailable":
        """The same as data."""
        return Unavailable(
            venue=self.venue,
            code=self.code,
            message=str(self),
            retryable=self.retryable,
            retry_after=self.retry_after,
        )


class VenueTimeoutError(VenueError):
    """No answer in time."""

    code = "VENUE_TIMEOUT"
    retryable = True


class VenueUnavailableError(VenueError):
    """No connection, a 5xx answer, or an open circuit."""

    code = "VENUE_UNAVAILABLE"
    retryable = True


class VenueRateLimitedError(VenueError):
    """The venue answered 429, or our own bucket for it is empty."""

    code = "VENUE_RATE_LIMITED"
    retryable = True


class VenueCredentialsError(VenueError):
    """The gateway's own credential is refused."""

    code = "VENUE_CREDENTIALS"


class VenueForbiddenError(VenueError):
    """The account or scope is not ours to read."""

    code = "VENUE_FORBIDDEN"


class VenueAnswerError(VenueError):
    """The answer is not what the venue's documentation promises."""

    code = "VENUE_ANSWER"

    @classmethod
    def of_row(cls, venue: Venue, call: str) -> "VenueAnswerError":
        """Where one row cannot be read and its neighbours can; the sentence names the call."""
        words = f"{venue.title} answered with a row that is not what its documentation promises (call: {call})."
        return cls(venue, words)


class VenueNotConfiguredError(VenueError):
    """The gateway runs without settings for this venue."""

    code = "VENUE_NOT_CONFIGURED"

    @classmethod
    def of(cls, venue: Venue) -> "VenueNotConfiguredError":
        """The one sentence that says so."""
        return cls(venue, f"The gateway has no settings for {venue.title}.")


class CostExceededError(VenueError):
    """The question has made the upstream calls that one question may make, and needs more."""

    code = "COST_EXCEEDED"


class NotFoundError(VenueError):
    """The key names nothing at the venue."""

    code = "NOT_FOUND"

    @property
    def extensions(self) -> dict[str, object]:
        """The code alone."""
        return {"code": self.code}


class FaultError(VenueError):
    """A fault of ours, which costs only what was being read: one neutral sentence here, its traceback in the log."""

    code = "INTERNAL_SERVER_ERROR"

    def __init__(self, venue: Venue, message: str = INTERNAL, retry_after: float | None = None) -> None:
        super().__init__(venue, message, retry_after)

    @property
    def extensions(self) -> dict[str, object]:
        """The code alone."""
        return {"code": self.code}


class InvalidInputError(GatewayError):
    """The caller's value cannot be right; `argument` names it as the client wrote it, `rule` says what it must be.

    `subject` is what of the argument is at fault, where that is less than all of it: `labels[1]`.
    """

    code = "BAD_USER_INPUT"

    def __init__(self, argument: str, rule: str, subject: str | None = None) -> None:
        super().__init__(f"{subject or argument} {rule}.")
        self.argument = argument
        self.rule = rule

    @property
    def extensions(self) -> dict[str, object]:
        """Code and the argument at fault."""
        return {"code": self.code, "argument": self.argument}


class Unavailable(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a venue did not give, and why: a `VenueError` as data, which values may hold and requests may share."""

    venue: Venue
    code: str
    message: str
    retryable: bool
    retry_after: float | None = None

    def error(self) -> VenueError:
        """An exception of one's own to raise."""
        return BY_CODE[self.code](self.venue, self.message, self.retry_after)


BY_CODE: dict[str, type[VenueError]] = {
    kind.code: kind
    for kind in (
        VenueTimeoutError,
        VenueUnavailableError,
        VenueRateLimitedError,
        VenueCredentialsError,
        VenueForbiddenError,
        VenueAnswerError,
        VenueNotConfiguredError,
        CostExceededError,
        NotFoundError,
        FaultError,
    )
}
"""The kinds of `VenueError` by their codes."""
