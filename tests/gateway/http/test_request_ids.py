"""The id of a request: whose it is, where it goes, and which log lines carry it."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Receive, Scope, Send
from structlog.testing import capture_logs

from gateway.http.app import create_app
from gateway.settings import load_settings
from gateway.telemetry import with_names
from sandbox import Sandbox
from sandbox.serve import serve
from tests.house import House

MADE = re.compile(r"[0-9a-f]{32}")


async def with_state(app: ASGIApp, state: Any, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve with what the lifespan handed over, as a server does."""
    await app({**scope, "state": dict(state or {})}, receive, send)


@pytest.mark.parametrize("sent", ["a", "A.b_c-9", "x" * 64])
async def test_a_well_formed_id_is_kept(house: House, sent: str) -> None:
    """The client's own id comes back as it is, whatever is asked."""
    for path in ("/livez", "/graphql", "/nothing"):
        assert (await house.client.get(path, headers={"x-request-id": sent})).headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "a,b", '{"a"}', "a/b"])
async def test_any_other_id_is_replaced(house: House, sent: str) -> None:
    """What could break a log line, or is too long, is answered with an id of ours, a new one for each request."""
    made = [(await house.client.get("/livez", headers={"x-request-id": sent})).headers["x-request-id"] for _ in "12"]
    assert all(MADE.fullmatch(one) for one in made)
    assert len(set(made)) == 2


async def test_each_log_line_of_a_request_names_it(sandbox_keys: Sandbox, tmp_path: Path) -> None:
    """Upstream calls and the request itself carry id and operation, each those of their own request."""
    async with serve(sandbox_keys) as running:
        settings = load_settings(sandbox_keys.environment(running.base_urls, tmp_path), Path("/dev/null"))
        with capture_logs(processors=[with_names]) as lines:
            app = create_app(settings)
            async with app.router.lifespan_context(app) as state:
                transport = httpx.ASGITransport(app=partial(with_state, app, state))
                async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
                    for request_id, name in (("one", "Mine"), ("two", "M" * 100)):
                        query = f'query {name} {{ participant(code: "ABC123") {{ name }} }}'
                        await client.post("/graphql", json={"query": query}, headers={"x-request-id": request_id})
                    await client.post("/graphql", json={"query": "{"}, headers={"x-request-id": "three"})
    assert [(line["event"], line["request_id"], line.get("operation")) for line in lines] == [
        ("upstream_call", "one", "Mine"),
        ("request", "one", "Mine"),
        ("upstream_call", "two", "M" * 64),
        ("request", "two", "M" * 64),
        ("request", "three", None),
    ]
