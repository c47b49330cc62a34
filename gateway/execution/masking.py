"""Which errors a client is shown as they are, and which are masked."""

from collections.abc import Callable
from typing import cast

from graphql import GraphQLError

from domain.errors import INTERNAL, FaultError, GatewayError
from gateway.execution.answers import Error


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
    return {**cast("Error", error.formatted), "extensions": {"code": code}}
