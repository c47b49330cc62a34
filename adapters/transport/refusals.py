"""A credential that was refused is known to be refused for a while, and a clock that is wrong is named."""

import time
from collections.abc import Callable
from contextlib import suppress

import msgspec

from adapters.transport.calls import Call, Reply, Upstream, seconds_until
from domain.errors import Unavailable, VenueCredentialsError, VenueError


class Refused(msgspec.Struct):
    """What is answered in a class of calls until the credential is tried again."""

    answer: Unavailable
    until: float
    targets: set[str] = msgspec.field(default_factory=set)
    """What was refused since the latest call that was not."""


class Refusals:
    """The calls whose credential was refused; one call a pause finds out whether it still is.

    A refusal is known for its own target at once, and for all calls of its class once so many targets were refused and
    none served in between: one account that a venue refuses in the words for a bad credential holds nobody else back.
    """

    def __init__(self, pause: float, targets: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._pause = pause
        self._targets = targets
        self._clock = clock
        self._refused: dict[str, Refused] = {}

    def check(self, call: Call) -> None:
        """Raise what is known of the credential, but for the one call that tries it again."""
        if not self._refused:
            return
        refused = self._refused.get(call.circuit or call.name)
        if refused is None or (call.target not in refused.targets and len(refused.targets) < self._targets):
            return
        now = self._clock()
        if now < refused.until:
            raise refused.answer.error()
        refused.until = now + self._pause

    def failed(self, call: Call, error: VenueError) -> None:
        """Remember that the credential was refused; what is known already does not last longer for being repeated."""
        if not isinstance(error, VenueCredentialsError) or self._pause <= 0:
            return
        now = self._clock()
        fresh = Refused(error.unavailable, now + self._pause)
        refused = self._refused.setdefault(call.circuit or call.name, fresh)
        if refused.until <= now:
            refused.until = now + self._pause
        if len(refused.targets) < self._targets:
            refused.targets.add(call.target)

    def succeeded(self, call: Call) -> None:
        """The credential is good."""
        if self._refused:
            self._refused.pop(call.circuit or call.name, None)


def with_skew(upstream: Upstream, call: Call, reply: Reply, error: VenueError) -> VenueError:
    """The error, or, for a refused credential where the clocks are far apart, one that says by how many seconds."""
    if not isinstance(error, VenueCredentialsError) or not reply.date:
        return error
    with suppress(ValueError, OverflowError):
        ahead = seconds_until(reply.date, reply.received_at)
        if abs(ahead) > upstream.limits.skew:
            apart = f"{abs(ahead):.0f} s {'behind' if ahead > 0 else 'ahead of'} its own"
            words = f"refused the gateway's credential with {reply.status}, and our clock is {apart}"
            return upstream.error(VenueCredentialsError, words, call)
    return error
