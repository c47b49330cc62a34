"""`gateway schema export` and `gateway schema check`."""

import sys
from difflib import unified_diff
from pathlib import Path

import click
from graphql import GraphQLError, build_schema
from graphql.utilities import find_breaking_changes

from gateway.commands import DONE, NO, USAGE, fail
from schema.build import CONTRACT, printed
from schema.build import build_schema as build_our_schema

STANDARD_SCALAR = "Standard scalar "
"""How graphql-core begins when one schema uses, say, Float and the other does not: no change of anything of ours."""


def run_export(output: Path | None) -> None:
    """Print or write the contract."""
    text = printed(build_our_schema())
    if output is None:
        click.echo(text, nl=False)
    else:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            fail(USAGE, f"{output.name} cannot be written: {error.strerror}.")


def run_check(file: Path | None) -> None:
    """Say how the schema differs from the committed contract, or what breaks clients of an older one."""
    sys.exit(_drift() if file is None else _breaking(file))


def _drift() -> int:
    committed = CONTRACT.read_text(encoding="utf-8").splitlines() if CONTRACT.exists() else []
    difference = list(
        unified_diff(committed, printed(build_our_schema()).splitlines(), "committed", "served", lineterm="")
    )
    if not difference:
        click.echo("The committed contract is the schema that is served.")
        return DONE
    click.echo("\n".join(difference))
    click.echo(
        "The committed contract differs; `gateway schema export --output schema/schema.graphql` renews it.", err=True
    )
    return NO


def _breaking(file: Path) -> int:
    try:
        older = build_schema(file.read_text(encoding="utf-8"))
    except (GraphQLError, TypeError, UnicodeDecodeError):
        fail(USAGE, f"{file.name} is not a GraphQL schema.")
    changes = [
        change
        for change in find_breaking_changes(older, build_schema(printed(build_our_schema())))
        if not change.description.startswith(STANDARD_SCALAR)
    ]
    for change in changes:
        click.echo(change.description)
    click.echo("Nothing breaks." if not changes else f"{len(changes)} breaking change(s).", err=bool(changes))
    return NO if changes else DONE
