"""Runs a sandbox over real HTTP: one server a venue and one for control, all in the running event loop."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, NamedTuple

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sandbox.assembly import Sandbox
from sandbox.front import UNFINISHED
from sandbox.registry import BASE_PATHS

RESET_AT_ONCE = struct.pack("ii", 1, 0)


class Running(NamedTuple):
    """Where the servers listen."""

    base_urls: dict[str, str]
    control_url: str


class QuietServer(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield


class DroppingProtocol(HttpToolsProtocol):
    """HTTP that resets the connection when the application does, and closes it on an unfinished answer."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - the library's own signature
        super().__init__(*arguments, **options)
        healthy = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            unfinished = False

            async def watch(message: Message) -> None:
                nonlocal unfinished
                unfinished = bool(message.get("more_body", False))
                await send(message)

            scope["extensions"] = {**scope.get("extensions", {}), UNFINISHED: {}}
            try:
                await healthy(scope, receive, watch)
            except ConnectionResetError:
                self.reset()
            else:
                if not unfinished:
                    return
                self.transport.close()
            while (await receive())["type"] != "http.disconnect":
                pass

        self.app = app

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Sends small answers at once: asyncio does that by itself only for sockets it opened."""
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().connection_made(transport)

    def reset(self) -> None:
        """Ends the connection so that the client sees a reset and not an orderly end."""
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_ONCE)
        self.transport.abort()


@asynccontextmanager
async def serve(
    sandbox: Sandbox, host: str = "127.0.0.1", ports: Mapping[str, int] | None = None
) -> AsyncIterator[Running]:
    """Serves the venues and the control app; a port that is 0 or not given is a free one.

    Raises OSError if a port is taken. On leaving, open connections are cut.
    """
    apps: dict[str, ASGIApp] = {**sandbox.apps, "control": sandbox.control}
    wanted = ports or {}
    sockets: dict[str, socket.socket] = {}
    try:
        for name in apps:
            sockets[name] = socket.create_server((host, wanted.get(name, 0)), backlog=1024)
        servers = [QuietServer(config(app)) for app in apps.values()]
        tasks = [
            asyncio.create_task(server.serve([bound])) for server, bound in zip(servers, sockets.values(), strict=True)
        ]
        urls = {name: f"http://{host}:{bound.getsockname()[1]}" for name, bound in sockets.items()}
        try:
            yield Running({name: f"{urls[name]}{path}" for name, path in BASE_PATHS.items()}, urls["control"])
        finally:
            await stop(servers, tasks)
    finally:
        for bound in sockets.values():
            bound.close()


async def stop(servers: Sequence[QuietServer], tasks: Sequence[asyncio.Task[None]]) -> None:
    """Ends the servers without waiting for clients that keep a connection or a slow call open."""
    pending = set(tasks)
    while pending:
        for server in servers:
            server.should_exit = True
            for connection in list(server.server_state.connections):
                connection.transport.abort()
        _, pending = await asyncio.wait(pending, timeout=0.05)
    await asyncio.gather(*tasks)


def config(app: ASGIApp) -> uvicorn.Config:
    """How each server runs."""
    return uvicorn.Config(
        app,
        http=DroppingProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
