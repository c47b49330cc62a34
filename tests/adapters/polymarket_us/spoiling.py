"""Healthy answers with one member spoiled, and what may differ in a result that was read from one.

Nothing here knows a venue.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

import msgspec

from domain.amounts import is_zero
from domain.errors import Unavailable

Path = tuple[str | int, ...]
"""Where a member stands in an answer: names of members and places in lists."""

REPLACEMENTS: tuple[Any, ...] = (None, "", -1, 0, 2**63, "text", [], ["odd"], {}, {"odd": "odd"})
LEFT_OUT = "left out"
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
ROW = "row"
"""Stands for a whole row of a result that comes or goes."""
TIMES = frozenset({"observed_at", "observation"})
"""When something was read, which differs each time."""
IDENTITIES = ("order_id", "symbol", "currency", "market_id", "key", "name", "asset")
RIGHT = frozenset({"VENUE_ANSWER", "NOT_FOUND", "VENUE_FORBIDDEN"})


class Spoiled(NamedTuple):
    """One answer, and the member that is no longer what it was."""

    path: Path
    content: Any
    how: str

    @property
    def member(self) -> str:
        """The member's name; an element of a list is named by the list and `[]`."""
        name = next(step for step in reversed(self.path) if isinstance(step, str))
        return f"{name}[]" if isinstance(self.path[-1], int) else name


class Touch(NamedTuple):
    """What one spoiled member may cost: these keys, and these fields of theirs; nothing where it is not read."""

    keys: Collection[int]
    fields: Collection[str] | None = ()
    """None is any."""
    default: bool = False
    """Whether the venue says what it means when the member is left out, so that other amounts may follow."""


def spoiled(content: Any) -> Iterator[Spoiled]:
    """The answer with each member at each depth replaced by each odd value, and left out."""
    for path, value in _members(content, ()):
        for odd in REPLACEMENTS:
            if type(odd) is not type(value) or odd != value:
                yield Spoiled(path, _with(content, path, [odd]), f"= {odd!r}"[:24])
        yield Spoiled(path, _with(content, path, []), LEFT_OUT)


def complaints(
    case: Spoiled, healthy: Sequence[Any], found: Sequence[Any], touch: Callable[[Spoiled], Touch]
) -> Iterator[str]:
    """What is wrong with the results: a neighbour that is not whole, a code that is not right, a field too many."""
    may = touch(case)
    for number, (good, result) in enumerate(zip(healthy, found, strict=True)):
        told = f"{'.'.join(map(str, case.path))} {case.how}: key {number}"
        if isinstance(result, Unavailable):
            if number not in may.keys or may.fields == () or result.code not in RIGHT:
                yield f"{told} is {result.code}"
            continue
        changed = differences(good, result)
        if number not in may.keys and changed:
            yield f"{told} is no longer whole: {changed}"
        elif may.fields is not None and changed.keys() - set(may.fields):
            yield f"{told} differs in {changed}"
        elif case.how == LEFT_OUT and not may.default and any(map(_is_amount, chain(*changed.values()))):
            yield f"{told} has other amounts: {changed}"


def differences(good: Any, found: Any) -> dict[str, list[Any]]:
    """The fields that differ and what they are now, over all rows; ROW where a row has come or gone."""
    before, after = rows_of(good), rows_of(found)
    changed: dict[str, list[Any]] = {ROW: []} if before.keys() != after.keys() else {}
    for identity in before.keys() & after.keys():
        one, other = before[identity], after[identity]
        for name in one.keys() | other.keys():
            if one.get(name) != other.get(name):
                changed.setdefault(name, []).append(other.get(name))
    return changed


def _is_amount(value: Any) -> bool:
    return isinstance(value, str) and NUMBER.fullmatch(value) is not None and not is_zero(value)


def rows_of(value: Any) -> dict[Any, dict[str, Any]]:
    """The rows of a result by what they are called, without when they were read; positions are rows of their own."""
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return {name: fields for held in value.values() for name, fields in rows_of(held).items()}
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return {name: fields for held in value for name, fields in rows_of(held).items()}
    fields = {name: getattr(value, name) for name in value.__struct_fields__ if name not in TIMES}
    nested = rows_of(fields.pop("positions", ()))
    return {next((fields[name] for name in IDENTITIES if name in fields), None): fields, **nested}


def _members(content: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    items: Any = content.items() if isinstance(content, dict) else enumerate(content)
    for step, value in items:
        yield (*path, step), value
        if isinstance(value, dict | list):
            yield from _members(value, (*path, step))


def _with(content: Any, path: Path, values: list[Any]) -> Any:
    """A copy in which one member is the one value or none; all beside its path is the same object."""
    step: Any = path[0]
    if len(path) > 1:
        values = [_with(content[step], path[1:], values)]
    if isinstance(content, list):
        return [*content[:step], *values, *content[step + 1 :]]
    kept = {name: value for name, value in content.items() if name != step}
    return {**kept, **({step: values[0]} if values else {})}


def encoded(content: Any) -> bytes:
    """The answer as JSON."""
    return msgspec.json.encode(content)
