"""The fault matrix, rows 17 to 24: answers that are none. The table is in `test_fault_matrix`."""

import asyncio
import gzip
import time
from collections.abc import Callable

import msgspec
import pytest

from adapters.transport.calls import Reply
from domain.errors import (
    Unavailable,
    VenueAnswerError,
    VenueError,
    VenueForbiddenError,
    VenueTimeoutError,
    VenueUnavailableError,
)
from domain.venues import Venue
from tests.adapters.transport.scripted import AMPLE, READ, Speech, answering, listening, saying, transport_to

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


def decoded(reply: Reply) -> object:
    """The body as JSON."""
    return msgspec.json.decode(reply.body)


async def outcome_of(speech: Speech, *, within: float = 5) -> Unavailable:
    """What a read of a venue that speaks so ends in, as data."""
    async with listening(speech) as url:
        transport = transport_to(url, limits=msgspec.structs.replace(AMPLE, timeout=within))
        with pytest.raises(VenueError) as raised:
            await transport.fetch(READ, decoded)
        await transport.close()
    return raised.value.unavailable


def endless(start: bytes, part: bytes, gone: asyncio.Event, sent: list[int]) -> Speech:
    """Send the start and then the part again and again, until the other end has gone."""

    async def speech(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(start)
        try:
            while True:
                writer.write(part)
                sent.append(len(part))
                await writer.drain()
                await asyncio.sleep(0)
        finally:
            gone.set()

    return speech


async def test_row_17_a_403_with_a_page_of_html() -> None:
    """The status decides what a refusal means; the page is neither parsed nor shown."""
    page = b"<html><title>Error 1020</title>Your address is blocked</html>"
    transport = transport_to(
        answering(403, body=page, headers={"content-type": "text/html"}),
        refusal=lambda call, _reply: VenueForbiddenError(Venue.ARCUS, f"Arcus shows nothing (call: {call.name})."),
    )
    with pytest.raises(VenueForbiddenError) as raised:
        await transport.fetch(READ, decoded)
    assert "1020" not in str(raised.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 15\r\n\r\n<html>1</html>\n",
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2\r\n\r\n{}",
        HEAD + b"content-length: 0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
    ],
    ids=["a page", "a page that is JSON", "empty", "204"],
)
async def test_row_18_another_type_or_nothing_at_all(answer: bytes) -> None:
    """It is an error and never an empty account."""
    assert (await outcome_of(saying(answer))).code == VenueAnswerError.code


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b'content-length: 8\r\n\r\n{"a":"1"',
        HEAD + b'content-length: 99\r\n\r\n{"a":"1"}',
        HEAD + b"transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ],
    ids=["cut", "longer than sent", "no last chunk"],
)
async def test_row_19_truncated_or_framed_wrongly(answer: bytes) -> None:
    """A body that is not all there, or not as long as announced, is no answer, even where it would parse."""
    assert (await outcome_of(saying(answer))).code == VenueAnswerError.code


@pytest.mark.parametrize(
    "answer",
    [
        HEAD + b'content-length: 8\r\n\r\n{"a":"1"}',
        HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    ],
    ids=["shorter than sent", "no chunk"],
)
async def test_row_19_what_is_no_http(answer: bytes) -> None:
    """Where the client finds the mistake as it reads the head, the venue did not answer in HTTP."""
    assert (await outcome_of(saying(answer))).message == "Arcus did not answer in HTTP (call: account)."


@pytest.mark.parametrize(
    "body",
    [b'{"a":"\xff"}', b'{"a":NaN}', b'{"a":Infinity}', b'{"a":"1","a":"2"}', b'{"a":"1"', b"{'a':1}", b'{"a":01}'],
)
async def test_row_20_json_that_is_none(body: bytes) -> None:
    """Strict refusal of what JSON does not allow, and of a name given twice; a byte order mark is tolerated."""
    with pytest.raises(VenueAnswerError):
        await transport_to(answering(200, body=body)).fetch(READ, decoded)
    marked = answering(200, body=b"\xef\xbb\xbf" + b'{"a":"1"}')
    assert await transport_to(marked).fetch(READ, decoded) == {"a": "1"}


async def test_row_21_a_200_with_an_error_in_it() -> None:
    """What an adapter's parser finds to be an error is that error, and is not tried again."""
    http = answering(200, body=b'{"error":true}')

    def parse(_reply: Reply) -> object:
        raise VenueAnswerError(Venue.ARCUS, "Arcus answered with an error (call: account).")

    with pytest.raises(VenueAnswerError, match="answered with an error"):
        await transport_to(http).fetch(READ, parse)
    assert len(http.requests) == 1


@pytest.mark.parametrize(
    ("start", "part"),
    [
        (HEAD + b"content-length: 2147483648\r\n\r\n", b" " * 65536),
        (HEAD + b"transfer-encoding: chunked\r\n\r\n", b"10000\r\n" + b" " * 65536 + b"\r\n"),
    ],
    ids=["two gigabytes", "chunks without end"],
)
async def test_row_22_a_body_without_end(start: bytes, part: bytes) -> None:
    """It is cut at 8 MiB, and the connection is dropped at once rather than read to its end."""
    gone, sent = asyncio.Event(), list[int]()
    async with listening(endless(start, part, gone, sent)) as url:
        transport = transport_to(url)
        with pytest.raises(VenueAnswerError, match="more than 8 MiB"):
            await transport.fetch(READ, decoded)
        await asyncio.wait_for(gone.wait(), 2)
        await transport.close()
    assert sum(sent) < 16 * 1024 * 1024


async def test_row_22_a_compressed_bomb() -> None:
    """No compression is asked for, and what comes compressed all the same is not expanded."""
    heads, bomb = list[bytes](), gzip.compress(b" " * 50_000_000)
    head = HEAD + b"content-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(bomb)
    started = time.monotonic()
    assert (await outcome_of(saying(head + bomb, heads=heads))).code == VenueAnswerError.code
    assert b"accept-encoding: identity" in heads[0].lower()
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("start", "part"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"),
    ],
    ids=["100", "103"],
)
async def test_row_23_provisional_answers_without_end(start: bytes, part: bytes) -> None:
    """The time-out is for the answer, and those that only announce it do not prolong it."""
    gone, started = asyncio.Event(), time.monotonic()
    outcome = await outcome_of(endless(start, part, gone, []), within=0.3)
    assert outcome.code == VenueTimeoutError.code
    assert 0.3 <= time.monotonic() - started < 2
    assert gone.is_set()


async def test_row_23_dribbles() -> None:
    """The time-out is for the whole answer and not for the gap between two bytes."""

    async def speech(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(HEAD + b"content-length: 100000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.01)

    started = time.monotonic()
    assert (await outcome_of(speech, within=0.2)).code == VenueTimeoutError.code
    assert 0.2 <= time.monotonic() - started < 2


@pytest.mark.parametrize(
    "headers",
    [lambda number: b"x-%d: 1\r\n" % number, lambda number: b"x-%d: " % number + b"x" * 9000 + b"\r\n"],
    ids=["many", "long"],
)
async def test_row_22_headers_without_end(headers: Callable[[int], bytes]) -> None:
    """Neither hundreds of headers nor one of nine kilobytes are taken, and they are not kept."""
    lines = b"".join(headers(number) for number in range(1000))
    outcome = await outcome_of(saying(b"HTTP/1.1 200 OK\r\n" + lines + b"content-length: 2\r\n\r\n{}"))
    assert (outcome.code, outcome.message) == (
        VenueUnavailableError.code,
        "Arcus did not answer in HTTP (call: account).",
    )


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_row_24_a_redirect_to_another_host(status: int) -> None:
    """It is not followed, so that no credential goes elsewhere; the answer is none."""
    reached = list[bytes]()
    async with listening(saying(HEAD + b"content-length: 2\r\n\r\n{}", heads=reached)) as elsewhere:
        location = elsewhere.encode()
        moved = b"HTTP/1.1 %d Moved\r\nlocation: %s\r\ncontent-length: 0\r\n\r\n" % (status, location)
        assert (await outcome_of(saying(moved))).code == VenueAnswerError.code
    assert reached == []
