"""`gateway demo` and `gateway sandbox`: the venues pretended, with or without the gateway in front."""

import asyncio
import logging
import shlex
import signal
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import click

from gateway.app import create_app
from gateway.commands import NOT_STARTED, fail
from gateway.serving import address, bind, run, serve_until_signal
from gateway.settings import load_settings
from gateway.telemetry import configure_logging
from sandbox import Sandbox, create_sandbox
from sandbox.serve import Running, serve

HOST = "127.0.0.1"
TRY = '{ portfolio(participantCode: "ABC123") { netWorth { total complete omitted { asset reason } } } }'


def run_demo(port: int, participants: int) -> None:
    """Run everything in one process until a signal."""
    configure_logging(logging.WARNING)
    try:
        run(_demo(port, participants))
    except KeyboardInterrupt:
        return  # before the first request could be answered; afterwards signals end the server in order
    except (OSError, RuntimeError) as error:
        fail(NOT_STARTED, f"The demo did not start: {error}.")


def run_sandbox(port: int, participants: int, directory: Path | None, *, limits: bool) -> None:
    """Run the venues alone until a signal."""
    held = tempfile.TemporaryDirectory(prefix="gateway-sandbox-") if directory is None else nullcontext(str(directory))
    try:
        with held as folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            run(_sandbox(port, participants, Path(folder), limits=limits))
    except OSError as error:
        fail(NOT_STARTED, f"The sandbox did not start: {error}.")


async def _demo(port: int, participants: int) -> None:
    sandbox = create_sandbox(participants)
    with tempfile.TemporaryDirectory(prefix="gateway-demo-") as folder:
        async with serve(sandbox, HOST) as running:
            bound = bind(HOST, port, or_free=True)
            environment = sandbox.environment(running.base_urls, Path(folder))
            settings = load_settings({**environment, "GATEWAY_PORT": str(bound.getsockname()[1])}, Path("/dev/null"))
            await serve_until_signal(create_app(settings), bound, _announcement(address(bound), running))


async def _sandbox(port: int, participants: int, folder: Path, *, limits: bool) -> None:
    sandbox: Sandbox = create_sandbox(participants, limits=limits)
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


def _announcement(base: str, running: Running) -> Callable[[], None]:
    def say() -> None:
        click.echo(f"GraphQL   {base}/graphql")
        click.echo(f"GraphiQL  {base}/graphql in a browser")
        click.echo(f"Venues    {running.control_url} to unplug, slow down or heal each of the three")
        click.echo("")
        click.echo("Try:")
        click.echo(f"  curl -s {base}/graphql -H 'content-type: application/json' -d {shlex.quote(_as_json(TRY))}")
        click.echo("")
        click.echo("Ctrl-C stops everything.")

    return say


def _as_json(document: str) -> str:
    quoted = document.replace('"', '\\"')
    return f'{{"query": "{quoted}"}}'
