"""What becomes of a reply: nothing that reads one can fail in any other way than as an answer of the venue."""

import asyncio
import codecs
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

import msgspec

from adapters.transport.calls import Call, Reply, Upstream, retry_after
from adapters.transport.refusals import with_skew
from domain.budget import BUDGET
from domain.errors import VenueAnswerError, VenueError

T = TypeVar("T")

LARGE = 64 * 1024  # bytes of body from which a reply is read in a thread, which gives way to the loop every 5 ms
UNREADABLE = (ValueError, TypeError, ArithmeticError, RecursionError)

_any = msgspec.json.Decoder()
_members = msgspec.json.Decoder(dict[str, msgspec.Raw] | list[msgspec.Raw])


class Answers:
    """Reads the replies of one upstream."""

    def __init__(self, upstream: Upstream) -> None:
        self._upstream = upstream

    async def read(
        self, call: Call, reply: Reply, parse: Callable[[Reply], T], absent: Callable[[Reply], bool] | None = None
    ) -> T | None:
        """The parsed answer, a 200; None for any other that `absent` recognises. Raises VenueError."""
        if len(reply.body) < LARGE:
            return self._read(call, reply, parse, absent)
        return await asyncio.to_thread(self._read, call, reply, parse, absent)

    def pause(self, reply: Reply) -> float:
        """The seconds that a 429 asks for: by its body, else by its header, else the venue's usual; bounded."""
        limits, read = self._upstream.limits, self._upstream.pause
        seconds = None
        with suppress(Exception):  # a body that cannot be read says nothing
            seconds = None if read is None else read(reply)
        if seconds is None:
            return retry_after(reply.retry_after, limits.default_retry_after, limits.longest_retry_after)
        return min(max(seconds, 0.0), limits.longest_retry_after)

    def _read(
        self, call: Call, reply: Reply, parse: Callable[[Reply], T], absent: Callable[[Reply], bool] | None
    ) -> T | None:
        try:
            if reply.status == 200:
                self._ensure_readable(call, reply)
                return parse(reply)
            if absent is not None and absent(reply):
                return None
            refusal = self._refusal(call, reply)
        except VenueError:
            raise
        except Exception as error:
            if not isinstance(error, UNREADABLE):
                BUDGET.get().faults.append(error)  # it may be a fault of ours, so the log shows it
            words = "answered with a body that is not what its documentation promises"
            raise self._upstream.error(VenueAnswerError, words, call) from error
        raise refusal

    def _refusal(self, call: Call, reply: Reply) -> VenueError:
        if 400 <= reply.status < 500:
            return with_skew(self._upstream, call, reply, self._upstream.refused(call, reply))
        return self._upstream.error(VenueAnswerError, f"answered with status {reply.status}", call)

    def _ensure_readable(self, call: Call, reply: Reply) -> None:
        """Raise VenueAnswerError for a page of HTML, more rows than are taken, and objects with a name twice."""
        if "text/html" in reply.content_type.lower():
            raise self._upstream.error(VenueAnswerError, "answered with a page of HTML", call)
        rows = self._upstream.limits.rows
        if reply.body.count(b",") >= rows and any(length > rows for length in lengths(reply.body)):
            raise self._upstream.error(VenueAnswerError, f"answered with more than {rows} rows", call)
        if has_duplicates(reply.body):
            raise self._upstream.error(VenueAnswerError, "answered with an object that has a name twice", call)


def without_mark(body: bytes) -> bytes:
    """The body without the byte order mark that some put before UTF-8."""
    return body.removeprefix(codecs.BOM_UTF8)


def has_duplicates(body: bytes) -> bool:
    """Whether an object of this JSON has a name twice, of which a parser silently keeps one; False for no JSON.

    Decoding keeps one member of each name, so encoding again gives fewer names than were sent. Names are counted by
    the `":` behind them. Where that stands inside a string, it stands there in both texts, or only in ours when it
    was sent as an escape: so nothing is taken for a duplicate that is none. All is done in C, in three passes that
    cost 4 us for a body of 400 bytes and 10 ms for each megabyte.
    """
    try:
        kept = msgspec.json.encode(_any.decode(body))
        sent = msgspec.json.format(body, indent=-1)
    except (*UNREADABLE, msgspec.MsgspecError):
        return False
    return sent.count(b'":') > kept.count(b'":')


def lengths(body: bytes, depth: int = 3) -> Iterator[int]:
    """How many members each array has that is the body or stands in it so many objects deep; none for no JSON."""
    try:
        members: Any = _members.decode(body)
    except (*UNREADABLE, msgspec.MsgspecError):
        return
    if isinstance(members, list):
        yield len(members)
    elif depth:
        for member in members.values():
            yield from lengths(bytes(member), depth - 1)
