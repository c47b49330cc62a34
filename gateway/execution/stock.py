"""The executor over graphql-core: one question against one schema."""

from collections.abc import Callable
from typing import Any, cast

from graphql import DocumentNode, ExecutionResult, GraphQLSchema, execute, get_operation_ast

from domain.budget import Allowance
from gateway.execution.allowed import beyond_counting, excess
from gateway.execution.answers import Answer, Cost, Error, Outcome, Question, refusal
from gateway.execution.cost import OBVIOUS, Prices
from gateway.execution.documents import Documents
from gateway.execution.encoding import AnswerTooLarge, encoded
from gateway.execution.limits import LIMITS, DocumentTooLarge, Limits
from gateway.execution.masking import MOST_ERRORS, bounded, shown
from gateway.execution.patient import PatientExecutor
from gateway.execution.selections import TooManySelectionsError
from gateway.execution.turns import Share, Turns
from gateway.execution.variables import check_variables
from gateway.telemetry import name_operation
from resolvers.context import Context


class Executor:
    """Executes against one schema; an error that is a fault of ours goes to `unexpected`."""

    def __init__(
        self,
        schema: GraphQLSchema,
        unexpected: Callable[[Exception], None],
        limits: Limits = LIMITS,
        prices: Prices | None = None,
    ) -> None:
        self._schema = schema
        self._limits = limits
        self._prices = prices
        self._documents = Documents(schema, limits)
        self._turns = Turns()
        self._unexpected = unexpected

    def changes_something(self, question: Question) -> bool:
        """Whether the question means anything else than a query."""
        return self._documents.read(question.query).changes_something(question)

    async def execute(self, question: Question, context: Context, allowance: Allowance | None = None) -> Answer:
        """Execute the one operation that the question means, unless it is expected to cost more than is allowed."""
        document = self._documents.read(question.query)
        refused = document.refused(question) or self._too_large(question)
        if refused is not None:
            return refused
        name_operation(document.name(question))
        node = cast("DocumentNode", document.node)
        refused, estimate = self._priced(node, question, allowance)
        if refused is not None:
            return refused._replace(estimate=estimate)
        share = Share(self._turns)
        result = execute(
            self._schema,
            node,
            context_value=context,
            variable_values=question.variables,
            operation_name=question.operation_name,
            max_coercion_errors=MOST_ERRORS - 1,
            executor_class=PatientExecutor,
            share=share,
        )
        if not isinstance(result, ExecutionResult):
            result = cast("ExecutionResult", await cast("Any", result))
        return (await self._answer(result, context.reports, share))._replace(estimate=estimate)

    def _priced(
        self, node: DocumentNode, question: Question, allowance: Allowance | None
    ) -> tuple[Answer | None, Cost | None]:
        """Why the question is too dear to be executed, if it is, and what it is expected to cost.

        It is too dear only where even the least that it can be expected to cost is too much: what nobody knows yet
        refuses nothing, for the calls are counted while it runs, too.
        """
        operation = get_operation_ast(node, question.operation_name)
        if self._prices is None or operation is None:
            return None, None
        try:
            estimate = self._prices.estimate(node, operation, question.variables)
            if estimate is None or allowance is None or excess(estimate, allowance) is None:
                return None, estimate
            if estimate.objects > OBVIOUS * allowance.cost:
                return excess(estimate, allowance), estimate
            least = self._prices.estimate(node, operation, question.variables, least=True)
            return (excess(least, allowance) if least else None), estimate
        except TooManySelectionsError:
            return (beyond_counting(allowance) if allowance else None), None
        except Exception as error:  # noqa: BLE001 - a fault of ours here costs the estimate; calls are counted anyway
            self._unexpected(error)
        return None, None

    def _too_large(self, question: Question) -> Answer | None:
        try:
            check_variables(question.variables or {}, self._limits)
        except DocumentTooLarge as error:
            return refusal(str(error), "GRAPHQL_VALIDATION_FAILED")
        return None

    async def _answer(self, result: ExecutionResult, reports: list[Error], share: Share) -> Answer:
        found = result.errors or []
        errors = [shown(error, self._unexpected) for error in found[:MOST_ERRORS]] + reports
        fit = bounded(errors, len(found[MOST_ERRORS:]))
        if result.data is None and found and all(error.path is None for error in found):
            return Answer(None, fit, Outcome.REFUSED)
        try:
            data = await encoded(result.data, share, self._limits.answer_bytes)
        except AnswerTooLarge:
            return Answer(b"null", (_too_much(self._limits.answer_bytes),), Outcome.WITH_ERRORS)
        return Answer(data, fit, Outcome.WITH_ERRORS if fit else Outcome.ANSWERED)


def _too_much(allowed: int) -> Error:
    """Data that is cut off would look whole, so there is none of it."""
    message = f"The answer has more than {allowed} bytes of data; ask for less at a time."
    return {"message": message, "extensions": {"code": "RESPONSE_TOO_LARGE"}}
