"""A sandbox on real ports, and commands with the settings that reach it."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import msgspec
import pytest

from sandbox import Sandbox
from sandbox.serve import serve
from tests.gateway.commands.processes import run

Ended = subprocess.CompletedProcess[str]
Ask: TypeAlias = Callable[..., Awaitable[Ended]]


@pytest.fixture
def links(tmp_path: Path) -> Callable[[object], str]:
    """Write a links file of one's own."""

    def written(content: object) -> str:
        file = tmp_path / "own-links.json"
        file.write_bytes(msgspec.json.encode(content))
        return str(file)

    return written


@pytest.fixture
async def ask(sandbox_keys: Sandbox, tmp_path: Path) -> AsyncIterator[Ask]:
    """Run a command with the settings of a sandbox that runs on real ports, and with others in their place."""
    async with serve(sandbox_keys) as running:
        environment = sandbox_keys.environment(running.base_urls, tmp_path)

        async def asked(*arguments: str, **others: str) -> Ended:
            return await asyncio.to_thread(run, *arguments, **{**environment, **others})

        yield asked
        sandbox_keys.faults.clear()
