"""`gateway query` and `gateway doctor`, which ask the venues once."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import msgspec
import pytest

from domain.venues import Venue
from sandbox import Sandbox
from sandbox.serve import serve
from tests.gateway.commands.processes import run

Ended = subprocess.CompletedProcess[str]


@pytest.fixture
async def ask(sandbox_keys: Sandbox, tmp_path: Path) -> AsyncIterator[Callable[..., Awaitable[Ended]]]:
    """Run a command with the settings of a sandbox that runs on real ports."""
    async with serve(sandbox_keys) as running:
        environment = sandbox_keys.environment(running.base_urls, tmp_path)

        async def asked(*arguments: str) -> Ended:
            return await asyncio.to_thread(run, *arguments, **environment)

        yield asked
        sandbox_keys.faults.clear()


async def test_query_and_doctor_ask_the_venues(ask: Callable[..., Awaitable[Ended]], sandbox_keys: Sandbox) -> None:
    """`query` answers without a server; `doctor` tells of each venue; a venue that fails makes them exit with 5."""
    whole = await ask("query", "MarginAccount")
    assert whole.returncode == 0
    assert msgspec.json.decode(whole.stdout)["data"]["marginAccount"]["equity"] == "103960.5"
    doctor = await ask("doctor")
    assert doctor.returncode == 0
    assert doctor.stdout.count(" answers\n") == len(Venue)
    sandbox_keys.faults.set("arcus", "error")
    broken = await ask("doctor")
    margin = await ask("query", "MarginAccount")
    assert (broken.returncode, margin.returncode) == (5, 5)
    assert "VENUE_UNAVAILABLE" in broken.stdout
    assert (broken.stderr, margin.stderr) == ("", "")


async def test_a_section_that_could_not_be_read_counts_as_a_failed_venue(
    ask: Callable[..., Awaitable[Ended]], sandbox_keys: Sandbox
) -> None:
    """An answer without errors, in whose data a section says that its venue failed, makes `query` exit with 5."""
    sandbox_keys.faults.set("arcus", "error")
    portfolio = await ask("query", "Portfolio")
    answer = msgspec.json.decode(portfolio.stdout)
    assert "errors" not in answer
    assert answer["data"]["portfolio"]["sections"][2]["code"] == "VENUE_UNAVAILABLE"
    assert portfolio.returncode == 5


def test_a_question_that_is_refused_exits_with_one() -> None:
    """A value that cannot be right is the caller's business: the answer is printed, and the exit code is 1."""
    refused = run("query", "Portfolio", "--operation", "Nothing")
    assert refused.returncode == 1
    assert msgspec.json.decode(refused.stdout)["errors"][0]["extensions"]["code"] == "OPERATION_RESOLUTION_FAILURE"


def test_query_is_used_wrongly() -> None:
    """An operation that is not there, and variables that are no object, exit with 2."""
    assert run("query", "Nothing").returncode == 2
    assert run("query", "Portfolio", "--variables", "[]").returncode == 2


def test_doctor_names_the_venues_without_settings() -> None:
    """A venue without settings is one line and no failure."""
    doctor = run("doctor")
    assert (doctor.returncode, doctor.stderr) == (0, "")
    assert doctor.stdout.splitlines() == [
        "settings       valid; 0 participants linked",
        *(f"{venue.title:<15}not configured" for venue in Venue),
    ]
