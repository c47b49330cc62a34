"""The composed gateway: ports, links, schema and executor, opened and closed together."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from adapters.registry import open_ports
from adapters.transport.transport import Connect, Transport
from domain.budget import BUDGET, Budget
from domain.keys import Owner
from domain.ports import Ports
from domain.venues import Venue
from gateway.execution.allowed import spent
from gateway.execution.answers import Answer, Outcome, Question, refusal
from gateway.execution.cost import Prices
from gateway.execution.stock import Executor
from gateway.settings import Settings
from gateway.telemetry import Telemetry
from resolvers.context import Context
from resolvers.prices import LastPrices
from resolvers.sizes import Sizes
from schema.build import build_schema, executable


class Gateway:
    """Answers GraphQL questions; one for the life of a process."""

    def __init__(self, settings: Settings, ports: Ports, telemetry: Telemetry) -> None:
        self.settings = settings
        self.ports = ports
        self.telemetry = telemetry
        self._links: Mapping[str, Owner] = settings.links
        self._sizes = Sizes()
        schema = executable(build_schema())
        self.executor = Executor(schema, telemetry.unexpected, Prices(schema, ports, self._links, self._sizes))
        self._last_prices = LastPrices(settings.prices_kept_seconds)

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, connect: Connect | None = None) -> AsyncIterator["Gateway"]:
        """Compose everything under the running loop; `connect` may stand in for real connections."""
        telemetry = Telemetry()
        ports = open_ports(settings.venues, connect or partial(Transport, observe=telemetry.upstream_call))
        try:
            yield cls(settings, ports, telemetry)
        finally:
            await asyncio.gather(*(port.close() for port in ports.accounts.values()))

    def start_budget(self) -> Budget:
        """Give the task that runs, and those it starts, the budget of one request."""
        budget = Budget(self.settings.deadline_seconds, self.settings.allowance)
        BUDGET.set(budget)
        return budget

    async def answer(self, question: Question, *, explain: bool = False) -> Answer:
        """Execute one question under the overall deadline; cancelling it cancels its upstream calls.

        In development, or to explain, the answer says what it took.
        """
        budget = self.start_budget()
        context = Context.open(self.ports, self._links, self._last_prices, budget, self._sizes)
        try:
            async with asyncio.timeout(self.settings.deadline_seconds):
                answer = await self.executor.execute(question, context, budget.allowance)
        except TimeoutError:
            message = "The question took longer than the gateway allows."
            answer = refusal(message, "DEADLINE_EXCEEDED", Outcome.DEADLINE_EXCEEDED)
        finally:
            context.close()
            for fault in budget.faults:
                self.telemetry.unexpected(fault)
        if self.settings.loopback or explain:
            answer = answer._replace(extensions=_development(answer, budget))
        return answer


def _development(answer: Answer, budget: Budget) -> dict[str, object]:
    """By venue, lookups, upstream calls and milliseconds; and what the question was expected to cost and did."""
    used = {venue: budget.spent.total(venue) for venue in Venue if venue in budget.usage}
    shown: dict[str, object] = {}
    if used:
        shown["upstream"] = {
            venue.value: {"lookups": each.lookups, "calls": each.calls, "milliseconds": round(each.milliseconds, 1)}
            for venue, each in used.items()
        }
    if answer.estimate is not None:
        truth = spent(answer.data, {venue: each.calls for venue, each in used.items()})
        shown["cost"] = {"estimate": answer.estimate.figures, "spent": truth.figures}
    return shown
