"""The web application: GraphQL, its page, liveness, readiness and metrics."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict, cast

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.transport.transport import Connect
from gateway.graphiql.page import assets, page
from gateway.http.graphql import serve_graphql
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
        Route("/livez", _live, methods=["GET"]),
        Route("/readyz", _ready, methods=["GET"]),
        Route("/metrics", _metrics, methods=["GET"]),
        assets(),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


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
    return Response(_gateway(request).telemetry.exposition(), media_type="text/plain; version=0.0.4; charset=utf-8")
