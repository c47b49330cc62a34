"""What can go wrong at a venue or with a caller's value, cut by what the caller can do about it.

    GatewayError
    ├── VenueError                    a venue could not be read
    │   ├── VenueTimeoutError             VENUE_TIMEOUT         retry
    │   ├── VenueUnavailableError         VENUE_UNAVAILABLE     retry
    │   ├── VenueRateLimitedError         VENUE_RATE_LIMITED    retry after `retry_after` seconds
    │   ├── VenueCredentialsError         VENUE_CREDENTIALS     the operator must act
    │   ├── VenueForbiddenError           VENUE_FORBIDDEN       not ours to read
    │   ├── VenueAnswerError              VENUE_ANSWER          the answer is not what its documentation promises
    │   └── VenueNotConfiguredError       VENUE_NOT_CONFIGURED  no settings for this venue
    ├── NotFoundError                 NOT_FOUND: the key names nothing there
    └── InvalidInputError             BAD_USER_INPUT: the caller's value cannot be right

A message is one sentence: who did not do what, in which call, and the number that matters. It never carries a token, a
URL or a venue's own text.
"""

from typing import ClassVar

from adapters.values import Venue


class GatewayError(Exception):
    """An error whose sentence and code may be shown to the client as they are."""

    code: ClassVar[str]

    @property
    def extensions(self) -> dict[str, object]:
        """What the client reads beside the message, in GraphQL's `extensions`."""
        return {"code": self.code}


class VenueError(GatewayError):
    """A venue could not be read."""

    retryable: ClassVar[bool] = False

    def __init__(self, venue: Venue, message: str) -> None:
        super().__init__(message)
        self.venue = venue

    @property
    def extensions(self) -> dict[str, object]:
        """Code, venue, and whether the same question may succeed later."""
        return {"code": self.code, "venue": self.venue.value, "retryable": self.retryable}


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

    def __init__(self, venue: Venue, message: str, retry_after: float | None = None) -> None:
        super().__init__(venue, message)
        self.retry_after = retry_after

    @property
    def extensions(self) -> dict[str, object]:
        """As for every venue, and `retryAfter` in seconds where it is known."""
        if self.retry_after is None:
            return super().extensions
        return {**super().extensions, "retryAfter": round(self.retry_after, 3)}


class VenueCredentialsError(VenueError):
    """The gateway's own credential is refused."""

    code = "VENUE_CREDENTIALS"


class VenueForbiddenError(VenueError):
    """The account or scope is not ours to read."""

    code = "VENUE_FORBIDDEN"


class VenueAnswerError(VenueError):
    """The answer is not what the venue's documentation promises."""

    code = "VENUE_ANSWER"


class VenueNotConfiguredError(VenueError):
    """The gateway runs without settings for this venue."""

    code = "VENUE_NOT_CONFIGURED"


class NotFoundError(GatewayError):
    """The key names nothing there."""

    code = "NOT_FOUND"


class InvalidInputError(GatewayError):
    """The caller's value cannot be right; `argument` names it."""

    code = "BAD_USER_INPUT"

    def __init__(self, argument: str, message: str) -> None:
        super().__init__(message)
        self.argument = argument

    @property
    def extensions(self) -> dict[str, object]:
        """Code and the argument at fault."""
        return {"code": self.code, "argument": self.argument}
