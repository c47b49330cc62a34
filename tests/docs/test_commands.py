"""The commands in the documents, and what they say of the process."""

import re
import shlex

import click
import pytest

from gateway import commands
from schema.operations import load_operations
from tests.docs.documents import DOCS, DOCUMENTS, README, ROOT, bare, shell_lines, table

COMMANDS = DOCS / "commands.md"
OURS = sorted(
    {line for document in DOCUMENTS for line in shell_lines(document) if line.partition(" ")[0] in ("make", "gateway")}
)
NAMED_EXIT_CODES = {
    commands.DONE,
    commands.NO,
    commands.USAGE,
    commands.NOT_STARTED,
    commands.SETTINGS_INVALID,
    commands.VENUE_FAILED,
}


def leaf(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that the words name, and its own arguments."""
    command: click.Command = commands.main
    while isinstance(command, click.Group) and words:
        command, words = command.commands[words[0]], words[1:]
    return command, words


def leaves(command: click.Command, name: str) -> list[str]:
    """The names of all commands that do something."""
    if isinstance(command, click.Group):
        return [found for word, inner in command.commands.items() for found in leaves(inner, f"{name} {word}")]
    return [name]


@pytest.mark.parametrize("line", OURS)
def test_each_command_in_a_document_exists(line: str) -> None:
    """A `make` line names a target of the Makefile; a `gateway` line is parsed by the command it names."""
    program, *words = shlex.split(re.split(r"[|<>#]", line)[0])
    if program == "make":
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert words
        assert all(re.search(rf"^{re.escape(word)}:", makefile, re.MULTILINE) for word in words)
        return
    command, arguments = leaf(words)
    assert not isinstance(command, click.Group)
    with command.make_context(line, list(arguments)) as context:
        if command.name == "query":
            assert context.params["name"] in {"-", *(operation.name for operation in load_operations())}


def test_the_two_first_commands_are_the_ones_that_need_nothing() -> None:
    """A newcomer reads `make demo` and `make test` before anything else."""
    assert shell_lines(README)[:2] == ["make demo", "make test"]


def test_no_command_is_left_out() -> None:
    """Every command that the gateway has stands in the examples of its document."""
    shown = [line + " " for line in shell_lines(COMMANDS)]
    assert [name for name in leaves(commands.main, "gateway") if not any(f"{name} " in line for line in shown)] == []


def test_the_exit_codes_are_those_of_the_commands() -> None:
    """The table has one row an exit code, in their order, and no other."""
    assert [int(bare(row[0])) for row in table(COMMANDS, "exit codes")] == sorted(NAMED_EXIT_CODES)


def test_no_exit_code_is_without_a_name() -> None:
    """The numbers of `gateway.commands` are exactly those that the table explains."""
    numbers = {value for name, value in vars(commands).items() if name.isupper() and isinstance(value, int)}
    assert numbers == NAMED_EXIT_CODES
