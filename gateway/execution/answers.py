"""What goes into an execution and what comes out: a question, an answer, and the outcome in one word."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

import msgspec

from domain.venues import Venue

Error = dict[str, Any]
"""An error as a client reads it."""


CALL = 10
"""Objects that one upstream call counts as."""


class Cost(NamedTuple):
    """Objects in an answer, and upstream calls by venue."""

    objects: int
    calls: Mapping[Venue, int]

    @property
    def total(self) -> int:
        """Both in one number."""
        return self.objects + CALL * sum(self.calls.values())

    @property
    def figures(self) -> dict[str, Any]:
        """As a client reads it."""
        calls = {venue.value: self.calls[venue] for venue in Venue if self.calls.get(venue)}
        return {"cost": self.total, "objects": self.objects, "calls": calls}


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
    estimate: Cost | None = None
    """What the question was expected to cost, where it was priced."""

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
