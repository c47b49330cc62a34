"""What zerohash means by a 4xx: the venue's own words count, those of anybody between do not."""

from typing import TypeVar

import msgspec

from adapters.transport.calls import Call, Reply
from adapters.zerohash.shapes import ForbiddenReply, NotFoundReply
from domain.errors import VenueAnswerError, VenueCredentialsError, VenueError, VenueForbiddenError
from domain.venues import Venue

S = TypeVar("S", bound=msgspec.Struct)


def absent(reply: Reply) -> bool:
    """Whether the venue itself says "Not Found"; a proxy's page, or another's JSON, says nothing of what is there.

    A gateway in between that knows no such route answers in the same form, so the words count as well.
    """
    if reply.status != 404:
        return False
    words = _read(reply, NotFoundReply)
    return words is not None and words.error.strip().lower().endswith("not found")


def refusal(call: Call, reply: Reply) -> VenueError:
    """What a 4xx means; the venue says 403 of keys, addresses and rights alike, so its words tell them apart."""
    if reply.status in (401, 403):
        words = _read(reply, ForbiddenReply)
        if words is not None and "permission" in words.message:
            return VenueForbiddenError(Venue.ZEROHASH, f"zerohash gives this key no right to ask (call: {call.name}).")
        return VenueCredentialsError(Venue.ZEROHASH, f"zerohash refused the gateway's credential (call: {call.name}).")
    return VenueAnswerError(Venue.ZEROHASH, f"zerohash refused the question with {reply.status} (call: {call.name}).")


def _read(reply: Reply, shape: type[S]) -> S | None:
    """The body in that shape; None for any other bytes."""
    try:
        return msgspec.json.decode(reply.body, type=shape)
    except (ValueError, RecursionError):
        return None
