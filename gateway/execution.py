"""Parsing, validating and executing one GraphQL request; documents are parsed and validated once."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple, cast

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    OverlappingFieldsCanBeMergedRule,
    execute,
    get_nullable_type,
    parse,
    specified_rules,
    validate,
)

from domain.errors import GatewayError
from gateway.document_limits import MOST_TOKENS, DocumentTooLarge, check_document
from resolvers.context import Context

DOCUMENTS_KEPT = 1000
LONGEST_DOCUMENT_KEPT = 20_000  # characters
MOST_ERRORS = 20  # of the checks of a document
MERGING_RULE = [OverlappingFieldsCanBeMergedRule]
OTHER_RULES = [rule for rule in specified_rules if rule is not OverlappingFieldsCanBeMergedRule]
INTERNAL = "The gateway failed to answer this."


class Question(NamedTuple):
    """A well-formed request, its document not looked at yet."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None


class Answer(NamedTuple):
    """What goes back; `refused` means that there is no `data`, `status` an HTTP status that says why."""

    body: dict[str, Any]
    refused: bool
    status: int | None = None


class _Document(NamedTuple):
    node: DocumentNode | None
    errors: tuple[dict[str, Any], ...]
    operations: tuple[OperationDefinitionNode, ...] = ()


class Executor:
    """Executes against one schema, built anew by `build`; keeps the documents it has seen lately."""

    def __init__(self, build: Callable[[], GraphQLSchema], unexpected: Callable[[Exception], None]) -> None:
        self._schema = build()
        self._merging_schema = _without_non_null(build())
        self._unexpected = unexpected
        self._documents: OrderedDict[str, _Document] = OrderedDict()

    def changes_something(self, question: Question) -> bool:
        """Whether the question means anything else than a query; told of a document that is refused, too."""
        meant = _meant(self._document(question.query), question)
        return any(operation.operation is not OperationType.QUERY for operation in meant)

    def _refused(self, document: _Document, question: Question) -> Answer | None:
        """Why nothing is executed: the document, or that it does not tell which one operation is meant."""
        if document.errors:
            return Answer({"errors": list(document.errors)}, refused=True)
        named = _meant(document, question)
        if len(named) == 1:
            return None
        message = (
            "operationName is needed: the document has several operations."
            if named
            else "The document has no such operation."
        )
        return refusal(message, "OPERATION_RESOLUTION_FAILURE")

    async def execute(self, question: Question, context: Context) -> Answer:
        """Execute the one operation that the question means."""
        document = self._document(question.query)
        refused = self._refused(document, question)
        if refused is not None:
            return refused
        result = execute(
            self._schema,
            cast("DocumentNode", document.node),
            context_value=context,
            variable_values=question.variables,
            operation_name=question.operation_name,
        )
        if not isinstance(result, ExecutionResult):
            result = cast("ExecutionResult", await cast("Any", result))
        errors = [self._formatted(error) for error in result.errors or ()]
        if result.data is None and result.errors and all(error.path is None for error in result.errors):
            return Answer({"errors": errors}, refused=True)
        errors += context.reports
        body: dict[str, Any] = {"data": result.data}
        if errors:
            body["errors"] = errors
        return Answer(body, refused=False)

    def _document(self, text: str) -> _Document:
        known = self._documents.get(text)
        if known is not None:
            self._documents.move_to_end(text)
            return known
        document = self._checked(text)
        if len(text) <= LONGEST_DOCUMENT_KEPT:
            self._documents[text] = document
            if len(self._documents) > DOCUMENTS_KEPT:
                self._documents.popitem(last=False)
        return document

    def _checked(self, text: str) -> _Document:
        operations: tuple[OperationDefinitionNode, ...] = ()
        try:
            node = parse(text, max_tokens=MOST_TOKENS)
            operations = tuple(part for part in node.definitions if isinstance(part, OperationDefinitionNode))
            check_document(node)
            errors = validate(self._schema, node, OTHER_RULES, max_errors=MOST_ERRORS)
            if not errors:
                errors = validate(self._schema, node, MERGING_RULE, max_errors=MOST_ERRORS)
                if errors and not validate(self._merging_schema, node, MERGING_RULE, max_errors=1):
                    errors = []
        except GraphQLError as error:
            return _Document(None, (_coded(error, "GRAPHQL_PARSE_FAILED"),))
        except (DocumentTooLarge, RecursionError) as error:
            sentence = str(error) if isinstance(error, DocumentTooLarge) else "The document is nested too deeply."
            return _Document(None, (_coded(GraphQLError(sentence), "GRAPHQL_VALIDATION_FAILED"),))
        if errors:
            return _Document(None, tuple(_coded(error, "GRAPHQL_VALIDATION_FAILED") for error in errors), operations)
        return _Document(node, (), operations)

    def _formatted(self, error: GraphQLError) -> dict[str, Any]:
        """Ours as they are; GraphQL's own with a code; anything else masked, its traceback to the log."""
        original = error.original_error
        while isinstance(original, GraphQLError):
            original = original.original_error
        if isinstance(original, GatewayError):
            return {**cast("dict[str, Any]", error.formatted), "extensions": original.extensions}
        if original is None:
            return _coded(error, "BAD_USER_INPUT")
        self._unexpected(original)
        masked = {**cast("dict[str, Any]", error.formatted), "message": INTERNAL}
        return {**masked, "extensions": {"code": "INTERNAL_SERVER_ERROR"}}


def _without_non_null(schema: GraphQLSchema) -> GraphQLSchema:
    """Turn a schema into one for validation alone, in which no output field is non-null.

    The contract has `positions` nullable on one kind of account and non-null on another. Strictly, a document must not
    ask both under one name; asked through fragments on different object types they can never meet in one object, so
    that strictness buys nothing here, and a question that only offends against it is answered.
    """
    for named in schema.type_map.values():
        if isinstance(named, GraphQLObjectType | GraphQLInterfaceType):
            for field in named.fields.values():
                field.type = get_nullable_type(field.type)
    return schema


def refusal(message: str, code: str, status: int | None = None) -> Answer:
    """An answer without data."""
    return Answer({"errors": [{"message": message, "extensions": {"code": code}}]}, refused=True, status=status)


def _meant(document: _Document, question: Question) -> list[OperationDefinitionNode]:
    """The operations of a document that the question may mean."""
    return [
        node
        for node in document.operations
        if question.operation_name is None or (node.name and node.name.value == question.operation_name)
    ]


def _coded(error: GraphQLError, code: str) -> dict[str, Any]:
    return {**cast("dict[str, Any]", error.formatted), "extensions": {"code": code}}
