"""The composed gateway: ports, links, schema and executor, opened and closed together."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from domain.ports import Ports
from adapters.registry import open_ports
from domain.budget import BUDGET, Budget
from adapters.transport.transport import Connect, Transport
from domain.keys import Owner
from domain.venues import Venue
from gateway.execution import Answer, Executor, Question, refusal
from gateway.settings import Settings
from gateway.telemetry import Telemetry
from resolvers.context import Context
from schema.build import build_schema, executable


class Gateway:
    """Answers GraphQL questions; one for the life of a process."""

    def __init__(self, settings: Settings, ports: Ports, telemetry: Telemetry) -> None:
        self.settings = settings
        self.ports = ports
        self.telemetry = telemetry
        self.executor = Executor(lambda: executable(build_schema()), telemetry.unexpected)
        self._links: Mapping[str, Owner] = settings.links

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, connect: Connect | None = None) -> AsyncIterator["Gateway"]:
        """Compose everything under the running loop; `connect` may stand in for real connections."""
        telemetry = Telemetry()
        over_http: Connect = partial(Transport, observe=telemetry.upstream_call)
        ports = open_ports(settings.venues, connect or over_http)
        try:
            yield cls(settings, ports, telemetry)
        finally:
            await asyncio.gather(*(port.close() for port in ports.accounts.values()))

    async def answer(self, question: Question) -> Answer:
        """Execute one question under the overall deadline; cancelling it cancels its upstream calls."""
        scope = Budget(self.settings.deadline_seconds)
        BUDGET.set(scope)
        context = Context.open(self.ports, self._links, scope)
        try:
            async with asyncio.timeout(self.settings.deadline_seconds):
                answer = await self.executor.execute(question, context)
        except TimeoutError:
            answer = refusal("The question took longer than the gateway allows.", "DEADLINE_EXCEEDED", 504)
        finally:
            context.close()
        if self.settings.loopback and scope.usage:
            answer.body["extensions"] = {"upstream": _usage(scope)}
        return answer


def _usage(scope: Budget) -> dict[str, dict[str, object]]:
    """Lookups, upstream calls and milliseconds by venue, in the order of the venues."""
    return {
        venue.value: {
            "lookups": scope.usage[venue].lookups,
            "calls": scope.usage[venue].calls,
            "milliseconds": round(scope.usage[venue].milliseconds, 1),
        }
        for venue in Venue
        if venue in scope.usage
    }
