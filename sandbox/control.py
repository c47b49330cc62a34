"""The control application: shows and sets the venues' faults over HTTP, with a small page for people."""

from importlib.resources import files

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from sandbox.answers import json_response
from sandbox.faults import Faults
from sandbox.front import Record


def control_app(faults: Faults, record: Record) -> ASGIApp:
    """All venues on a port of their own."""
    page = files("sandbox").joinpath("control.html").read_text(encoding="utf-8")

    def state(venue: str) -> dict[str, object]:
        return {"venue": venue, "fault": faults.active(venue), "calls": record.counts[venue]}

    async def venues(_request: Request) -> Response:
        return json_response({"venues": [state(venue) for venue in faults.venues]})

    async def calls(_request: Request) -> Response:
        return json_response({venue: record.counts[venue] for venue in faults.venues})

    async def show(_request: Request) -> Response:
        return HTMLResponse(page)

    async def fault(request: Request) -> Response:
        venue = request.path_params["venue"]
        try:
            faults.check(venue)
            await change(request, venue, faults)
        except ValueError as error:
            return json_response({"error": str(error)}, 400)
        return json_response(state(venue))

    return Starlette(
        routes=[
            Route("/", show),
            Route("/venues", venues),
            Route("/calls", calls),
            Route("/venues/{venue}/fault", fault, methods=["GET", "PUT", "DELETE"]),
        ]
    )


def venue_control(venue: str, faults: Faults, record: Record) -> ASGIApp:
    """The same for one venue, mounted on the venue itself."""

    async def fault(request: Request) -> Response:
        try:
            await change(request, venue, faults)
        except ValueError as error:
            return json_response({"error": str(error)}, 400)
        return json_response({"venue": venue, "fault": faults.active(venue), "calls": record.counts[venue]})

    return Starlette(routes=[Route("/_sandbox/fault", fault, methods=["GET", "PUT", "DELETE"])])


async def change(request: Request, venue: str, faults: Faults) -> None:
    """Sets the fault in the body on PUT, clears it on DELETE. Raises ValueError with one sentence."""
    if request.method == "DELETE":
        faults.clear(venue)
    elif request.method == "PUT":
        try:
            options = msgspec.json.decode(await request.body(), type=dict[str, object])
        except msgspec.DecodeError:
            message = 'The body must be a JSON object such as {"mode": "slow"}.'
            raise ValueError(message) from None
        mode = options.pop("mode", None)
        faults.set(venue, mode if isinstance(mode, str) else repr(mode), **options)
