"""What was read lately, kept by its text within bounds."""

from collections import OrderedDict
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Room(NamedTuple):
    """How much is kept at most."""

    entries: int = 1_000
    characters: int = 4_000_000
    """Of all texts."""
    nodes: int = 20_000
    """Of all documents: a node takes up to half a kilobyte, a text of two characters can be one."""
    longest: int = 20_000
    """Characters of a text that is kept at all."""


class Kept(Generic[T]):
    """The least recently used make room; a value that nobody else holds is freed then, and not at some later time."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._kept: OrderedDict[str, tuple[T, int]] = OrderedDict()
        self.characters = 0
        self.nodes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, text: str) -> T | None:
        """What is kept under a text."""
        found = self._kept.get(text)
        if found is None:
            return None
        self._kept.move_to_end(text)
        return found[0]

    def keep(self, text: str, value: T, nodes: int) -> None:
        """Keep a value that was not kept yet."""
        if len(text) > self._room.longest or text in self._kept:
            return
        self._kept[text] = value, nodes
        self.characters += len(text)
        self.nodes += nodes
        while self._too_much():
            dropped, (_, weight) = self._kept.popitem(last=False)
            self.characters -= len(dropped)
            self.nodes -= weight

    def _too_much(self) -> bool:
        room = self._room
        return len(self._kept) > room.entries or self.characters > room.characters or self.nodes > room.nodes
