"""A field that is one loader call, in a form that code can read: which loader, under which key, what of its answer."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from domain.errors import VenueError
from resolvers.context import Context
from resolvers.forecast import Forecast, Group
from resolvers.loaders import Loader, Loaders
from resolvers.reads import itself

R = TypeVar("R")
A = TypeVar("A")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup(Generic[R, A]):
    """How a field of a value R becomes an answer A."""

    loader: Callable[[Loaders, R], Loader[Any, Any]]
    key: Callable[[R], Hashable]
    reads: str
    """The name of the loader, for those who work out beforehand what a question costs."""
    of: Callable[[Group], Group] = itself
    """Of which things beforehand the keys are: of the values themselves, of their owners, of their venue."""
    pick: Callable[[R, Any], A] | None = None
    """What of the loader's answer the field is; None is all of it."""
    known: Callable[[R], A | None] | None = None
    """The answer where the value has it already: no call then."""
    instead: A | None = None
    """What stands in where the venue fails, with its error reported beside the data; None raises the error."""

    def forecast(self, forecast: Forecast, group: Group) -> Group:
        """Note the lookups for a group of values beforehand; the values, as they are after them."""
        if self.known is not None and group.complete:
            return group
        venue = group.venue or forecast.keys.participants_at
        return replace(group, after=forecast.read(self.reads, venue, self.of(group)).after)

    async def __call__(self, context: Context, value: R) -> A:
        """The answer. Raises VenueError."""
        if self.known is not None and (known := self.known(value)) is not None:
            return known
        try:
            found = await self.loader(context.loaders, value).load(self.key(value))
        except VenueError as error:
            if self.instead is None:
                raise
            context.report(error)
            return self.instead
        answer: A = found if self.pick is None else self.pick(value, found)
        return answer
