"""Sandbox, gateway and hand-written endpoint as processes of their own, started and ended together."""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
VENUES = ("ZEROHASH", "POLYMARKET_US", "ARCUS")
"""Those that the hand-written endpoint speaks to; the gateway is given settings of no other."""
UNTHROTTLED = {"RATE": "1000000", "BURST": "1000000", "CONCURRENCY": "100", "TIMEOUT_SECONDS": "30"}
PARTICIPANTS = 60
SECONDS_TO_END = 5


class Server(NamedTuple):
    """A server under measurement."""

    port: int
    pid: int


class Servers(NamedTuple):
    """Everything that runs."""

    gateway: Server
    handwritten: Server
    sandbox_pid: int
    control_url: str


class NotStartedError(Exception):
    """A process ended, or closed its output, before it said where it listens."""


@contextmanager
def running() -> Iterator[Servers]:
    """Start all three, and end them however the block is left. Raises NotStartedError."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    command = ["gateway", "sandbox", "--no-limits", "--participants", str(PARTICIPANTS)]
    with _started(command, environment, r"# control +(http\S+)") as (sandbox, said):
        given = (word.split("=", 1) for word in shlex.split(said, comments=True) if word != "export")
        environment |= {
            name: value for name, value in given if "__" not in name or name.removeprefix("GATEWAY_").startswith(VENUES)
        }
        environment |= {f"GATEWAY_{venue}__{name}": value for venue in VENUES for name, value in UNTHROTTLED.items()}
        command = ["gateway", "serve", "--port", "0", "--config", os.devnull]
        with (
            _started(command, environment, r"http://127\.0\.0\.1:(\d+)/graphql") as (gateway, gateway_said),
            _started(["benchmarks.handwritten"], environment, r"http://127\.0\.0\.1:(\d+)") as (
                written,
                written_said,
            ),
        ):
            yield Servers(
                gateway=Server(_port(gateway_said), gateway.pid),
                handwritten=Server(_port(written_said), written.pid),
                sandbox_pid=sandbox.pid,
                control_url=said.rpartition("# control")[2].strip(),
            )


@contextmanager
def gateway_alone() -> Iterator[Server]:
    """A gateway without venues, ended however the block is left. Raises NotStartedError."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    command = ["gateway", "serve", "--port", "0", "--config", os.devnull]
    with _started(command, environment, r"http://127\.0\.0\.1:(\d+)/graphql") as (gateway, said):
        yield Server(_port(said), gateway.pid)


def cpu_seconds(pid: int) -> float | None:
    """User and system time that a process has used; None where there is no /proc to tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _started(
    module: Sequence[str], environment: Mapping[str, str], ready: str
) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A process, and what it printed up to the line that says where it listens."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(  # noqa: S603 - our own commands
            [sys.executable, "-m", *module],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,  # Ctrl-C reaches the benchmark alone, which ends the others in order
        )
        try:
            yield process, _until(process, ready, errors)
        finally:
            _end(process)


def _until(process: "subprocess.Popen[str]", ready: str, errors: IO[str]) -> str:
    said = ""
    for line in process.stdout or ():
        said += line
        if re.search(ready, line):
            return said
    errors.seek(0)
    raise NotStartedError(f"A process did not start:\n{said}{errors.read()[-2000:]}")


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.communicate(timeout=SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def _port(said: str) -> int:
    return int(re.findall(r"http://127\.0\.0\.1:(\d+)", said)[-1])
