"""What Polymarket US means by a 4xx, and the error for answers of which only a part can be read."""

import msgspec

from adapters.transport.calls import Call, Reply
from domain.errors import (
    NotFoundError,
    VenueAnswerError,
    VenueCredentialsError,
    VenueError,
    VenueForbiddenError,
)
from domain.venues import Venue

BY_NAME = frozenset({"accounts_of_user", "balances", "positions", "open_orders"})
"""The calls that name something."""
NOT_FOUND = 5
"""The code for "not found" in the gRPC status that every documented error carries."""


class _Status(msgspec.Struct):
    code: int


_status = msgspec.json.Decoder(_Status)


def refusal(call: Call, reply: Reply) -> VenueError:
    """What a 4xx means, by its status and never by the venue's texts.

    A 404 says that there is no such name only in the venue's own form, code 5, and to a call that names something: a
    proxy's page and a path that is not there are no answer to the question.
    """
    if reply.status == 401:
        message = f"Polymarket US refused the gateway's credential (call: {call.name})."
        return VenueCredentialsError(Venue.POLYMARKET_US, message)
    if reply.status == 403:
        message = f"Polymarket US does not let the gateway read this (call: {call.name})."
        return VenueForbiddenError(Venue.POLYMARKET_US, message)
    if reply.status == 404 and call.name in BY_NAME and _code(reply) == NOT_FOUND:
        return NotFoundError(Venue.POLYMARKET_US, f"Polymarket US knows nothing of that name (call: {call.name}).")
    message = f"Polymarket US refused the question with {reply.status} (call: {call.name})."
    return VenueAnswerError(Venue.POLYMARKET_US, message)


def _code(reply: Reply) -> int | None:
    """The code of a gRPC status; None for a body that is none, whatever it holds."""
    try:
        return _status.decode(reply.body).code
    except (ValueError, RecursionError):
        return None
