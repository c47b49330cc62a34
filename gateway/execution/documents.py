"""Reading documents: each is parsed, held to the limits and validated once, and kept while it is in use."""

from collections import OrderedDict
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
from gateway.execution.limits import MOST_TOKENS, DocumentTooLarge, check_document
from gateway.execution.masking import coded

DOCUMENTS_KEPT = 1000
LONGEST_DOCUMENT_KEPT = 20_000  # characters
MOST_ERRORS = 20  # of the checks of a document


class Document(NamedTuple):
    """A document that was read: its node where it may be executed, else its errors."""

    node: DocumentNode | None
    errors: tuple[Error, ...]
    operations: tuple[OperationDefinitionNode, ...] = ()

    def meant(self, question: Question) -> list[OperationDefinitionNode]:
        """The operations that the question may mean."""
        name = question.operation_name
        return [node for node in self.operations if name is None or (node.name and node.name.value == name)]

    def name(self, question: Question) -> str | None:
        """The name of the one operation that the question means, where it has one."""
        names = [node.name.value if node.name else None for node in self.meant(question)]
        return names[0] if len(names) == 1 else None

    def changes_something(self, question: Question) -> bool:
        """Whether the question means anything else than a query; known of a document that is refused, too."""
        return any(node.operation is not OperationType.QUERY for node in self.meant(question))

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

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._kept: OrderedDict[str, Document] = OrderedDict()

    def read(self, text: str) -> Document:
        """Read a document, or find it among those that are kept."""
        known = self._kept.get(text)
        if known is not None:
            self._kept.move_to_end(text)
            return known
        document = self._checked(text)
        if len(text) <= LONGEST_DOCUMENT_KEPT:
            self._kept[text] = document
            if len(self._kept) > DOCUMENTS_KEPT:
                self._kept.popitem(last=False)
        return document

    def _checked(self, text: str) -> Document:
        operations: tuple[OperationDefinitionNode, ...] = ()
        try:
            node = parse(text, max_tokens=MOST_TOKENS)
            operations = tuple(part for part in node.definitions if isinstance(part, OperationDefinitionNode))
            check_document(node)
            errors = validate(self._schema, node, max_errors=MOST_ERRORS)
        except GraphQLError as error:
            return Document(None, (coded(error, "GRAPHQL_PARSE_FAILED"),))
        except (DocumentTooLarge, RecursionError) as error:
            sentence = str(error) if isinstance(error, DocumentTooLarge) else "The document is nested too deeply."
            return Document(None, (coded(GraphQLError(sentence), "GRAPHQL_VALIDATION_FAILED"),))
        if errors:
            return Document(None, tuple(coded(error, "GRAPHQL_VALIDATION_FAILED") for error in errors), operations)
        return Document(node, (), operations)
