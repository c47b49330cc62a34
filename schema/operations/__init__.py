"""The named example operations: the page's tabs, the command line's queries, the contract tests' inputs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Operation(NamedTuple):
    """One operation; its name is that of its file."""

    name: str
    text: str
    variables: Mapping[str, object]
    """What a tab of the page brings with it, from the JSON file of the same name: an example, never a default."""


def load_operations() -> list[Operation]:
    """All operations in the order of their files, which are numbered so that a newcomer meets the easy ones first."""
    return [
        Operation(path.stem.partition("-")[2], path.read_text(encoding="utf-8"), _variables(path.with_suffix(".json")))
        for path in sorted(FOLDER.glob("*.graphql"))
    ]


def _variables(path: Path) -> dict[str, object]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}
