"""Pages of long lists: edges with cursors, and the bounds of a page."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, NamedTuple, TypeVar

from domain.errors import InvalidInputError

N = TypeVar("N")

LARGEST_PAGE = 100
LONGEST_LIST = 100


class Edge(NamedTuple, Generic[N]):
    """One node and its place in the list."""

    cursor: str
    node: N


class PageInfo(NamedTuple):
    """Where a page lies in its list."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


class Connection(NamedTuple, Generic[N]):
    """One page of a list."""

    edges: list[Edge[N]]
    page_info: PageInfo

    @classmethod
    def of(cls, edges: Sequence[Edge[N]], first: int, after: str | None, resume: str | None = None) -> "Connection[N]":
        """The first so many edges; one edge more, or a cursor to resume from, means that there is a next page."""
        page = list(edges[:first])
        last = page[-1].cursor if page else None
        more = len(edges) > first
        return cls(
            page,
            PageInfo(
                has_next_page=more or resume is not None,
                has_previous_page=after is not None,
                start_cursor=page[0].cursor if page else None,
                end_cursor=last if more else resume or last,
            ),
        )


@contextmanager
def naming(argument: str) -> Iterator[None]:
    """Name the argument at fault as the field calls it, whatever it is called further down."""
    try:
        yield
    except InvalidInputError as error:
        raise InvalidInputError(argument, str(error)) from None


def check_first(first: int) -> None:
    """Raises InvalidInputError unless a page of this size may be asked for."""
    if not 1 <= first <= LARGEST_PAGE:
        raise InvalidInputError("first", f"first must be 1 to {LARGEST_PAGE}, not {first}.")


def check_length(argument: str, items: Sequence[object] | None) -> None:
    """Raises InvalidInputError when a list argument is too long."""
    if items is not None and len(items) > LONGEST_LIST:
        raise InvalidInputError(argument, f"{argument} may hold up to {LONGEST_LIST} entries, not {len(items)}.")
