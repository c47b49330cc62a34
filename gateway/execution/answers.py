"""What goes into an execution and what comes out: a question, an answer, and the outcome in one word."""

from enum import Enum
from typing import Any, NamedTuple

import msgspec

from gateway.execution.decoding import decode_exactly

__all__ = ["Answer", "Error", "Outcome", "Question", "decode_exactly", "refusal"]

Error = dict[str, Any]
"""An error as a client reads it."""


class Outcome(Enum):
    """What became of a request; the word is what the metrics count."""

    ANSWERED = "answered"
    WITH_ERRORS = "with_errors"
    REFUSED = "refused"
    """Nothing was executed: the document, the name of the operation or the variables are wrong."""
    BAD_REQUEST = "bad_request"
    """There is no question in it, or not one that may come this way; no document was executed."""
    DEADLINE_EXCEEDED = "deadline_exceeded"
    CLIENT_LEFT = "client_left"
    FAILED = "failed"
    """A fault of ours that nothing else caught."""


class Question(NamedTuple):
    """A well-formed request, its document not looked at yet."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None


class Answer(NamedTuple):
    """What goes back: `data` is encoded JSON, `null` included, and None where there is none at all."""

    data: bytes | None
    errors: tuple[Error, ...]
    outcome: Outcome
    extensions: dict[str, Any] | None = None

    @property
    def body(self) -> bytes:
        """The response as the GraphQL specification has it, in JSON."""
        members: dict[str, Any] = {}
        if self.data is not None:
            members["data"] = msgspec.Raw(self.data)
        if self.errors:
            members["errors"] = self.errors
        if self.extensions:
            members["extensions"] = self.extensions
        return msgspec.json.encode(members)


def refusal(message: str, code: str, outcome: Outcome = Outcome.REFUSED) -> Answer:
    """An answer without data, for one reason."""
    return Answer(None, ({"message": message, "extensions": {"code": code}},), outcome)
