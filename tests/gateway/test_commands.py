"""The command line, as processes: what it prints and how it exits."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import msgspec
import pytest

from sandbox import Sandbox
from sandbox.serve import serve

GATEWAY = [sys.executable, "-m", "gateway"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with these settings alone."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    return subprocess.run(
        [*GATEWAY, *arguments], capture_output=True, text=True, env={**clean, **environment}, timeout=30, check=False
    )


def test_help_imports_nothing_heavy() -> None:
    """`gateway --help` names every command without importing Strawberry or a web server."""
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom gateway.commands import main\n"
        "print(CliRunner().invoke(main, ['--help']).output)\n"
        "print(sorted(name for name in ('strawberry', 'starlette', 'uvicorn', 'aiohttp') if name in sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip().endswith("[]")
    assert all(command in told for command in ("serve", "demo", "query", "schema", "sandbox", "doctor"))


def test_serve_refuses_an_address_that_others_can_reach() -> None:
    """Without caller authentication `serve` keeps to this machine, says so in one sentence, and exits with 4."""
    for host in ("0.0.0.0", "192.0.2.1", "::"):  # noqa: S104 - refused
        refused = run("serve", "--host", host)
        assert refused.returncode == 4
        assert "does not yet authenticate its callers" in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1


def test_wrong_settings_exit_with_four() -> None:
    """All faults are told in one message and the exit code is 4."""
    refused = run("serve", GATEWAY_PORT="x", GATEWAY_ARCUS__RATE="y")
    assert refused.returncode == 4
    assert "GATEWAY_PORT" in refused.stderr
    assert "GATEWAY_ARCUS__BASE_URL is missing" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_taken_port_exits_with_three() -> None:
    """A port that another process holds is named, and the exit code is 3."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = run("serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 3
    assert "cannot listen" in refused.stderr


def test_the_contract_is_checked_and_exported(tmp_path: Path) -> None:
    """`schema check` is content with the committed contract and names what an older client would miss."""
    assert run("schema", "check").returncode == 0
    exported = run("schema", "export").stdout
    assert exported.startswith('"""')
    older = tmp_path / "older.graphql"
    older.write_text(exported + "\ntype Gone { x: Int }\n")
    told = run("schema", "check", str(older))
    assert (told.returncode, "Gone" in told.stdout) == (1, True)
    (tmp_path / "none.graphql").write_text("{")
    assert run("schema", "check", str(tmp_path / "none.graphql")).returncode == 2


async def test_query_and_doctor_ask_the_venues(sandbox_keys: Sandbox, tmp_path: Path) -> None:
    """`query` answers without a server; `doctor` tells of each venue; a venue that fails makes them exit with 5."""
    import asyncio

    async with serve(sandbox_keys) as running:
        environment = sandbox_keys.environment(running.base_urls, tmp_path)

        async def ask(*arguments: str) -> subprocess.CompletedProcess[str]:
            return await asyncio.to_thread(run, *arguments, **environment)

        worth = await ask("query", "NetWorth")
        assert worth.returncode == 0
        assert msgspec.json.decode(worth.stdout)["data"]["portfolio"]["netWorth"]["total"] == "343360.5364"
        doctor = await ask("doctor")
        assert doctor.returncode == 0
        assert doctor.stdout.count(" answers\n") == 3
        sandbox_keys.faults.set("arcus", "error")
        try:
            broken = await ask("doctor")
            margin = await ask("query", "MarginAccount")
        finally:
            sandbox_keys.faults.clear()
        assert (broken.returncode, margin.returncode) == (5, 5)
        assert "VENUE_UNAVAILABLE" in broken.stdout
    assert (await asyncio.to_thread(run, "query", "Nothing")).returncode == 2
    assert (await asyncio.to_thread(run, "query", "Portfolio", "--variables", "[]")).returncode == 2


@pytest.mark.parametrize("caught", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_answers_and_ends_at_once(caught: signal.Signals) -> None:
    """`gateway demo` prints where to look and one command to try; a signal ends it in under 2 s, with exit code 0."""
    with subprocess.Popen([*GATEWAY, "demo", "--port", "0"], stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        lines = [demo.stdout.readline() for _ in range(6)]
        url = lines[0].split()[1]
        assert any("curl -s" in line for line in lines)
        with httpx.Client() as client:
            answer = client.post(url, json={"query": '{ participant(code: "ABC123") { name } }'}).json()
            assert answer["data"]["participant"]["name"] == "John Smith"
            started = time.monotonic()
            demo.send_signal(caught)
            assert demo.wait(5) == 0
            assert time.monotonic() - started < 2
