"""`gateway demo`."""

import signal
import subprocess
import time

import httpx
import pytest

from tests.gateway.commands.processes import GATEWAY


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
