"""The command line; each command imports what it needs only when it runs, so that --help is quick."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from gateway import VERSION

DONE, NO, USAGE, NOT_STARTED, SETTINGS_INVALID, VENUE_FAILED = 0, 1, 2, 3, 4, 5


class Port(click.ParamType[int]):
    """A port, or the end of the command with one sentence."""

    name = "integer"

    def __init__(self, highest: int = 65535) -> None:
        self.highest = highest

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number."""
        text = str(value)
        if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) <= self.highest):
            fail(USAGE, f"--port must be a number, 0 to {self.highest}.")
        return int(text)


CONFIG = click.option("--config", type=click.Path(path_type=Path), help="A settings file; default ./gateway.toml.")

FAULTY_CROWD = click.option("--faulty-crowd", is_flag=True, help="With the fault people in every listing.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="gateway", message="%(prog)s %(version)s")
def main() -> None:
    """One GraphQL schema over three account venues: zerohash, Polymarket US and Arcus."""


@main.command()
@click.option("--host", help="Where to listen; default 127.0.0.1.")
@click.option("--port", type=Port(), help="Port; default 8080, 0 for a free one.")
@CONFIG
def serve(host: str | None, port: int | None, config: Path | None) -> None:
    """Serve the gateway with the settings of the environment."""
    from gateway.commands.serve import run

    run(host, port, config)


@main.command()
@click.option("--port", type=Port(), default=8080, show_default=True, help="Preferred port.")
@click.option("--participants", type=click.IntRange(1, 50_000), default=20, show_default=True, help="How many people.")
@FAULTY_CROWD
def demo(port: int, participants: int, *, faulty_crowd: bool) -> None:
    """Run three sandbox venues and the gateway until Ctrl-C."""
    from gateway.commands.demo import run

    run(port, participants, faulty_crowd=faulty_crowd)


@main.command()
@click.option("--port", type=Port(65532), default=0, help="First of four ports; default free ones.")
@click.option("--participants", type=click.IntRange(1, 50_000), default=20, show_default=True, help="How many people.")
@click.option(
    "--directory", type=click.Path(path_type=Path), help="Where settings and links go; default a temporary one."
)
@click.option("--no-limits", is_flag=True, help="Without the venues' rate limits.")
@FAULTY_CROWD
def sandbox(port: int, participants: int, directory: Path | None, *, no_limits: bool, faulty_crowd: bool) -> None:
    """Run the three sandbox venues alone; print and write the settings that reach them."""
    from gateway.commands.sandbox import run

    run(port, participants, directory, limits=not no_limits, faulty_crowd=faulty_crowd)


@main.command()
@click.argument("name")
@click.option("--variables", default="{}", help="Variables as a JSON object.")
@click.option("--operation", help="Which operation of a document with several.")
@click.option("--url", help="A running gateway; without it, and without settings of any venue, the demo that runs.")
@click.option("--explain", is_flag=True, help="Print what it was expected to cost and did, not the answer.")
@CONFIG
def query(
    name: str, variables: str, operation: str | None, url: str | None, config: Path | None, *, explain: bool
) -> None:
    """Answer one question: NAME is an example operation, - reads a document. Without --url no server is needed."""
    from gateway.commands.query import run

    run(name, variables, operation, url, config, explain=explain)


@main.command()
@CONFIG
def doctor(config: Path | None) -> None:
    """Check the settings, and ask each venue something small."""
    from gateway.commands.doctor import run

    run(config)


@main.group()
def schema() -> None:
    """The printed contract."""


@schema.command()
@click.option("--output", type=click.Path(path_type=Path), help="Write there instead of printing.")
def export(output: Path | None) -> None:
    """Print the schema that this gateway serves."""
    from gateway.commands.schema import run_export

    run_export(output)


@schema.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path), required=False)
def check(file: Path | None) -> None:
    """Compare the schema with the committed contract, or report what breaks clients of an older FILE."""
    from gateway.commands.schema import run_check

    run_check(file)


def fail(status: int, message: str) -> NoReturn:
    """End with a sentence on standard error."""
    click.echo(message, err=True)
    sys.exit(status)
