"""Commands as processes."""

import os
import subprocess
import sys

GATEWAY = [sys.executable, "-m", "gateway"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end, with these settings alone."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    return subprocess.run(
        [*GATEWAY, *arguments], capture_output=True, text=True, env={**clean, **environment}, timeout=30, check=False
    )
