"""The web application: GraphQL, its page and its contract, liveness, readiness and metrics."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict, cast

import msgspec
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.transport.transport import Connect
from gateway.graphiql.page import assets, page
from gateway.http.graphql import serve_graphql
from gateway.http.request_ids import RequestIds
from gateway.runtime import Gateway
from gateway.settings import Settings
from schema.operations import load_operations


class State(TypedDict):
    """What the lifespan hands to each request."""

    gateway: Gateway


def create_app(settings: Settings, connect: Connect | None = None) -> Starlette:
    """The application; the gateway behind it is opened and closed by the lifespan."""
    explorer = page(load_operations())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[State]:
        async with Gateway.open(settings, connect) as gateway:
            yield {"gateway": gateway}

    async def graphql(request: Request) -> Response:
        return await serve_graphql(request, _gateway(request), explorer)

    routes = [
        Route("/", _home, methods=["GET"]),
        Route("/graphql", graphql, methods=["GET", "POST"]),
        Route("/schema.graphql", _contract, methods=["GET"]),
        Route("/livez", _live, methods=["GET"]),
        Route("/readyz", _ready, methods=["GET"]),
        Route("/metrics", _metrics, methods=["GET"]),
        assets(),
    ]
    return Starlette(routes=routes, middleware=[Middleware(RequestIds)], lifespan=lifespan)


def _gateway(request: Request) -> Gateway:
    return cast("Gateway", request.state.gateway)


async def _home(_: Request) -> Response:
    return RedirectResponse("/graphql", 303)


async def _live(_: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _ready(request: Request) -> Response:
    """Ready as soon as it runs: a venue that is down costs its own answers only, not the gateway's readiness."""
    configured = [venue.value for venue in _gateway(request).settings.venues]
    return Response(msgspec.json.encode({"ready": True, "venues": configured}), media_type="application/json")


async def _metrics(request: Request) -> Response:
    metrics = _gateway(request).metrics()
    return Response(metrics, media_type="text/plain; version=0.0.4; charset=utf-8")


async def _contract(request: Request) -> Response:
    """The schema as text; who has it already is answered without a body."""
    text = _gateway(request).contract.encode()
    tag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    held = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if held & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return PlainTextResponse(text, headers=headers)
