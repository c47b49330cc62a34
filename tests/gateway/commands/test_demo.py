"""`gateway demo`."""

import signal
import subprocess
import time
from pathlib import Path

import httpx
import pytest

from tests.gateway.commands.processes import GATEWAY, clean


@pytest.mark.parametrize("caught", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_answers_and_ends_at_once(caught: signal.Signals, tmp_path: Path) -> None:
    """`gateway demo` prints where to look and two commands that work as they stand; a signal ends it in under 2 s."""
    command, environment = [*GATEWAY, "demo", "--port", "0"], clean({"XDG_STATE_HOME": str(tmp_path)})
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as demo:
        assert demo.stdout is not None
        lines = [demo.stdout.readline() for _ in range(7)]
        url = lines[0].split()[1]
        tried = [line.strip() for line in lines if line.startswith("  ")]
        assert [word for line in tried for word in ("curl -s", " query ") if word in line] == ["curl -s", " query "]
        for line in tried:
            done = subprocess.run(line, shell=True, env=environment, capture_output=True, text=True, check=True)  # noqa: S602
            assert "343360.5364" in done.stdout
        with httpx.Client() as client:
            answer = client.post(url, json={"query": '{ participant(code: "ABC123") { name } }'}).json()
            assert answer["data"]["participant"]["name"] == "John Smith"
            started = time.monotonic()
            demo.send_signal(caught)
            assert demo.wait(5) == 0
            assert time.monotonic() - started < 2
