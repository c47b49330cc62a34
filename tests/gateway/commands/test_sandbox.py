"""`gateway sandbox`."""

import re
import signal
import subprocess
from pathlib import Path

import httpx

from tests.gateway.commands.processes import GATEWAY


def test_the_sandbox_prints_the_settings_that_reach_it(tmp_path: Path) -> None:
    """Each setting is one line that a shell can read, then the control address; a signal ends it with exit code 0."""
    command = [*GATEWAY, "sandbox", "--directory", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as sandbox:
        assert sandbox.stdout is not None
        lines: list[str] = []
        while not lines or lines[-1].startswith("export "):
            lines.append(sandbox.stdout.readline().rstrip())
        assert all(re.match(r"export GATEWAY_\w+=", line) for line in lines[:-1])
        assert "GATEWAY_ARCUS__BASE_URL" in "".join(lines)
        control = lines[-1].split()[-1]
        with httpx.Client() as client:
            assert client.get(control).status_code < 500
        sandbox.send_signal(signal.SIGTERM)
        assert sandbox.wait(5) == 0
    assert list(tmp_path.iterdir())
