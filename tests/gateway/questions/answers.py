"""What the tests here read answers with."""

from typing import Any

JOHN = "0x00000000000000000000000000000000000000a1"


def only(node: dict[str, Any], *names: str) -> tuple[Any, ...]:
    """Some fields of an answer, in that order."""
    return tuple(node[name] for name in names)
