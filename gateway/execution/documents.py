"""Reading documents: each is parsed, held to the limits and validated once, and kept while it is in use."""

from typing import NamedTuple

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)

from gateway.execution.answers import Answer, Error, Outcome, Question, refusal
from gateway.execution.kept import Kept, Room
from gateway.execution.lean import made_lean
from gateway.execution.limits import LIMITS, DocumentTooLarge, Limits, hold
from gateway.execution.masking import MOST_ERRORS, coded
from gateway.execution.measuring import Measuring
from gateway.execution.overlaps import Overlaps

ROOM = Room()


class Operation(NamedTuple):
    """An operation, as far as it matters which one is meant."""

    name: str | None
    kind: OperationType


class Document(NamedTuple):
    """A document that was read: its node where it may be executed, else its errors."""

    node: DocumentNode | None
    errors: tuple[Error, ...]
    operations: tuple[Operation, ...] = ()

    def meant(self, question: Question) -> list[Operation]:
        """The operations that the question may mean."""
        name = question.operation_name
        return [operation for operation in self.operations if name is None or operation.name == name]

    def name(self, question: Question) -> str | None:
        """The name of the one operation that the question means, where it has one."""
        meant = self.meant(question)
        return meant[0].name if len(meant) == 1 else None

    def changes_something(self, question: Question) -> bool:
        """Whether the question means anything else than a query; known of a document that is refused, too."""
        return any(operation.kind is not OperationType.QUERY for operation in self.meant(question))

    def refused(self, question: Question) -> Answer | None:
        """Why nothing is executed: the document, or that it does not say which one operation is meant."""
        if self.errors:
            return Answer(None, self.errors, Outcome.REFUSED)
        meant = self.meant(question)
        if len(meant) == 1:
            return None
        message = (
            "operationName is needed: the document has several operations."
            if meant
            else "The document has no such operation."
        )
        return refusal(message, "OPERATION_RESOLUTION_FAILURE")


class Documents:
    """The documents of one schema; those read lately are kept by their text."""

    def __init__(self, schema: GraphQLSchema, limits: Limits = LIMITS, room: Room = ROOM) -> None:
        self._schema = schema
        self._limits = limits
        self.kept: Kept[Document] = Kept(room)

    def read(self, text: str) -> Document:
        """Read a document, or find it among those that are kept."""
        known = self.kept.get(text)
        if known is None:
            known, nodes = self._read(text)
            self.kept.keep(text, known, nodes)
        return known

    def _read(self, text: str) -> tuple[Document, int]:
        """A document as it is kept, and the nodes of it that are kept with it."""
        try:
            hold("characters", len(text), self._limits.characters)
            node = parse(text, max_tokens=self._limits.tokens)
        except GraphQLError as error:
            return Document(None, (coded(error, "GRAPHQL_PARSE_FAILED"),)), 0
        except DocumentTooLarge as error:
            return Document(None, (_too_large(str(error), "GRAPHQL_PARSE_FAILED"),)), 0
        nodes = made_lean(node)
        operations = _operations(node)
        errors = self._errors(node)
        if errors:
            return Document(None, errors, operations), 0
        return Document(node, (), operations), nodes

    def _errors(self, node: DocumentNode) -> tuple[Error, ...]:
        """Whether it is within the limits first: the validation of a document beyond them may take long."""
        try:
            measuring = Measuring(node, self._limits)
            places = measuring.check()
            Overlaps(measuring.fragments, self._limits).check(places)
            errors = validate(self._schema, node, max_errors=MOST_ERRORS - 1)
        except DocumentTooLarge as error:
            return (_too_large(str(error)),)
        except RecursionError:
            return (_too_large("The document is nested too deeply."),)
        return tuple(coded(error, "GRAPHQL_VALIDATION_FAILED") for error in errors)


def _operations(node: DocumentNode) -> tuple[Operation, ...]:
    found = (part for part in node.definitions if isinstance(part, OperationDefinitionNode))
    return tuple(Operation(part.name.value if part.name else None, part.operation) for part in found)


def _too_large(sentence: str, code: str = "GRAPHQL_VALIDATION_FAILED") -> Error:
    return {"message": sentence, "extensions": {"code": code}}
