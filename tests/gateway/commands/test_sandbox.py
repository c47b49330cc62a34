"""`gateway sandbox`."""

import re
import shlex
import stat
from pathlib import Path

import httpx

from gateway.settings import load_settings
from tests.gateway.commands.processes import run, started


def test_the_sandbox_gives_the_settings_that_reach_it(tmp_path: Path) -> None:
    """As lines for a shell and as a file that `--config` takes as it is, in a folder that git leaves alone."""
    folder = tmp_path / "settings"
    with started("sandbox", "--directory", str(folder)) as sandbox:
        assert sandbox.stdout is not None
        lines: list[str] = []
        while not lines or lines[-1].startswith("export "):
            lines.append(sandbox.stdout.readline().rstrip())
        exported = dict(shlex.split(line)[1].split("=", 1) for line in lines[:-1])
        assert "GATEWAY_ARCUS__BASE_URL" in exported
        assert httpx.get(lines[-1].split()[-1]).status_code < 500
        file = Path(sandbox.stdout.readline().split()[-1])
        assert load_settings({}, file) == load_settings(exported, Path("/dev/null"))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"
        with started("serve", "--config", str(file), "--port", "0") as serve:
            assert serve.stdout is not None
            address = re.search(r"http://\S+", serve.stdout.readline())
            assert address
            answer = run("query", "NetWorth", "--variables", '{"code": "ABC123"}', "--url", address[0])
    assert (answer.returncode, '"total": "343360.5364"' in answer.stdout) == (0, True)


def test_without_a_directory_nothing_stays_behind() -> None:
    """The files are in a temporary folder, which goes with the sandbox."""
    with started("sandbox") as sandbox:
        assert sandbox.stdout is not None
        line = ""
        while "--config" not in line:
            line = sandbox.stdout.readline()
        file = Path(line.split()[-1])
        assert file.exists()
    assert not file.parent.exists()
