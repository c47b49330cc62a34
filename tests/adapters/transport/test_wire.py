"""What the HTTP client's exceptions mean, and what it must not do by itself."""

from collections.abc import Iterator

import aiohttp
import httpx
import pytest

from adapters.transport.wire import TRANSLATION, open_session
from domain.errors import VenueError
from tests.adapters.transport.scripted import WRITE, Scripted, body_of, transport_to

WORDLESS = {httpx.StreamConsumed, httpx.StreamClosed, httpx.ResponseNotRead, httpx.RequestNotRead}


def exceptions() -> Iterator[type[Exception]]:
    """Every exception class of httpx, by its namespace and by descent."""
    found = {item for item in vars(httpx).values() if isinstance(item, type) and issubclass(item, Exception)}
    while True:
        more = {child for kind in found for child in kind.__subclasses__() if child.__module__.startswith("httpx")}
        if more <= found:
            break
        found |= more
    yield from sorted(found, key=lambda kind: kind.__name__)


async def test_every_exception_of_the_client_has_a_meaning() -> None:
    """The table has a row for every exception class of httpx and no other."""
    assert set(exceptions()) == set(TRANSLATION)


@pytest.mark.parametrize("kind", [kind for kind in exceptions() if kind is not httpx.CookieConflict])
async def test_an_exception_of_the_client_becomes_an_error_of_the_venue(kind: type[Exception]) -> None:
    """Each exception becomes the error of its row, with its sentence and without its own text."""

    async def answer(request: httpx.Request) -> httpx.Response:
        if kind is httpx.HTTPStatusError:
            raise httpx.HTTPStatusError("http://secret", request=request, response=httpx.Response(500))
        raise kind() if kind in WORDLESS else kind("http://secret")

    expected, words = TRANSLATION[kind]
    with pytest.raises(VenueError) as raised:
        await transport_to(Scripted(answer)).fetch(WRITE, body_of)
    assert raised.value.code == expected.code
    assert str(raised.value) == f"Arcus {words} (call: account)."


async def test_the_client_sends_nothing_twice_by_itself() -> None:
    """Aiohttp has a switch for its own silent retry, on by default, and here it is off; it is private and may go away.

    When this fails, look for what replaces it, or else a read that loses its connection is sent again without record.
    """
    async with aiohttp.ClientSession() as untouched, open_session(1) as session:
        assert untouched._retry_connection is True
        assert session._retry_connection is False
