"""Running the web application until a signal: free ports, a quick and clean end."""

import asyncio
import gc
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

try:
    from uvloop import new_event_loop
except ImportError:  # Windows
    from asyncio import new_event_loop  # type: ignore[assignment]

GRACE = 1  # seconds that requests under way are given at the end


def run_loop(work: Coroutine[Any, Any, None]) -> None:
    """Run on uvloop where there is one, which serves a request in less CPU time than asyncio's own loop."""
    # What is there once the modules are in stays for good; collections need not look through it again and again.
    gc.collect()
    gc.freeze()
    # Small steps, for each one holds up all requests: of 50,000 objects it would be a tenth of a second.
    gc.set_threshold(10_000, 30, 50)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(work)


class _Server(uvicorn.Server):
    """A server that leaves signals to the loop, so that an orderly end exits with 0."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def bind(host: str, port: int, *, or_free: bool = False) -> socket.socket:
    """Listen there, or on a free port where that one cannot be had and any will do. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sets TCP_NODELAY on each connection; without it small answers wait 40 ms.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError:
        if not or_free:
            bound.close()
            raise
        bound.bind((host, 0))
    bound.listen(2048)
    return bound


def address(bound: socket.socket) -> str:
    """The http address of a listening socket."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve_until_signal(app: ASGIApp, bound: socket.socket, started: Callable[[], None]) -> None:
    """Serve until SIGINT or SIGTERM; `started` is called once the first request can be answered.

    Raises RuntimeError when the application does not start.
    """
    server = _Server(
        uvicorn.Config(
            app,
            http="httptools",
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE,
        )
    )
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for caught in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(caught, stop.set)
    serving = asyncio.create_task(server.serve([bound]))
    stopping = asyncio.create_task(stop.wait())
    while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn sets a flag, not an event
        await asyncio.sleep(0.01)
    if server.started:
        started()
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving
    stopping.cancel()
    if not server.started:
        raise RuntimeError("the web application did not start")
