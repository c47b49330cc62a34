"""How a venue is doing, by what its latest calls say."""

import time
from collections.abc import Callable
from datetime import datetime

from domain.errors import NotFoundError, VenueError, VenueForbiddenError
from domain.venues import Venue, VenueHealth, VenueState


class Health:
    """The last success and the last error of one venue, and whether anything was heard from it lately."""

    def __init__(self, venue: Venue, silence: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._venue = venue
        self._silence = silence
        self._clock = clock
        self._heard_at: float | None = None
        self._last_success_at: datetime | None = None
        self._last_error_code: str | None = None
        self._recovered = True

    @property
    def silent(self) -> bool:
        """Whether the latest call is too long ago to say anything."""
        return self._heard_at is None or self._clock() - self._heard_at > self._silence

    def heard(self) -> None:
        """A call ended, in whatever way."""
        self._heard_at = self._clock()

    def succeeded(self, at: datetime) -> None:
        """The venue gave what it was called for."""
        self._last_success_at, self._recovered = at, True

    def failed(self, error: VenueError) -> None:
        """A call ended in an error; that something is not there or not ours to read is an answer, not a failure."""
        if not isinstance(error, NotFoundError | VenueForbiddenError):
            self._last_error_code, self._recovered = error.code, False

    def state(self, *, down: bool, held_back: bool) -> VenueState:
        """The state now, given whether calls are refused for its failures and whether a 429 holds them back."""
        if down:
            health = VenueHealth.DOWN
        elif held_back or not self._recovered:
            health = VenueHealth.DEGRADED
        else:
            health = VenueHealth.UP
        return VenueState(
            venue=self._venue,
            health=health,
            last_success_at=self._last_success_at,
            last_error_code=self._last_error_code,
        )
