"""Which errors a client is shown as they are, which are masked, and how much of them goes into one answer."""

from collections.abc import Callable, Sequence
from typing import cast

from graphql import GraphQLError

from domain.errors import INTERNAL, FaultError, GatewayError
from gateway.execution.answers import Error

MOST_ERRORS = 20
"""Errors in one answer, the one that counts those left out included."""
LONGEST_MESSAGE = 300


def shown(error: GraphQLError, unexpected: Callable[[Exception], None]) -> Error:
    """Ours as they are; GraphQL's own with a code; anything else masked and handed to `unexpected`."""
    original = error.original_error
    while isinstance(original, GraphQLError):
        original = original.original_error
    if isinstance(original, GatewayError):
        return {**cast("Error", error.formatted), "extensions": original.extensions}
    if original is None:
        return coded(error, "BAD_USER_INPUT")
    unexpected(original)
    return {**coded(error, FaultError.code), "message": INTERNAL}


def coded(error: GraphQLError, code: str) -> Error:
    """An error of GraphQL's own, with a code."""
    return {**cast("Error", error.formatted), "message": cut(error.message), "extensions": {"code": code}}


def cut(message: str) -> str:
    """A message of up to 300 characters: what a client wrote is not sent back at length."""
    return message if len(message) <= LONGEST_MESSAGE else message[: LONGEST_MESSAGE - 1] + "…"


def bounded(errors: Sequence[Error], left_out: int = 0) -> tuple[Error, ...]:
    """Up to 20 errors with short messages; the last one counts those that are left out, `left_out` of them already."""
    room = MOST_ERRORS if len(errors) + left_out <= MOST_ERRORS else MOST_ERRORS - 1
    left_out += len(errors[room:])
    fit = tuple({**error, "message": cut(error["message"])} for error in errors[:room])
    if not left_out:
        return fit
    last: Error = {
        "message": f"{left_out} more errors are left out.",
        "extensions": {"code": "ERRORS_LEFT_OUT", "count": left_out},
    }
    return (*fit, last)
