"""Turns of the event loop: how long one of them may be used before others get theirs."""

import asyncio
import time
from collections.abc import Callable

SLICE = 0.01  # seconds


class Turns:
    """Shared by all that would use the loop for long, so that they use one slice of each of its turns together.

    Waiting alone does not help: a hundred tasks that wait for one turn each are all awake in the next.
    """

    def __init__(self, seconds: float = SLICE, clock: Callable[[], float] = time.perf_counter) -> None:
        self._seconds = seconds
        self._clock = clock
        self._started: float | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def over(self) -> bool:
        """Whether this turn's slice is used up; the first who asks in a turn starts it."""
        loop = asyncio.get_running_loop()
        if self._started is None or self._loop is not loop:
            self._started, self._loop = self._clock(), loop
            loop.call_soon(self._end)
            return False
        return self._clock() - self._started > self._seconds

    def _end(self) -> None:
        self._started = None


class Share:
    """What one request uses of the turns."""

    def __init__(self, turns: Turns) -> None:
        self.stopped = False
        """Whether it had to wait at all."""
        self.over = turns.over

    async def next(self) -> None:
        """Wait for a turn whose slice is not used up; at once, where this one's is not."""
        while self.over():
            self.stopped = True
            await asyncio.sleep(0)
