"""`gateway sandbox`: the three venues alone, and the settings that reach them."""

import asyncio
import shlex
import signal
import tempfile
from contextlib import nullcontext
from pathlib import Path

import click

from gateway.commands import NOT_STARTED, fail
from gateway.http.server import run_loop
from sandbox import create_sandbox
from sandbox.serve import serve

HOST = "127.0.0.1"


def run(port: int, participants: int, directory: Path | None, *, limits: bool, faulty_crowd: bool = False) -> None:
    """Run the venues alone until a signal."""
    held = tempfile.TemporaryDirectory(prefix="gateway-sandbox-") if directory is None else nullcontext(str(directory))
    try:
        with held as folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            run_loop(_sandbox(port, participants, Path(folder), limits=limits, faulty_crowd=faulty_crowd))
    except OSError as error:
        fail(NOT_STARTED, f"The sandbox did not start: {error}.")


async def _sandbox(port: int, participants: int, folder: Path, *, limits: bool, faulty_crowd: bool) -> None:
    sandbox = create_sandbox(participants, limits=limits, faulty_crowd=faulty_crowd)
    names = (*sandbox.apps, "control")
    ports = {name: port + offset if port else 0 for offset, name in enumerate(names)}
    stop = asyncio.Event()
    for caught in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(caught, stop.set)
    async with serve(sandbox, HOST, ports) as running:
        for name, value in sandbox.environment(running.base_urls, folder).items():
            click.echo(f"export {name}={shlex.quote(value)}")
        click.echo(f"# control  {running.control_url}")
        await stop.wait()
