"""Pages of long lists: edges with cursors, and where a page lies."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

N = TypeVar("N")


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
