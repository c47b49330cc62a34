"""The whole gateway on a sandbox of its own, in one process, without sockets."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from starlette.types import Receive, Scope, Send

from adapters.transport.calls import CallRecord, Upstream
from adapters.transport.transport import Transport
from gateway.http.app import create_app
from gateway.settings import load_settings
from sandbox import BASE_PATHS, Sandbox

BASE_URLS = {name: f"http://{name.replace('_', '-')}.sandbox{path}" for name, path in BASE_PATHS.items()}


class House(NamedTuple):
    """A running gateway: its sandbox, a client of its HTTP, and what its upstream calls recorded."""

    sandbox: Sandbox
    client: httpx.AsyncClient
    records: list[CallRecord]

    async def ask(self, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Ask by POST; the answer as decoded JSON."""
        response = await self.client.post("/graphql", json={"query": query, "variables": variables})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def data(self, query: str, variables: Mapping[str, Any] | None = None) -> Any:
        """Ask, and expect an answer without errors."""
        answer = await self.ask(query, variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


@asynccontextmanager
async def open_house(
    sandbox: Sandbox, directory: Path, without: tuple[str, ...] = (), **settings: str
) -> AsyncIterator[House]:
    """Open a gateway on the sandbox; `settings` are further GATEWAY_ variables, `without` names venues to leave out."""
    environment = sandbox.environment(BASE_URLS, directory)
    for venue in without:
        environment = {
            name: value for name, value in environment.items() if not name.startswith(f"GATEWAY_{venue.upper()}__")
        }
    for name, value in settings.items():
        environment[f"GATEWAY_{name}"] = value
    records: list[CallRecord] = []

    def connect(upstream: Upstream) -> Transport:
        http = httpx.ASGITransport(app=sandbox.apps[upstream.venue.value.lower()])
        return Transport(upstream, observe=records.append, http=http)

    app = create_app(load_settings(environment, Path("/dev/null")), connect)
    async with app.router.lifespan_context(app) as state:

        async def with_state(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "state": dict(state or {})}, receive, send)

        transport = httpx.ASGITransport(app=with_state)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            yield House(sandbox, client, records)


OpenHouse = Callable[..., Awaitable[House]]
