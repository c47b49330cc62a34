"""`gateway query`: one question, answered by a running gateway or in this process."""

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any

import click
import msgspec
from graphql import GraphQLError, NonNullTypeNode, OperationDefinitionNode, parse

from gateway.commands import DONE, NO, USAGE, VENUE_FAILED, fail
from gateway.commands.remote import Address, UnreachableError, ask
from gateway.commands.running import running_demo
from gateway.commands.settings import settings_or_exit
from gateway.execution.answers import Question
from gateway.execution.decoding import decode_exactly
from gateway.execution.limits import LIMITS
from gateway.runtime import Gateway
from gateway.settings import Settings
from gateway.telemetry import configure_logging
from schema.operations import load_operations


def run(
    name: str, variables: str, operation: str | None, url: str | None, config: Path | None, *, explain: bool
) -> None:
    """Print the answer as JSON, or what it costs; the exit code says whether the answer is whole."""
    if url is not None and config is not None:
        fail(USAGE, "--config is for an answer in this process: --url takes none.")
    address = None if url is None else _address(url)
    question = Question(_document(name), _variables(variables), operation)
    _check_variables(name, question)
    body = _ask_there(address, question) if address else _ask_here_or_the_demo(config, question, explain=explain)
    answer = msgspec.json.decode(body)
    click.echo(msgspec.json.format(_costs(answer) if explain else body, indent=2))
    sys.exit(_status(answer))


def _ask_here_or_the_demo(config: Path | None, question: Question, *, explain: bool) -> bytes:
    """In this process with the settings; without settings of any venue, at the demo where one runs."""
    settings = settings_or_exit(config)
    if not settings.venues and config is None:
        demo = running_demo()
        if demo is not None:
            click.echo(f"Answered by the demo at {demo}", err=True)
            return _ask_there(_address(demo), question)
        click.echo("No venue has settings, and no demo is running.", err=True)
    configure_logging(logging.ERROR)
    return asyncio.run(_ask_here(settings, question, explain=explain))


async def _ask_here(settings: Settings, question: Question, *, explain: bool) -> bytes:
    async with Gateway.open(settings) as gateway:
        answer = await gateway.answer(question, explain=explain)
    return answer.body


def _ask_there(address: Address, question: Question) -> bytes:
    try:
        return ask(address, question)
    except UnreachableError as error:
        fail(VENUE_FAILED, str(error))


def _address(url: str) -> Address:
    try:
        return Address.read(url)
    except ValueError:
        fail(USAGE, "--url must be an http or https address, as http://127.0.0.1:8080.")


def _costs(answer: dict[str, Any]) -> bytes:
    """What the answer says it was expected to cost, did cost, and might have; and its errors."""
    costs = (answer.get("extensions") or {}).get("cost")
    if costs is None:
        click.echo("The answer does not say what it cost.", err=True)
    return msgspec.json.encode({**(costs or {}), **({"errors": answer["errors"]} if answer.get("errors") else {})})


def _document(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    known = {operation.name: operation.text for operation in load_operations()}
    if name not in known:
        fail(USAGE, f"There is no operation {name!r}; there are {', '.join(known)}, and - to read a document.")
    return known[name]


def _variables(text: str) -> dict[str, Any]:
    try:
        decoded = decode_exactly(text)
    except msgspec.DecodeError:
        decoded = None
    if not isinstance(decoded, dict):
        fail(USAGE, "--variables must be a JSON object.")
    return decoded


def _check_variables(name: str, question: Question) -> None:
    """End with a sentence where a variable is given that is not declared, which GraphQL ignores, or one is missing."""
    operation = _meant(question)
    if operation is None:
        return
    declared = {variable.variable.name.value: variable for variable in operation.variable_definitions or ()}
    known = f"it has {', '.join(declared)}" if declared else "it has none"
    subject = "The document" if name == "-" else name
    given = question.variables or {}
    undeclared = [one for one in given if one not in declared]
    if undeclared:
        fail(USAGE, f"{subject} has no variable {', '.join(repr(one) for one in undeclared)}; {known}.")
    missing = [
        one
        for one, variable in declared.items()
        if isinstance(variable.type, NonNullTypeNode) and variable.default_value is None and one not in given
    ]
    if missing:
        fail(USAGE, f"{subject} needs --variables with {', '.join(missing)}; {known}.")


def _meant(question: Question) -> OperationDefinitionNode | None:
    """The one operation that the question means; what is wrong with the document itself, the answer says."""
    try:
        document = parse(question.query, max_tokens=LIMITS.tokens)
    except (GraphQLError, RecursionError):
        return None
    operations = [node for node in document.definitions if isinstance(node, OperationDefinitionNode)]
    name = question.operation_name
    meant = [node for node in operations if name is None or (node.name and node.name.value == name)]
    return meant[0] if len(meant) == 1 else None


def _status(answer: dict[str, Any]) -> int:
    codes = [(error.get("extensions") or {}).get("code", "") for error in answer.get("errors") or ()]
    codes += _unavailable(answer.get("data"))
    if not codes:
        return DONE
    return VENUE_FAILED if all(str(code).startswith("VENUE_") for code in codes) else NO


def _unavailable(data: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """The codes of sections that say a venue could not be read."""
    if isinstance(data, list):
        return [code for item in data for code in _unavailable(item)]
    if not isinstance(data, dict):
        return []
    own = [data["code"]] if str(data.get("code", "")).startswith("VENUE_") else []
    return own + [code for item in data.values() for code in _unavailable(item)]
