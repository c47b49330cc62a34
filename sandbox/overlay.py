"""What writes changed on top of a world that is arithmetic: nothing at first, nothing again after a reset.

Each state keeps its changes in tables of one overlay. A table holds only rows that a write touched, so an untouched
world costs no memory. What a state computes from the seed it computes as ever; a single read looks into its table
first, and a list is `overlaid`: the computed places, less those that no longer belong, with those that now do.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar

Key = TypeVar("Key")
Row = TypeVar("Row")

Place = tuple[int, int]
"""Where a row stands in its list: the number of whose it is, and which of theirs. Lists are sorted by place."""


class Overlay:
    """All changes of one world; the version tells caches whether anything was written since."""

    def __init__(self) -> None:
        self.version = 0
        self._tables: list[dict[Any, Any]] = []

    def add(self, rows: dict[Any, Any]) -> None:
        """Takes a table's rows into the overlay."""
        self._tables.append(rows)

    def reset(self) -> None:
        """Forgets every change."""
        for rows in self._tables:
            rows.clear()
        self.version += 1


class Table(Generic[Key, Row]):
    """The changed rows of one kind, in the order of their first change."""

    def __init__(self, overlay: Overlay) -> None:
        self._overlay = overlay
        self._rows: dict[Key, Row] = {}
        overlay.add(self._rows)

    def put(self, key: Key, row: Row) -> None:
        """The row is this from now on."""
        self._rows[key] = row
        self._overlay.version += 1

    def find(self, key: Key) -> Row | None:
        """The changed row, or None where the seed still holds."""
        return self._rows.get(key)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows.values())

    def items(self) -> Iterator[tuple[Key, Row]]:
        """Every changed row with its key."""
        return iter(self._rows.items())


class Places(Protocol):
    """Places in ascending order, by index."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> Place: ...


class Overlaid:
    """Computed places less some and with others: runs of the computed ones, between which the others stand."""

    def __init__(self, computed: Places, changed: Mapping[Place, bool]) -> None:
        self._computed = computed
        self._runs: list[range | Place] = []
        self._starts: list[int] = []
        self._length = 0
        done = 0
        for place in sorted(changed):
            rank = bisect_left(computed, place, lo=done)
            self._append(range(done, rank), rank - done)
            self._append(place, int(changed[place]))
            done = rank + int(rank < len(computed) and computed[rank] == place)
        self._append(range(done, len(computed)), len(computed) - done)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int, /) -> Place:
        position = bisect_right(self._starts, index) - 1
        run = self._runs[position]
        return self._computed[run[index - self._starts[position]]] if isinstance(run, range) else run

    def _append(self, run: range | Place, length: int) -> None:
        if length:
            self._runs.append(run)
            self._starts.append(self._length)
            self._length += length


def overlaid(computed: Places, changed: Mapping[Place, bool]) -> Places:
    """The list as it is now; `changed` says of each changed place whether it belongs to it."""
    return Overlaid(computed, changed) if changed else computed


def cut(places: Places, start: int, stop: int) -> list[Place]:
    """The places of a part of the list, as far as it goes."""
    return [places[index] for index in range(start, min(stop, len(places)))]
