"""Encodes the data of an answer: at once where it was completed at once, else piece by piece in several turns."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec

from gateway.execution.turns import Share

ITEMS = 10  # of a list, encoded in one go


class AnswerTooLarge(Exception):  # noqa: N818 - what it says of the answer
    """The data has more bytes than are allowed."""


async def encoded(data: Any, share: Share, most: int) -> bytes:  # noqa: ANN401 - any data
    """The data as JSON of at most so many bytes. Raises AnswerTooLarge as soon as there are more."""
    if not share.stopped:
        whole = msgspec.json.encode(data)
        if len(whole) > most:
            raise AnswerTooLarge
        return whole
    written = bytearray()
    async for piece in _pieces(data):
        written += piece
        if len(written) > most:
            raise AnswerTooLarge
        await share.next()
    return bytes(written)


async def _pieces(value: Any) -> AsyncIterator[bytes]:  # noqa: ANN401 - any data
    """Objects by member down to the first lists, lists by a few items."""
    if isinstance(value, dict) and value:
        opening = b"{"
        for name, member in value.items():
            yield opening + msgspec.json.encode(name) + b":"
            async for piece in _pieces(member):
                yield piece
            opening = b","
        yield b"}"
    elif isinstance(value, list) and value:
        for start in range(0, len(value), ITEMS):
            yield (b"," if start else b"[") + msgspec.json.encode(value[start : start + ITEMS])[1:-1]
        yield b"]"
    else:
        yield msgspec.json.encode(value)
