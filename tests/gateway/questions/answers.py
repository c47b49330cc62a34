"""What the tests here read answers with."""

from typing import Any

from sandbox import VENUES
from tests.house import House, OpenHouse

JOHN = "0x00000000000000000000000000000000000000a1"

THREE = ("zerohash", "polymarket_us", "arcus")
"""The venues whose answers are written here to the digit."""


def only(node: dict[str, Any], *names: str) -> tuple[Any, ...]:
    """Some fields of an answer, in that order."""
    return tuple(node[name] for name in names)


async def open_three(open_gateway: OpenHouse, **settings: str) -> House:
    """A gateway that has settings of the three alone, whatever other venues there are."""
    return await open_gateway(without=tuple(name for name in VENUES if name not in THREE), **settings)


def of_three(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The sections of the three in a portfolio, in their order."""
    sections: list[dict[str, Any]] = answer["data"]["portfolio"]["sections"]
    return sections[: len(THREE)]
