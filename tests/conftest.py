"""Fixtures for all rooms."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from sandbox import Sandbox, create_sandbox
from tests.house import House, OpenHouse, open_house

# Hypothesis tries the same examples on every run, however busy the machine.
settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """The gateway runs on asyncio only."""
    return "asyncio"


@pytest.fixture(scope="session")
def sandbox_keys() -> Sandbox:
    """A sandbox whose RSA key the others borrow: making one takes a tenth of a second."""
    sandbox = create_sandbox()
    _ = sandbox.credentials.private_key
    return sandbox


@pytest.fixture
async def open_gateway(sandbox_keys: Sandbox, tmp_path: Path) -> AsyncIterator[OpenHouse]:
    """Open gateways with settings of one's own, each on a fresh sandbox: participants=, without=, and settings."""
    async with AsyncExitStack() as stack:

        async def opened(
            *, participants: int = 20, limits: bool = False, without: tuple[str, ...] = (), **settings: str
        ) -> House:
            sandbox = create_sandbox(participants, limits=limits)
            sandbox.credentials.private_key = sandbox_keys.credentials.private_key
            return await stack.enter_async_context(open_house(sandbox, tmp_path, without, **settings))

        yield opened


@pytest.fixture
async def house(open_gateway: OpenHouse) -> House:
    """A gateway on a fresh sandbox of 20 people."""
    return await open_gateway()


@pytest.fixture(scope="session")
def demo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running `gateway demo`, a process of its own."""
    command = [sys.executable, "-m", "gateway", "demo", "--port", "0"]
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path_factory.mktemp("state"))}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as demo:
        assert demo.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:\d+", demo.stdout.readline())
        assert address, "the demo printed no address"
        yield address[0] + "/graphql"
        demo.send_signal(signal.SIGTERM)
        demo.stdout.read()
        started = time.monotonic()
        assert demo.wait(5) == 0
        assert time.monotonic() - started < 2


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failure: everything it needs is installed there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
