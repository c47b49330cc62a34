"""Listings whose rows move between the pages while somebody reads them: the fault mode `moving`."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from starlette.requests import Request

from sandbox.answers import venue_fault

Row = TypeVar("Row")


class Window(NamedTuple):
    """Which part of a listing a page shows, and how long the listing is by then."""

    start: int
    stop: int
    total: int
    repeated: bool
    """Whether the first row stood on the page before, too."""

    def changed(self, page: list[Row], later: Callable[[Row], Row]) -> list[Row]:
        """The page as it is by now."""
        return [later(page[0]), *page[1:]] if self.repeated and page else page


def window(request: Request, page: int, size: int, total: int) -> Window:
    """The rows of a page, counted from 1.

    While they move, one more row comes in front of the listing with each page that is turned. So each page begins with
    the last row of the page before, and what ended page 2 is found on page 3. Page 1 is the listing at rest, and the
    same page is always the same.
    """
    fault = venue_fault(request)
    turned = page - 1 if fault is not None and fault.mode == "moving" else 0
    start = (page - 1) * size - turned
    return Window(start, start + size, total + turned, repeated=turned > 0)
