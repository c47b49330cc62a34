"""The real HTTP client over real sockets: how connections fail, and what exactly is sent."""

import asyncio
import time
from collections.abc import Mapping
from urllib.parse import parse_qsl

import msgspec
import pytest

from adapters.transport.calls import Call, CallRecord, target
from adapters.zerohash.auth import ZerohashAuth, decoded_secret, signature
from domain.errors import (
    VenueAnswerError,
    VenueError,
    VenueTimeoutError,
    VenueUnavailableError,
)
from tests.adapters.transport.scripted import (
    AMPLE,
    READ,
    WRITE,
    NoAuth,
    Speech,
    body_of,
    fetch_within,
    free_port,
    listening,
    saying,
    transport_to,
)

SECRET = "c2VjcmV0LW9mLXplcm9oYXNo"
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


def unfinished(head: bytes, *, then_reset: bool = False) -> Speech:
    """Announce more than is sent."""
    return saying(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n", b'3\r\n{"a\r\n', then_reset=then_reset)


@pytest.mark.parametrize(
    ("speech", "expected", "words", "attempts"),
    [
        (saying(then_reset=True), VenueUnavailableError, "broke the connection off", 3),
        (saying(), VenueUnavailableError, "broke the connection off", 3),
        (saying(b"<html>One moment</html>\r\n\r\n"), VenueUnavailableError, "did not answer in HTTP", 3),
        (saying(b"HTTP/1.1 999999 OK\r\n\r\n"), VenueUnavailableError, "did not answer in HTTP", 3),
        (saying(b"HTTP/1.1 200 OK\r\nx: " + b"x" * 90_000), VenueUnavailableError, "did not answer in HTTP", 3),
        (unfinished(b"content-length: 99"), VenueAnswerError, "a body that breaks off", 1),
        (unfinished(b"content-length: 99", then_reset=True), VenueAnswerError, "a body that breaks off", 1),
        (unfinished(b"transfer-encoding: chunked"), VenueAnswerError, "a body that breaks off", 1),
        (saying(b"HTTP/1.1 204 No Content\r\n\r\n"), VenueAnswerError, "answered with status 204", 1),
        (saying(b"HTTP/1.1 302 Found\r\nlocation: /x\r\n\r\n"), VenueAnswerError, "answered with status 302", 1),
    ],
    ids=["reset", "closed", "garbage", "status", "header", "short", "reset in body", "chunk", "empty", "redirect"],
)
async def test_failing_connections(speech: Speech, expected: type[VenueError], words: str, attempts: int) -> None:
    """A venue that breaks off before its answer is unavailable and called again; one that breaks its answer is not."""
    heads, records = list[bytes](), list[CallRecord]()

    async def counted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(b"")
        await speech(reader, writer)

    async with listening(counted) as url:
        transport = transport_to(url, records=records)
        with pytest.raises(expected, match=words):
            await transport.fetch(READ, body_of)
        await transport.close()
    assert (len(records), len(heads)) == (attempts, attempts)


async def test_nobody_listens() -> None:
    """A refused connection is a venue that could not be reached, after three tries."""
    records = list[CallRecord]()
    transport = transport_to(f"http://127.0.0.1:{free_port()}", records=records)
    with pytest.raises(VenueUnavailableError, match="could not be reached"):
        await transport.fetch(READ, body_of)
    await transport.close()
    assert [(record.attempt, record.code) for record in records] == [(n, "VENUE_UNAVAILABLE") for n in (1, 2, 3)]


async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    """Take the question and never answer."""
    await reader.read()


async def dribbling(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send a body byte by byte, without end."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("speech", [silent, dribbling])
async def test_a_venue_that_never_ends_its_answer(speech: Speech) -> None:
    """The time-out and the deadline are for the whole answer, also when bytes keep coming."""
    async with listening(speech) as url:
        transport = transport_to(url, limits=msgspec.structs.replace(AMPLE, timeout=0.15))
        started = time.monotonic()
        with pytest.raises(VenueTimeoutError, match="within"):
            await transport.fetch(READ, body_of)
        with pytest.raises(VenueTimeoutError, match="before the deadline"):
            await fetch_within(0.05, transport)
        assert 0.19 <= time.monotonic() - started < 5
        await transport.close()


async def test_a_connection_that_went_stale_is_one_more_attempt() -> None:
    """A kept connection that the venue has closed costs one attempt, which is recorded, and the read succeeds."""
    heads, records = list[bytes](), list[CallRecord]()

    async def speech(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(OK)
        if len(heads) == 1:
            heads.append(await reader.readuntil(b"\r\n\r\n"))

    async with listening(speech) as url:
        transport = transport_to(url, records=records)
        for _ in range(2):
            assert await transport.fetch(READ, body_of) == b"{}"
        await transport.close()
    assert [(record.attempt, record.status) for record in records] == [(1, 200), (1, None), (2, 200)]
    assert len(heads) == 3


async def test_what_is_no_read_is_never_sent_twice() -> None:
    """A POST that may change something is on the wire once, whatever becomes of the connection."""
    heads = list[bytes]()
    async with listening(saying(then_reset=True, heads=heads)) as url:
        transport = transport_to(url)
        with pytest.raises(VenueUnavailableError):
            await transport.fetch(WRITE, body_of)
        await transport.close()
    assert len(heads) == 1


@pytest.mark.parametrize(
    "value",
    [
        "label:1",
        "a b",
        "a+b",
        "100%",
        "%41",
        "\u00e9\u65e5\U0001f600",
        "a&b=c;d",
        "/x?y#z",
        "!$'()*,@~-._",
        '"<>[]\\^`{|}',
    ],
)
async def test_what_is_signed_is_what_is_sent(value: str) -> None:
    """The route that is signed is byte for byte the route on the wire, whatever is in the query."""
    heads = list[bytes]()
    auth = ZerohashAuth("key", SECRET, "phrase", clock=lambda: 1_790_000_000)
    async with listening(saying(OK, heads=heads)) as url:
        transport = transport_to(url, auth=auth)
        await transport.fetch(Call("accounts", "GET", target("/accounts", [("account_label", value)])), body_of)
        await transport.close()
    line, *lines = heads[0].decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    method, route, _ = line.split(" ")
    assert parse_qsl(route.partition("?")[2]) == [("account_label", value)]
    signed = next(line.split(": ")[1] for line in lines if line.lower().startswith("x-scx-signed"))
    assert signed == signature(decoded_secret(SECRET), headers["x-scx-timestamp"], method, route, b"")
    assert headers["accept-encoding"] == "identity"


async def test_one_body_is_sent_as_it_was_signed() -> None:
    """The bytes of a body are on the wire as they were given."""
    got = list[bytes]()
    body = '{"name":"a:b \u00e9"}'.encode()

    async def speech(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        got.append(await reader.readexactly(len(body)))
        writer.write(OK)

    async with listening(speech) as url:
        transport = transport_to(url)
        await transport.fetch(READ._replace(method="POST", body=body), body_of)
        await transport.close()
    assert got == [body]


class Telling(NoAuth):
    """Sends a secret."""

    async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        """The secret, as a header."""
        return {"authorization": f"Bearer {SECRET}"}


@pytest.mark.parametrize(
    "speech", [saying(), saying(b"HTTP/1.1 400 No\r\n\r\n" + SECRET.encode()), saying(SECRET.encode())]
)
async def test_no_secret_and_no_address_in_records_and_errors(speech: Speech) -> None:
    """Neither error nor record tells a header, an address, a query or the venue's own text."""
    records = list[CallRecord]()
    async with listening(speech) as url:
        transport = transport_to(url, auth=Telling(), records=records)
        with pytest.raises(VenueError) as raised:
            await transport.fetch(READ, body_of)
        await transport.close()
    shown = f"{raised.value} {raised.value.extensions} {records}"
    assert all(hidden not in shown for hidden in (SECRET, "127.0.0.1", "http:", "0xa1", "/account"))
