"""How a venue answers: JSON replies, refusals in the venue's own words, marks that a call leaves for the faults."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NoReturn

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.faults import Fault

SHOWN_MODE = "sandbox.shown_mode"
VENUE_FAULT = "sandbox.venue_fault"

Handler = Callable[[Request], Awaitable[object]]


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a mistake
    """An answer other than 200, with the body the venue gives."""

    def __init__(self, status: int, body: object, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        self.headers = headers


def json_response(body: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON response; a body that is bytes is sent as it is."""
    content = body if isinstance(body, bytes) else msgspec.json.encode(body)
    return Response(content, status, headers, "application/json")


def route(path: str, handler: Handler, method: str = "GET") -> Route:
    """A route whose handler returns the body of a 200 or raises a refusal."""

    async def endpoint(request: Request) -> Response:
        try:
            return json_response(await handler(request))
        except Refusal as refusal:
            return json_response(refusal.body, refusal.status, refusal.headers)

    return Route(path, endpoint, methods=[method])


def refusing(status: int, body: object) -> dict[Any, Any]:
    """A Starlette exception handler that gives the venue's body for a status."""

    async def handle(_request: Request, _error: Exception) -> Response:
        return json_response(body, status)

    return {status: handle}


def show(request: Request, mode: str | None) -> None:
    """Marks the answer as one about an account whose name says which fault its calls show."""
    if mode is not None:
        request.scope[SHOWN_MODE] = mode


def venue_fault(request: Request) -> Fault | None:
    """The fault set on the whole venue, as this call met it."""
    found = request.scope.get(VENUE_FAULT)
    return found if isinstance(found, Fault) else None


def caller(request: Request) -> str:
    """The source address that rate limits are counted by."""
    return request.client.host if request.client else "unknown"


def refuse(status: int, body: object, headers: Mapping[str, str] | None = None) -> NoReturn:
    """Ends the handler with this answer."""
    raise Refusal(status, body, headers)
