"""A venue that a test breaks and heals, with its probe."""

import asyncio
from collections.abc import Callable

import httpx
import msgspec

from adapters.transport.breaker import Circuit
from adapters.transport.rates import Limits, Retries
from adapters.transport.transport import Transport
from tests.adapters.transport.scripted import (
    AMPLE,
    READ,
    Scripted,
    body_of,
    reply,
    transport_to,
)

NO_RETRIES = msgspec.structs.replace(AMPLE, retries=Retries(most=0))


def quick(**figures: float) -> Limits:
    """No retries, and a circuit of these figures."""
    return msgspec.structs.replace(NO_RETRIES, circuit=Circuit(**figures))  # type: ignore[arg-type]


class Breakable(Scripted):
    """A venue that can be broken and healed: for all calls, or for those whose target has a word in it."""

    def __init__(self) -> None:
        super().__init__(self._answer_now)
        self.broken = ""
        self.delay = 0.0
        self.transport: Transport

    @property
    def probes(self) -> int:
        """How often it was probed."""
        return sum(request.url.path == "/probe" for request in self.requests)

    async def probe(self) -> None:
        """One small read."""
        await self.transport.fetch(READ._replace(name="probe", target="/probe"), body_of)

    async def _answer_now(self, request: httpx.Request) -> httpx.Response:
        if self.delay:
            await asyncio.sleep(self.delay)
        is_broken = self.broken and self.broken in str(request.url)
        return reply(500 if is_broken else 200)


def breakable(limits: Limits = NO_RETRIES) -> tuple[Breakable, Transport]:
    """A venue and the transport to it, which knows its probe."""
    venue = Breakable()
    venue.transport = transport_to(venue, limits=limits, probe=venue.probe)
    return venue, venue.transport


async def until(happened: Callable[[], bool]) -> None:
    """Wait for it."""
    for _ in range(5000):
        if happened():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it did not happen")


def probing_tasks() -> list[str]:
    """The names of the tasks that probe."""
    return [task.get_name() for task in asyncio.all_tasks() if task.get_name().endswith("probe")]
