"""What clients write, checked before any upstream call, and named as they wrote it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from domain.errors import InvalidInputError

LARGEST_PAGE = 100
LONGEST_LIST = 100


@contextmanager
def naming(argument: str, index: int | None = None, *, part: bool = False) -> Iterator[None]:
    """Name the argument at fault as the client wrote it; `index` is of an item in it, `part` says that it has parts."""
    try:
        yield
    except InvalidInputError as error:
        item = argument if index is None else f"{argument}[{index}]"
        subject = f"{item}.{error.argument}" if part else item
        raise InvalidInputError(argument, error.rule, subject) from None


def check_first(first: int) -> None:
    """Raises InvalidInputError unless a page of this size may be asked for; a page of none is an empty one."""
    if not 0 <= first <= LARGEST_PAGE:
        raise InvalidInputError("first", f"must be 0 to {LARGEST_PAGE}, not {first}")


def check_length(argument: str, items: Sequence[object] | None) -> None:
    """Raises InvalidInputError when a list argument is too long."""
    if items is not None and len(items) > LONGEST_LIST:
        raise InvalidInputError(argument, f"may hold up to {LONGEST_LIST} entries, not {len(items)}")
