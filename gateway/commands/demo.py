"""`gateway demo`: the sandbox venues and the gateway in front of them, in one process."""

import logging
import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import click

from gateway.commands import NOT_STARTED, fail
from gateway.commands.running import announced
from gateway.http.app import create_app
from gateway.http.server import address, bind, run_loop, serve_until_signal
from gateway.settings import load_settings
from gateway.telemetry import configure_logging
from sandbox import create_sandbox
from sandbox.serve import Running, serve

HOST = "127.0.0.1"
VARIABLES = '{"code": "ABC123"}'
TRY = '{ portfolio(participantCode: "ABC123") { netWorth { total complete omitted { asset reason } } } }'


def run(port: int, participants: int, *, faulty_crowd: bool = False) -> None:
    """Run everything in one process until a signal."""
    configure_logging(logging.ERROR)
    try:
        run_loop(_demo(port, participants, faulty_crowd=faulty_crowd))
    except KeyboardInterrupt:
        return  # before the first request could be answered; afterwards signals end the server in order
    except (OSError, RuntimeError) as error:
        fail(NOT_STARTED, f"The demo did not start: {getattr(error, 'strerror', None) or error}.")


async def _demo(port: int, participants: int, *, faulty_crowd: bool) -> None:
    sandbox = create_sandbox(participants, faulty_crowd=faulty_crowd)
    with tempfile.TemporaryDirectory(prefix="gateway-demo-") as folder:
        async with serve(sandbox, HOST) as running:
            bound = bind(HOST, port, or_free=True)
            environment = sandbox.environment(running.base_urls, Path(folder))
            settings = load_settings({**environment, "GATEWAY_PORT": str(bound.getsockname()[1])}, Path("/dev/null"))
            base = address(bound)
            with announced(base):
                await serve_until_signal(create_app(settings), bound, _greeting(base, running))


def _greeting(base: str, running: Running) -> Callable[[], None]:
    def say() -> None:
        click.echo(f"GraphQL   {base}/graphql")
        click.echo(f"GraphiQL  {base}/graphql in a browser")
        click.echo(f"Venues    {running.control_url} to unplug, slow down or heal each of the three")
        click.echo("")
        click.echo("Try:")
        click.echo(f"  curl -s {base}/graphql -H 'content-type: application/json' -d {shlex.quote(_as_json(TRY))}")
        click.echo(f"  {_command()} query Portfolio --variables {shlex.quote(VARIABLES)}")
        click.echo("")
        click.echo("Ctrl-C stops everything.")

    return say


def _command() -> str:
    """How this program is called from the folder that it runs in; `make demo` installs no command."""
    return "gateway" if shutil.which("gateway") else f"{shlex.quote(os.path.relpath(sys.executable))} -m gateway"


def _as_json(document: str) -> str:
    quoted = document.replace('"', '\\"')
    return f'{{"query": "{quoted}"}}'
