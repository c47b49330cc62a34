"""Commands as processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

GATEWAY = [sys.executable, "-m", "gateway"]


def clean(settings: Mapping[str, str]) -> dict[str, str]:
    """An environment with these settings alone, in which no demo that happens to run is found."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    return {**others, "XDG_STATE_HOME": os.devnull, **settings}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*GATEWAY, *arguments], capture_output=True, text=True, env=clean(environment), timeout=30, check=False
    )


@contextmanager
def started(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command while the block runs, and end it by a signal, in order."""
    with subprocess.Popen([*GATEWAY, *arguments], stdout=subprocess.PIPE, text=True, env=clean(environment)) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(5) == 0
