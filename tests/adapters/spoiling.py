"""A sandbox of which one answer is spoiled in one place, and how much a result may differ for it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import httpx
import msgspec

from domain.amounts import plain
from tests.adapters.transport.scripted import reply

LEFT_OUT = ...
TEXT = "spoiled text"
REPLACEMENTS: tuple[Any, ...] = (None, "", -1, 0, 2**63, TEXT, ["spoiled"], {"spoiled": 1}, LEFT_OUT)
MOST_ELEMENTS = 3
"""Of one list that are spoiled: the first, and those that speak of what is asked for."""

Target = tuple[str, str, bytes]
"""Method, path with query, and body of a call."""


class Answer(NamedTuple):
    """An answer of the sandbox."""

    status: int
    body: bytes


class Spoiled(NamedTuple):
    """An answer in which one place is another than the venue would write it."""

    place: tuple[str | int, ...]
    before: Any
    after: Any
    body: bytes

    @property
    def another_name(self) -> bool:
        """Whether a text became another text: that is no fault that anybody could see."""
        return isinstance(self.before, str) and self.after == TEXT

    @property
    def another_amount(self) -> bool:
        """Whether an amount became another number."""
        return is_amount(self.before) and type(self.after) is int


class Spoiling(httpx.AsyncBaseTransport):
    """Answers as the sandbox did the first time, save for the one answer that is spoiled."""

    def __init__(self, app: Any) -> None:
        self.kept: dict[Target, Answer] = {}
        self.used: set[Target] = set()
        self.spoiled: dict[Target, bytes] = {}
        self._inner = httpx.ASGITransport(app=app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Give what is kept, or let the sandbox answer and keep it."""
        target = (request.method, request.url.raw_path.decode(), request.content)
        self.used.add(target)
        if target not in self.kept:
            response = await self._inner.handle_async_request(request)
            self.kept[target] = Answer(response.status_code, await response.aread())
        answer = self.kept[target]
        return reply(answer.status, self.spoiled.get(target, answer.body))


def spoilt(body: bytes, mentioning: Sequence[str]) -> Iterator[Spoiled]:
    """The answer with each member at each depth replaced by something else, or left out; of long lists a few elements.

    An answer that is no JSON is left alone: there is nothing in it to be read.
    """
    try:
        content = msgspec.json.decode(body)
    except ValueError:
        return
    for place in _places(content, (), mentioning):
        before = _at(content, place)
        for after in REPLACEMENTS:
            if type(after) is type(before) and after == before:
                continue
            if after is LEFT_OUT and not (place and isinstance(place[-1], str)):
                continue  # a list without one of its elements is another list, and no fault
            yield Spoiled(place, before, after, msgspec.json.encode(_replaced(content, place, after)))


def unexplained(healthy: Any, found: Any, spoiled: Spoiled) -> list[str]:
    """What differs between two results although the spoiled place does not account for it.

    Parts may be unknown for it, or hold what it was replaced by. Another name makes another row, but no other amount.
    """
    if spoiled.another_amount:
        return []
    known, told = dict(_leaves(healthy)), dict(_leaves(found))
    if spoiled.another_name:
        amounts = {"0", *filter(is_amount, known.values())}
        return [f"{place}: {leaf}" for place, leaf in told.items() if is_amount(leaf) and leaf not in amounts]
    return [
        f"{place}: {known.get(place, LEFT_OUT)} became {told.get(place, LEFT_OUT)}"
        for place in {**known, **told}
        if (place not in told or place not in known or known[place] != told[place])
        and not (place in known and place in told and _unknown(told[place], spoiled))
    ]


def is_amount(leaf: Any) -> bool:
    """Whether a text is an amount."""
    if not isinstance(leaf, str):
        return False
    try:
        plain(leaf)
    except ValueError:
        return False
    return True


def _unknown(leaf: Any, spoiled: Spoiled) -> bool:
    if leaf is None or getattr(leaf, "value", None) == "UNKNOWN":
        return True
    return bool(leaf == spoiled.after) and type(leaf) is type(spoiled.after)


def _places(content: Any, place: tuple[str | int, ...], mentioning: Sequence[str]) -> Iterator[tuple[str | int, ...]]:
    yield place
    if isinstance(content, dict):
        for name, held in content.items():
            yield from _places(held, (*place, name), mentioning)
    if isinstance(content, list):
        spoken_of = [
            index
            for index, held in enumerate(content)
            if any(text in msgspec.json.encode(held).decode() for text in mentioning)
        ]
        for index in list(dict.fromkeys([*range(min(1, len(content))), *spoken_of]))[:MOST_ELEMENTS]:
            yield from _places(content[index], (*place, index), mentioning)


def _at(content: Any, place: tuple[str | int, ...]) -> Any:
    for step in place:
        content = content[step]
    return content


def _replaced(content: Any, place: tuple[str | int, ...], after: Any) -> Any:
    if not place:
        return after
    step, rest = place[0], place[1:]
    copy: Any = dict(content) if isinstance(content, dict) else list(content)
    if not rest and after is LEFT_OUT:
        del copy[step]
    else:
        copy[step] = _replaced(content[step], rest, after)
    return copy


def _leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, held in value.items():
            yield from _leaves(held, f"{place}.{key}")
    elif isinstance(value, list) or type(value) is tuple:
        for index, held in enumerate(value):
            yield from _leaves(held, f"{place}[{index}]")
    else:
        yield place, value
