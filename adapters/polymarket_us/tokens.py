"""What Polymarket US's token endpoint answers: an access token, how long it lives, and which scopes it tells of."""

import base64
import re
from typing import NamedTuple

import msgspec

from adapters.transport.calls import Reply
from domain.amounts import LEFT_OUT, from_json

EARLY = 30.0  # seconds before its end at which a token is renewed
LONGEST_LIFE = 24 * 3600.0  # seconds; whatever an answer promises, a token is bought anew every day

_SENDABLE = re.compile(r"[!-~]+")


class Token(NamedTuple):
    """A token, opaque; the times are seconds on the clock that it was read with."""

    text: str
    scopes: tuple[str, ...] | None
    """None where the token does not say."""
    renew_at: float
    ends_at: float


class _TokenReply(msgspec.Struct):
    access_token: str
    expires_in: msgspec.Raw = LEFT_OUT


class _Claims(msgspec.Struct):
    scope: str


_token_reply = msgspec.json.Decoder(_TokenReply)
_claims = msgspec.json.Decoder(_Claims)


def parse_token(reply: Reply, now: float) -> Token:
    """The token. Raises ValueError for one that no header can carry, and for a life that is left out or no number.

    A token that lives for less than twice the time at which it would be renewed early is used to its end instead, so
    that short lives do not become renewals without pause. One that has ended already serves those who wait for it.
    """
    wire = _token_reply.decode(reply.body)
    if not _SENDABLE.fullmatch(wire.access_token):
        raise ValueError("not a token")
    life = min(max(float(from_json(wire.expires_in)), 0.0), LONGEST_LIFE)
    early = EARLY if life >= 2 * EARLY else 0.0
    return Token(wire.access_token, _scopes(wire.access_token), now + life - early, now + life)


def _scopes(token: str) -> tuple[str, ...] | None:
    """The claim `scope` of a token that is a JWT, sorted; None for any other token, and for a claim that is no text."""
    try:
        _, payload, _ = token.split(".")
        claims = _claims.decode(base64.b64decode(payload + "=" * (-len(payload) % 4), b"-_", validate=True))
    except (ValueError, RecursionError):
        return None
    return tuple(sorted(set(claims.scope.split())))
