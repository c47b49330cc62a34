"""A venue that answers as a test says, in place of the network and over real sockets."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

import httpx

from adapters.transport.calls import Auth, Call, CallRecord, Refusal, Reply, Upstream
from adapters.transport.rates import Limits
from adapters.transport.transport import Connect, Transport
from domain.budget import BUDGET, RESERVE, Budget
from domain.errors import VenueAnswerError, VenueError
from domain.venues import Venue

Answer = Callable[[httpx.Request], Awaitable[httpx.Response]]
Speech = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

AMPLE = Limits(rate=10_000, burst=10_000, concurrency=8, timeout=5, default_retry_after=0.05)
READ = Call("account", "GET", "/account?address=0xa1")
WRITE = READ._replace(method="POST", body=b"{}", read=False)


class Clock:
    """Moves only when a test moves it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time, in seconds."""
        return self.now


class Scripted(httpx.AsyncBaseTransport):
    """Keeps every request, and how many were under way at once."""

    def __init__(self, answer: Answer) -> None:
        self.requests: list[httpx.Request] = []
        self.under_way = 0
        self.most_at_once = 0
        self.called = asyncio.Event()
        self._answer = answer

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the script."""
        self.requests.append(request)
        self.called.set()
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            return await self._answer(request)
        finally:
            self.under_way -= 1


def reply(status: int = 200, body: bytes = b"{}", headers: Mapping[str, str] | None = None) -> httpx.Response:
    """An answer whose body still has to be read."""
    return httpx.Response(status, headers=headers, stream=httpx.ByteStream(body))


class NoAuth:
    """Adds nothing."""

    async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        """No headers."""
        return {}

    def renew(self, status: int, headers: Mapping[str, str]) -> bool:
        """Nothing to renew."""
        return False


def answering(*statuses: int, body: bytes = b"{}", headers: Mapping[str, str] | None = None) -> Scripted:
    """One status a call, the last for all that follow; the headers go with each that is not 200."""
    left = list(statuses)

    async def answer(_request: httpx.Request) -> httpx.Response:
        status = left.pop(0) if len(left) > 1 else left[0]
        return reply(status, body, None if status == 200 else headers)

    return Scripted(answer)


def slow(seconds: float, body: bytes = b"{}") -> Scripted:
    """Every answer takes this long."""

    async def answer(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(seconds)
        return reply(200, body)

    return Scripted(answer)


def refused(call: Call, reply: Reply) -> VenueError:
    """A 4xx, with its status."""
    return VenueAnswerError(Venue.ARCUS, f"Arcus refused the question with {reply.status} (call: {call.name}).")


def transport_to(
    http: httpx.AsyncBaseTransport | str,
    *,
    limits: Limits = AMPLE,
    auth: Auth | None = None,
    refusal: Refusal = refused,
    probe: Callable[[], Awaitable[None]] | None = None,
    records: list[CallRecord] | None = None,
) -> Transport:
    """A transport to a script, or to an address by the real client."""
    upstream = Upstream(
        venue=Venue.ARCUS,
        base_url=http if isinstance(http, str) else "http://arcus.sandbox",
        auth=auth or NoAuth(),
        limits=limits,
        refusal=refusal,
        probe=probe,
    )
    return connect_to(None if isinstance(http, str) else http, records)(upstream)


def connect_to(http: httpx.AsyncBaseTransport | None, records: list[CallRecord] | None = None) -> Connect:
    """What an adapter connects with: to a script, or with None to real addresses."""

    def connect(upstream: Upstream) -> Transport:
        return Transport(upstream, observe=(records if records is not None else []).append, http=http)

    return connect


@asynccontextmanager
async def listening(speech: Speech) -> AsyncIterator[str]:
    """A server on a free port that hands each connection to `speech`; gives its address."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await speech(reader, writer)
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


def saying(*parts: bytes, then_reset: bool = False, heads: list[bytes] | None = None) -> Speech:
    """Read one request's head, write the parts, and end the connection in order or with a reset."""

    async def speech(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if heads is not None:
            heads.append(head)
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.01)
        if then_reset:
            sock = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    return speech


def body_of(answer: Reply) -> bytes:
    """The body as it is."""
    return answer.body


async def fail(transport: Transport, times: int = 5) -> list[type]:
    """Read so many different accounts one after the other; what was raised."""
    raised: list[type] = []
    for number in range(times):
        try:
            await transport.fetch(READ._replace(target=f"/failing?n={number}"), body_of)
        except VenueError as error:
            raised.append(type(error))
    return raised


async def fetch_within(seconds: float, transport: Transport, call: Call = READ) -> bytes:
    """Fetch for a request of one's own that has this long."""

    async def fetch() -> bytes:
        BUDGET.set(Budget(seconds + RESERVE))
        return await transport.fetch(call, body_of)

    return await asyncio.create_task(fetch())


async def settled() -> None:
    """Let what was cancelled or finished come to its end."""
    for _ in range(50):
        await asyncio.sleep(0)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port
