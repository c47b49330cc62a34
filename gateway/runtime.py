"""The composed gateway: ports, links, schema and executor, opened and closed together."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cached_property

from adapters.registry import open_ports
from adapters.transport.calls import Upstream
from adapters.transport.transport import Connect, Transport
from domain.budget import BUDGET, Budget
from domain.keys import Owner
from domain.ports import Ports
from domain.venues import Venue
from gateway.execution.allowed import limits_of, spent
from gateway.execution.answers import Answer, Outcome, Question, refusal
from gateway.execution.cost import Prices
from gateway.execution.stock import Executor
from gateway.settings import Settings
from gateway.telemetry import Telemetry
from resolvers.context import Context
from resolvers.prices import LastPrices
from resolvers.sizes import Sizes
from schema.build import build_schema, executable, printed
from schema.operations import load_operations


class Gateway:
    """Answers GraphQL questions; one for the life of a process."""

    def __init__(
        self, settings: Settings, ports: Ports, telemetry: Telemetry, transports: Sequence[Transport] = ()
    ) -> None:
        self.settings = settings
        self.ports = ports
        self.telemetry = telemetry
        self._schema = build_schema()
        self._transports = transports
        self._links: Mapping[str, Owner] = settings.links
        self._sizes = Sizes()
        schema = executable(self._schema)
        prices = Prices(schema, ports, self._links, self._sizes)
        self.executor = Executor(schema, telemetry.unexpected, prices=prices)
        self._last_prices = LastPrices(settings.prices_kept_seconds)

    @classmethod
    @asynccontextmanager
    async def open(cls, settings: Settings, connect: Connect | None = None) -> AsyncIterator["Gateway"]:
        """Compose everything under the running loop; `connect` may stand in for real connections."""
        telemetry = Telemetry([operation.name for operation in load_operations()])
        transports: list[Transport] = []

        def kept(upstream: Upstream) -> Transport:
            transports.append(connect(upstream) if connect else Transport(upstream, observe=telemetry.upstream_call))
            return transports[-1]

        ports = open_ports(settings.venues, kept)
        try:
            yield cls(settings, ports, telemetry, transports)
        finally:
            await asyncio.gather(*(port.close() for port in ports.accounts.values()))

    @cached_property
    def contract(self) -> str:
        """The schema that is served, in schema definition language."""
        return printed(self._schema)

    def metrics(self) -> bytes:
        """The metrics, with the circuits as they are now; no venue is called for them."""
        opened: dict[Venue, bool] = {}
        for transport in self._transports:
            opened[transport.venue] = opened.get(transport.venue, False) or transport.is_down
        self.telemetry.circuits(opened)
        return self.telemetry.exposition()

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
        limits = limits_of(budget.allowance) if budget.allowance else None
        shown["cost"] = {"estimate": answer.estimate.figures, "spent": truth.figures, "limits": limits}
    return shown
