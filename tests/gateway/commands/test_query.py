"""`gateway query`: in this process, at a running gateway, at the demo, and never about another person than meant."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from sandbox import Sandbox
from tests.gateway.commands.conftest import Ask
from tests.gateway.commands.processes import run, started

JOHN = '{"code": "ABC123"}'


async def test_query_answers_in_this_process(ask: Ask, sandbox_keys: Sandbox) -> None:
    """With the settings of the venues no server is needed; a venue that fails makes it exit with 5."""
    worth = await ask("query", "NetWorth", "--variables", JOHN)
    assert worth.returncode == 0
    assert msgspec.json.decode(worth.stdout)["data"]["portfolio"]["netWorth"]["total"] == "343360.5364"
    sandbox_keys.faults.set("arcus", "error")
    address = '{"address": "0x00000000000000000000000000000000000000a1"}'
    margin = await ask("query", "MarginAccount", "--variables", address)
    assert (margin.returncode, margin.stderr) == (5, "")


async def test_a_section_that_could_not_be_read_counts_as_a_failed_venue(ask: Ask, sandbox_keys: Sandbox) -> None:
    """An answer without errors, in whose data a section says that its venue failed, makes `query` exit with 5."""
    sandbox_keys.faults.set("arcus", "error")
    portfolio = await ask("query", "Portfolio", "--variables", JOHN)
    answer = msgspec.json.decode(portfolio.stdout)
    assert "errors" not in answer
    assert answer["data"]["portfolio"]["sections"][2]["code"] == "VENUE_UNAVAILABLE"
    assert portfolio.returncode == 5


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["NetWorth", "--variables", '{"participantCode": "C00001"}'],
            "NetWorth has no variable 'participantCode'; it has code.",
        ),
        (["Venues", "--variables", '{"a": 1, "b": 2}'], "Venues has no variable 'a', 'b'; it has none."),
        (["Portfolio"], "Portfolio needs --variables with code; it has code."),
        (["MarginAccount"], "MarginAccount needs --variables with address; it has address, accountIndex."),
        (["Nothing"], "There is no operation 'Nothing'; "),
        (["Portfolio", "--variables", "[]"], "--variables must be a JSON object."),
        (["Venues", "--url", "ftp://x"], "--url must be an http or https address"),
        (["Venues", "--url", "http://127.0.0.1:99999"], "--url must be an http or https address"),
        (["Venues", "--url", "http://127.0.0.1:1", "--config", "x"], "--config is for an answer in this process"),
    ],
)
def test_query_is_used_wrongly(arguments: list[str], sentence: str) -> None:
    """A name that the operation does not declare is refused, for GraphQL would drop it; so is a missing one."""
    refused = run("query", *arguments)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith(sentence)
    assert len(refused.stderr.splitlines()) == 1


def test_a_question_that_is_refused_exits_with_one() -> None:
    """A value that cannot be right is the caller's business: the answer is printed, and the exit code is 1."""
    refused = run("query", "Portfolio", "--operation", "Nothing")
    assert refused.returncode == 1
    assert msgspec.json.decode(refused.stdout)["errors"][0]["extensions"]["code"] == "OPERATION_RESOLUTION_FAILURE"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a demo, and the state directory that it knows."""
    state = tmp_path_factory.mktemp("state")
    with started("demo", "--port", "0", XDG_STATE_HOME=str(state)) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[1], state


def test_a_running_gateway_is_asked_by_its_url(demo: tuple[str, Path]) -> None:
    """`--url` takes the endpoint or the address alone; what answers nothing or no JSON is one sentence and 5."""
    endpoint, _ = demo
    for url in (endpoint, endpoint.removesuffix("/graphql")):
        answered = run("query", "NetWorth", "--variables", JOHN, "--url", url)
        assert (answered.returncode, answered.stderr) == (0, "")
        assert '"total": "343360.5364"' in answered.stdout
    for url, sentence in (
        ("http://127.0.0.1:1", "The gateway could not be reached: Connection refused."),
        (endpoint.replace("/graphql", "/nothing"), "What answered there is no gateway: status 404, no JSON."),
    ):
        failed = run("query", "Venues", "--url", url)
        assert (failed.returncode, failed.stdout, failed.stderr.strip()) == (5, "", sentence)


def test_without_settings_the_demo_answers(demo: tuple[str, Path]) -> None:
    """The demo is found without an address, says so, and no file left behind by another stands in the way."""
    endpoint, state = demo
    folder = state / "account-gateway"
    gone = {"process": 2**22 + 1, "url": "http://127.0.0.1:1"}
    another = {"process": os.getpid(), "url": "http://127.0.0.1:1"}
    for name, content in (
        ("demo-1", msgspec.json.encode(gone)),
        ("demo-2", b"{"),
        ("demo-3", msgspec.json.encode(another)),
    ):
        (folder / f"{name}.json").write_bytes(content)
    answered = run("query", "NetWorth", "--variables", JOHN, XDG_STATE_HOME=str(state))
    assert answered.stderr == f"Answered by the demo at {endpoint.removesuffix('/graphql')}\n"
    assert answered.returncode == 0
    assert not (folder / "demo-1.json").exists()


def test_a_demo_that_ended_is_not_found(tmp_path: Path) -> None:
    """The demo takes its file with it, and `query` says that there is nothing to answer."""
    with started("demo", "--port", "0", XDG_STATE_HOME=str(tmp_path)) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert list((tmp_path / "account-gateway").iterdir())
    assert list((tmp_path / "account-gateway").iterdir()) == []
    alone = run("query", "NetWorth", "--variables", JOHN, XDG_STATE_HOME=str(tmp_path))
    assert alone.stderr == "No venue has settings, and no demo is running.\n"
    assert alone.returncode == 5


def test_a_state_directory_that_cannot_be_used_costs_nothing_else() -> None:
    """Where the demo cannot say that it runs, it runs all the same."""
    with started("demo", "--port", "0", XDG_STATE_HOME=os.devnull) as process:
        assert process.stdout is not None
        assert "/graphql" in process.stdout.readline()
