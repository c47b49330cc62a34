"""The named example operations: the page's tabs, the command line's queries, the contract tests' inputs."""

from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Operation(NamedTuple):
    """One operation; its name is that of its file."""

    name: str
    text: str


def load_operations() -> list[Operation]:
    """All operations in the order of their files, which are numbered so that a newcomer meets the easy ones first."""
    return [
        Operation(path.stem.partition("-")[2], path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.graphql"))
    ]
