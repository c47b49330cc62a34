"""The executor over graphql-core: one question against one schema."""

from collections.abc import Callable
from typing import Any, cast

import msgspec
from graphql import DocumentNode, ExecutionResult, GraphQLSchema, execute

from domain.budget import Allowance
from gateway.execution.allowed import beyond_counting, excess
from gateway.execution.answers import Answer, Outcome, Question
from gateway.execution.cost import Prices
from gateway.execution.documents import Documents
from gateway.execution.masking import shown
from gateway.execution.selections import TooManySelectionsError
from resolvers.context import Context


class Executor:
    """Executes against one schema; an error that is a fault of ours goes to `unexpected`."""

    def __init__(
        self, schema: GraphQLSchema, unexpected: Callable[[Exception], None], prices: Prices | None = None
    ) -> None:
        self._schema = schema
        self._prices = prices
        self._documents = Documents(schema)
        self._unexpected = unexpected

    def changes_something(self, question: Question) -> bool:
        """Whether the question means anything else than a query."""
        return self._documents.read(question.query).changes_something(question)

    async def execute(self, question: Question, context: Context, allowance: Allowance | None = None) -> Answer:
        """Execute the one operation that the question means, unless it is expected to cost more than is allowed."""
        document = self._documents.read(question.query)
        refused = document.refused(question)
        if refused is not None:
            return refused
        estimate = None
        if self._prices is not None:
            try:
                estimate = self._prices.estimate(
                    cast("DocumentNode", document.node), document.meant(question)[0], question.variables
                )
            except TooManySelectionsError:
                return beyond_counting(allowance or Allowance())
            except Exception as error:  # noqa: BLE001 - a fault of ours here costs the estimate; calls are counted anyway
                self._unexpected(error)
            refused = excess(estimate, allowance) if estimate and allowance else None
            if refused is not None:
                return refused._replace(estimate=estimate)
        result = execute(
            self._schema,
            cast("DocumentNode", document.node),
            context_value=context,
            variable_values=question.variables,
            operation_name=question.operation_name,
        )
        if not isinstance(result, ExecutionResult):
            result = cast("ExecutionResult", await cast("Any", result))
        errors = [shown(error, self._unexpected) for error in result.errors or ()]
        if result.data is None and result.errors and all(error.path is None for error in result.errors):
            return Answer(None, tuple(errors), Outcome.REFUSED)
        errors += context.reports
        outcome = Outcome.WITH_ERRORS if errors else Outcome.ANSWERED
        return Answer(msgspec.json.encode(result.data), tuple(errors), outcome, estimate=estimate)
