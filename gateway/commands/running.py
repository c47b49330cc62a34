"""Where the demo says that it runs, so that `gateway query` finds it without an address.

Each demo has a file of its own in the user's state directory, which no other user writes to. It goes when the demo
ends; one that was left behind is recognised: its process is gone, or what answers at its address is no gateway.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from gateway.commands.remote import is_gateway


class Announcement(msgspec.Struct, frozen=True):
    """One demo that runs, or did."""

    process: int
    url: str


@contextmanager
def announced(url: str) -> Iterator[None]:
    """Say where the demo is while the block runs; a directory that cannot be written costs only this convenience."""
    process = os.getpid()
    file = _folder() / f"demo-{process}.json"
    draft = file.with_suffix(".draft")
    try:
        with suppress(OSError):
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_bytes(msgspec.json.encode(Announcement(process, url)))
            draft.replace(file)  # whole or not there
        yield
    finally:
        with suppress(OSError):
            file.unlink()


def running_demo() -> str | None:
    """The address of the demo that was started last and answers; files of those that are gone are removed."""
    with suppress(OSError):
        for file in sorted(_folder().glob("demo-*.json"), key=lambda file: file.stat().st_mtime, reverse=True):
            with suppress(OSError, ValueError):
                found = msgspec.json.decode(file.read_bytes(), type=Announcement)
                if not _lives(found.process):
                    file.unlink()
                elif is_gateway(found.url):
                    return found.url
    return None


def _folder() -> Path:
    given = os.environ.get("XDG_STATE_HOME", "")
    state = Path(given) if given else Path.home() / ".local" / "state"
    return state / "account-gateway"


def _lives(process: int) -> bool:
    if sys.platform == "win32":
        return True  # there a signal of 0 would end the process; whether the address answers has to do
    try:
        os.kill(process, 0)
    except (OSError, OverflowError):
        return False
    return process > 0
