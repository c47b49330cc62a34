"""What the tests of conformance must know of a venue."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, NamedTuple

from domain.errors import VenueError
from domain.keys import AccountKey, Link
from domain.ports import Ports, Result
from sandbox import Sandbox
from sandbox.world import JOHN

__all__ = ["JOHN", "Fuzzed", "Read", "Specimen"]

Read = Callable[[Ports], Awaitable[Sequence[Result[Any]]]]


class Fuzzed(NamedTuple):
    """A read of several keys, each member of whose answers is spoiled in turn."""

    name: str
    read: Callable[[Ports, Sequence[Any]], Awaitable[Sequence[Result[Any]]]]
    """One result a key."""
    keys: tuple[Any, ...]
    mentioning: tuple[str, ...] = ()
    """Texts by which those elements of long lists are known that speak of the keys."""


class Specimen(NamedTuple):
    """What the sandbox holds at one venue, how it is read, and where the venue differs from the others."""

    known: tuple[AccountKey, ...]
    """Accounts that are there, in no order."""
    unknown: tuple[AccountKey, ...]
    """Well-formed keys of accounts that are not there."""
    spellings: tuple[tuple[tuple[Any, ...], AccountKey], ...]
    """The parts of a key as a client may write them, and the key that they are."""
    malformed: tuple[tuple[tuple[Any, ...], str], ...]
    """Parts that are no key, and the argument at fault; all that a grammar refuses is in the test of the grammar."""

    links: tuple[Link, ...]
    """John's, in no order, one without an account among them where the venue has such; () where nobody links."""
    johns: tuple[AccountKey, ...]
    """The keys of his accounts, sorted."""

    reads: tuple[Read, ...]
    """Reads of one key whose answers say whose they are."""
    faults: Mapping[str, type[VenueError] | None]
    """What those faults of the sandbox become here that the venues answer differently; None is healthy all the same."""
    secrets: Callable[[Sandbox], tuple[str, ...]]
    """What no error and no record may hold."""
    fuzzed: tuple[Fuzzed, ...] = ()
    """Reads of every call of the venue."""
    calls_without_keys: Mapping[str, int] = {}
    """What `accounts` of no keys costs."""
