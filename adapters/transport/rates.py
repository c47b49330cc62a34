"""How much a venue is called at most: its figures, and the token bucket that keeps to them."""

import time
from collections.abc import Callable

import msgspec

from adapters.transport.breaker import Circuit


class Retries(msgspec.Struct, frozen=True, kw_only=True):
    """When a read is sent again, how soon, and how often over all reads; times in seconds."""

    most: int = 2
    """Of one call."""
    window: float = 0.6
    """No retry starts after this share of the time that the call has."""
    first_pause: float = 0.1
    """The longest random pause before the first retry; it doubles with each further one."""
    longest_pause: float = 1.0
    share: float = 0.1
    """Retries that each call allows for."""
    a_second: float = 3.0
    """Retries that are allowed every second beside those, however few calls there are."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of one venue: calls in its own units of weight, times in seconds."""

    rate: float
    """Weight that flows back per second."""
    burst: float
    """Weight that may be spent at once."""
    concurrency: int
    """Calls under way at once."""
    timeout: float
    """Longest wait for one complete answer."""
    default_retry_after: float = 1.0
    """How long the bucket stays closed after a 429 that names no time."""
    longest_retry_after: float = 60.0
    """How long it stays closed at most, whatever a 429 says; then calls find out one by one."""
    connect: float = 1.0
    """Longest wait for a connection, its name looked up and its TLS agreed on."""
    refused_pause: float = 10.0
    """How long a refused credential is known to be refused before one call tries it again."""
    refused_targets: int = 3
    """How many targets of a class of calls must be refused before that is known of all of them."""
    skew: float = 30.0
    """How far apart our clock and the venue's may be before that is named as what a credential is refused for."""
    rows: int = 10_000
    """The most members that an array of an answer may have."""
    silence: float = 30.0
    """After so long without a call the state of the venue is not known any more."""
    circuit: Circuit = Circuit()
    retries: Retries = Retries()


class Bucket:
    """A token bucket that a venue's 429 can close for a time; weights are the venue's own units."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._level = burst
        self._filled_at = clock()
        self._closed_until = 0.0
        self.closings = 0
        """How often it was closed: what was reserved before the latest closing is void, and must be reserved anew."""

    def reserve(self, weight: float, longest: float) -> tuple[bool, float]:
        """Take `weight` and return (True, seconds to wait first), or (False, seconds) when that is over `longest`.

        Callers that wait are served in the order in which they came: the level goes below zero by what is promised.
        """
        now = self._clock()
        if now > self._filled_at:
            self._level = min(self._burst, self._level + (now - self._filled_at) * self._rate)
            self._filled_at = now
        # What is missing is made good after a closing, which is when the bucket begins to fill again.
        wait = self._filled_at - now + max(0.0, weight - self._level) / self._rate
        if wait > longest:
            return False, wait
        self._level -= weight
        return True, wait

    def give_back(self, weight: float) -> None:
        """Return what was reserved for a call that will not be made."""
        self._level = min(self._burst, self._level + weight)

    def close_for(self, seconds: float) -> None:
        """Let nothing through for so long, for any caller: the venue said so.

        Nothing is promised any more and the burst is spent: then calls leave one by one, the first of them at once.
        """
        until = self._clock() + seconds
        if until > self._closed_until:
            self._closed_until = self._filled_at = until
            self._level = min(self._burst, 1.0)
            self.closings += 1

    @property
    def closed_seconds(self) -> float:
        """How long a 429 still holds the bucket closed; 0 when none does."""
        return max(0.0, self._closed_until - self._clock())
