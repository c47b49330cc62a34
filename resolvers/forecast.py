"""What a question will read, worked out before anything is: groups of things, and the lookups that they take.

A group stands for things that nobody has read yet: of which type, how many, whose, and under which keys where the
question or the links say so. What a field reads of a group is declared beside the field (`schema/fields.py`). Equal
lookups are one, as in the loaders; lookups that wait for the same ones before them are one batch.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any, NamedTuple, TypeAlias

from domain.keys import AccountKey, Owner
from domain.venues import Venue
from resolvers.keys import Keys
from resolvers.sizes import Size, Sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Things of one type; groups of equal type and name are the same things."""

    type: str
    name: Hashable
    count: float = 1.0
    keys: tuple[Hashable, ...] | None = None
    """Their keys, where they are known beforehand."""
    venue: Venue | None = None
    owners: "Group | None" = None
    """Whose they are: the participants."""
    contents: tuple["Part", ...] = ()
    """What is in each of them."""
    after: tuple[str, ...] = ()
    """The loaders that answer, one after the other, before the things are there."""
    complete: bool = False
    """Whether what a listing leaves out of them is known."""


class Part(NamedTuple):
    """Things in another thing: which, and how many in each."""

    group: Group
    each: float


Arguments: TypeAlias = Mapping[str, Any]


class Batch(NamedTuple):
    """Lookups that are made together."""

    loader: str
    venue: Venue
    after: tuple[str, ...]


class MostLinked:
    """How many accounts at a venue so many people have at most: those with the most links."""

    def __init__(self, links: Mapping[str, Owner]) -> None:
        self._sums = {
            venue: list(accumulate(sorted((len(owner.at(venue)) for owner in links.values()), reverse=True)))
            for venue in Venue
        }

    def of(self, people: float, venue: Venue) -> int:
        """Of so many people together."""
        sums = self._sums[venue]
        return sums[min(int(people + 0.5), len(sums)) - 1] if sums and people >= 1 else 0


@dataclass(slots=True)
class Forecast:
    """What one question will read."""

    keys: Keys
    links: Mapping[str, Owner]
    most_linked: MostLinked
    sizes: Sizes
    batches: dict[Batch, float] = field(default_factory=dict)
    """How many lookups each batch has, or accounts where a lookup costs a call for each."""
    _noted: set[tuple[str, Venue, Hashable]] = field(default_factory=set)

    def read(
        self,
        loader: str,
        venue: Venue,
        things: Group,
        each: Callable[[Hashable], float] | float = 1.0,
        what: Hashable = None,
    ) -> Group:
        """Note a lookup of each thing, unless there is one already; the same things, as they are after it.

        Several lookups in one batch that differ only in what they want of a thing count as one.
        """
        batch = Batch(loader, venue, things.after)
        for name, number in self._weighed(things, each):
            if (loader, venue, (name, what)) not in self._noted:
                self._noted.add((loader, venue, (name, what)))
                together = (loader, venue, (name, things.after))
                self.batches[batch] = self.batches.get(batch, 0.0) + (0.0 if together in self._noted else number)
                self._noted.add(together)
        return replace(things, after=(*things.after, loader))

    def same(self, loader: str, venue: Venue, things: Group, some: Group) -> None:
        """Some of the things are known where all are: note no lookup of them where the things were looked up."""
        if all((loader, venue, (name, None)) in self._noted for name, _ in self._weighed(things, 1.0)):
            self._noted.update((loader, venue, (name, None)) for name, _ in self._weighed(some, 1.0))

    def each(self, size: Size, of: Group | None) -> float:
        """How many to expect in each thing of a group."""
        if of is None or not of.keys:
            return self.sizes.expect(size)
        return sum(self.sizes.expect(size, key) for key in of.keys) / len(of.keys)

    def linked(self, people: Group, venue: Venue) -> tuple[float, tuple[AccountKey, ...] | None]:
        """How many accounts these people have at a venue by the links, and which, where that is known."""
        if people.keys is None:
            return self.most_linked.of(people.count, venue), None
        keys = tuple(key for code in people.keys for key in self.owner(code).at(venue))
        return len(keys), keys

    def owner(self, code: Hashable) -> Owner:
        """What the links know of a participant."""
        return self.links.get(str(code)) or Owner(str(code))

    @staticmethod
    def _weighed(things: Group, each: Callable[[Hashable], float] | float) -> Iterable[tuple[Hashable, float]]:
        if things.keys is not None:
            return [(key, each(key) if callable(each) else each) for key in things.keys]
        number = each(None) if callable(each) else things.count * each
        return [((things.type, things.name), number)]


Gives: TypeAlias = Callable[[Forecast, Group, Arguments], Iterable[Part]]
"""What a field of a group gives; what it reads for that is noted in the forecast. Raises InvalidInputError."""
