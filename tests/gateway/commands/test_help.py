"""`gateway --help`."""

import subprocess
import sys
import tomllib
from pathlib import Path

from gateway import VERSION
from tests.gateway.commands.processes import run


def test_the_version_is_that_of_the_project() -> None:
    """`gateway --version` says what pyproject.toml says, installed or not."""
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == VERSION
    assert run("--version").stdout == f"gateway {project['version']}\n"


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
