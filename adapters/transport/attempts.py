"""The retry loop: a read that fails is sent again where that may help and there is time and budget for it."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

import msgspec

from adapters.transport.calls import Auth, Call, Reply, UnsafeConnectionError
from adapters.transport.flights import Patience
from adapters.transport.rates import Bucket, Retries
from domain.budget import RESERVE
from domain.errors import VenueError, VenueRateLimitedError, VenueUnavailableError

T = TypeVar("T")

MOST_SAVED = 100.0  # retries that a busy hour may leave to a bad minute


class Attempt(msgspec.Struct):
    """One call on its way to an answer, and the attempt that it is at."""

    call: Call
    bucket: Bucket
    patience: Patience
    number: int = 0
    headers: Mapping[str, str] = {}
    """What this attempt is signed with."""
    renewed: bool = False
    """Whether the credential was renewed for this call."""
    counted: bool = False
    """Whether a failure of this call is counted already."""
    closings: int = 0
    """How often circuits had been closed when it was sent."""


class RetryBudget:
    """How many retries the calls together may have: a share of their number, and a few every second."""

    def __init__(self, retries: Retries) -> None:
        self._share = retries.share
        self._saved = 0.0
        self._floor = Bucket(rate=retries.a_second, burst=retries.a_second)

    def earn(self) -> None:
        """One call more was made."""
        self._saved = min(MOST_SAVED, self._saved + self._share)

    def spend(self) -> bool:
        """Take one retry, if there is one."""
        if self._saved >= 1:
            self._saved -= 1
            return True
        granted, _ = self._floor.reserve(1, longest=0)
        return granted


class Attempts:
    """Sends calls, and sends them again."""

    def __init__(
        self,
        retries: Retries,
        auth: Auth,
        is_open: Callable[[Call], bool],
        send: Callable[[Attempt], Awaitable[Reply]],
    ) -> None:
        self._retries = retries
        self._budget = RetryBudget(retries)
        self._auth = auth
        self._is_open = is_open
        self._send = send

    async def answer(self, attempt: Attempt, read: Callable[[Reply], Awaitable[T]]) -> T:
        """Send the call until its reply can be read. Raises the VenueError of the last attempt."""
        self._budget.earn()
        while True:
            attempt.number += 1
            try:
                reply = await self._send(attempt)
                if self._renews(attempt, reply):
                    continue
                return await read(reply)
            except VenueError as error:
                pause = self._pause_after(error, attempt)
                if pause is None:
                    raise
            await asyncio.sleep(pause)

    def _renews(self, attempt: Attempt, reply: Reply) -> bool:
        """Whether the credential was refused and has been renewed, which is done once for a call."""
        if reply.status not in (401, 403) or attempt.renewed:
            return False
        attempt.renewed = self._auth.renew(reply.status, attempt.headers)
        return attempt.renewed

    def _pause_after(self, error: VenueError, attempt: Attempt) -> float | None:
        """Seconds until the next attempt; None when there is to be none."""
        if not attempt.call.read or attempt.number > self._retries.most or self._is_open(attempt.call):
            return None
        pause = self._helpful_pause(error, attempt.number)
        if pause is None or attempt.patience.is_past(self._retries.window):
            return None
        fits = pause + RESERVE <= attempt.patience.remaining()
        return pause if fits and self._budget.spend() else None

    def _helpful_pause(self, error: VenueError, number: int) -> float | None:
        """How long to wait for the error to pass. A slow venue stays slow, and one that is not itself stays so, too."""
        if isinstance(error, VenueRateLimitedError):
            return error.retry_after or 0.0
        if isinstance(error, VenueUnavailableError) and not isinstance(error, UnsafeConnectionError):
            longest = min(self._retries.longest_pause, self._retries.first_pause * 2 ** (number - 1))
            return max(error.retry_after or 0.0, random.uniform(0, longest))  # noqa: S311 - jitter, not a secret
        return None
