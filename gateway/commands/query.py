"""`gateway query`: one question, answered in this process."""

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from gateway.commands import DONE, NO, USAGE, VENUE_FAILED, fail
from gateway.commands.settings import settings_or_exit
from gateway.execution.answers import Answer, Question, decode_exactly
from gateway.runtime import Gateway
from gateway.settings import Settings
from gateway.telemetry import configure_logging
from schema.operations import load_operations


def run(name: str, variables: str, operation: str | None, config: Path | None, *, explain: bool) -> None:
    """Print the answer as JSON, or what it costs; the exit code says whether the answer is whole."""
    question = Question(_document(name), _variables(variables), operation)
    settings = settings_or_exit(config)
    configure_logging(logging.ERROR)
    answer, costs = asyncio.run(_ask(settings, question, explain=explain))
    shown = msgspec.json.encode({**costs, "errors": answer.errors} if answer.errors else costs)
    click.echo(msgspec.json.format(shown if explain else answer.body, indent=2))
    sys.exit(_status(answer))


async def _ask(settings: Settings, question: Question, *, explain: bool) -> tuple[Answer, dict[str, Any]]:
    """The answer, and what it was expected to cost, did cost, and might have."""
    async with Gateway.open(settings) as gateway:
        answer = await gateway.answer(question, explain=explain)
    limits = settings.allowance
    allowed = {"allowed": limits._asdict() if limits else None}
    return answer, {**((answer.extensions or {}).get("cost") or {}), **allowed}


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


def _status(answer: Answer) -> int:
    codes = [error.get("extensions", {}).get("code", "") for error in answer.errors]
    codes += _unavailable(msgspec.json.decode(answer.data or b"null"))
    if not codes:
        return DONE
    return VENUE_FAILED if all(code.startswith("VENUE_") for code in codes) else NO


def _unavailable(data: Any) -> list[str]:  # noqa: ANN401 - any JSON
    """The codes of sections that say a venue could not be read."""
    if isinstance(data, list):
        return [code for item in data for code in _unavailable(item)]
    if not isinstance(data, dict):
        return []
    own = [data["code"]] if str(data.get("code", "")).startswith("VENUE_") else []
    return own + [code for item in data.values() for code in _unavailable(item)]
