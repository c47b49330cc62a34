"""`gateway sandbox`: the three venues alone, and the settings that reach them."""

import asyncio
import json
import os
import shlex
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from gateway.commands import NOT_STARTED, fail
from gateway.http.server import run_loop
from gateway.settings import PREFIX
from sandbox import Sandbox, create_sandbox
from sandbox.serve import serve

HOST = "127.0.0.1"
SETTINGS_FILE = "gateway.toml"


def run(port: int, participants: int, directory: Path | None, *, limits: bool, faulty_crowd: bool = False) -> None:
    """Run the venues alone until a signal."""
    sandbox = create_sandbox(participants, limits=limits, faulty_crowd=faulty_crowd)
    names = (*sandbox.apps, "control")
    ports = {name: port + offset if port else 0 for offset, name in enumerate(names)}
    with _held(directory) as folder:
        try:
            run_loop(_sandbox(sandbox, ports, folder))
        except _FolderError as error:
            fail(NOT_STARTED, f"The sandbox cannot write its settings into {folder}: {error}.")
        except OSError as error:
            where = f", ports {port} to {port + len(names) - 1}" if port else ""
            fail(NOT_STARTED, f"The sandbox cannot listen on {HOST}{where}: {_reason(error)}.")


class _FolderError(Exception):
    """The folder of the settings cannot be used."""


@contextmanager
def _held(directory: Path | None) -> Iterator[Path]:
    """Where the files go; a folder that is made here hides itself from git, wherever it is."""
    if directory is None:
        with tempfile.TemporaryDirectory(prefix="gateway-sandbox-") as temporary:
            yield Path(temporary)
        return
    folder = directory.absolute()
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        if not folder.is_dir():
            fail(NOT_STARTED, f"{directory} is no directory.")
    except OSError as error:
        fail(NOT_STARTED, f"The directory {directory} cannot be made: {_reason(error)}.")
    yield folder


async def _sandbox(sandbox: Sandbox, ports: Mapping[str, int], folder: Path) -> None:
    stop = asyncio.Event()
    for caught in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(caught, stop.set)
    async with serve(sandbox, HOST, ports) as running:
        try:
            environment = sandbox.environment(running.base_urls, folder)
            file = _write(folder / SETTINGS_FILE, environment)
        except OSError as error:
            raise _FolderError(_reason(error)) from None
        for name, value in environment.items():
            click.echo(f"export {name}={shlex.quote(value)}")
        click.echo(f"# control  {running.control_url}")
        click.echo(f"# or       gateway serve --config {shlex.quote(str(file))}")
        await stop.wait()


def _write(file: Path, environment: Mapping[str, str]) -> Path:
    """The same settings as a file for `--config`, for its owner's eyes only."""
    general: list[str] = []
    sections: dict[str, list[str]] = {}
    for name, value in environment.items():
        section, _, key = name.removeprefix(PREFIX).lower().rpartition("__")
        lines = sections.setdefault(section, []) if section else general
        lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    blocks = ["\n".join(general), *(f"[{name}]\n" + "\n".join(lines) for name, lines in sections.items())]
    file.touch(mode=0o600)
    file.chmod(0o600)
    file.write_text("\n\n".join(block for block in blocks if block) + "\n", encoding="utf-8")
    return file


def _reason(error: OSError) -> str:
    return os.strerror(error.errno) if error.errno else type(error).__name__
