"""`gateway serve`."""

from pathlib import Path

import click

from gateway.commands import NOT_STARTED, SETTINGS_INVALID, fail
from gateway.commands.settings import settings_or_exit
from gateway.http.app import create_app
from gateway.http.server import address, bind, run_loop, serve_until_signal
from gateway.telemetry import configure_logging


def run(host: str | None, port: int | None, config: Path | None) -> None:
    """Serve until a signal."""
    flags = {name: str(value) for name, value in (("HOST", host), ("PORT", port)) if value is not None}
    settings = settings_or_exit(config, flags)
    if not settings.loopback:
        fail(
            SETTINGS_INVALID,
            f"GATEWAY_HOST {settings.host} is no loopback address, and the gateway does not yet "
            "authenticate its callers: use 127.0.0.1, ::1 or localhost.",
        )
    try:
        bound = bind(settings.host, settings.port)
    except OSError as error:
        fail(NOT_STARTED, f"The gateway cannot listen on {settings.host}:{settings.port}: {error.strerror}.")
    configure_logging()
    try:
        run_loop(serve_until_signal(create_app(settings), bound, lambda: _say(address(bound))))
    except RuntimeError as error:
        fail(NOT_STARTED, f"The gateway did not start: {error}.")


def _say(base: str) -> None:
    click.echo(f"GraphQL   {base}/graphql")
