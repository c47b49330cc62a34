"""A client that leaves before it is answered."""

import asyncio
from typing import Any

import httpx

from domain.venues import Venue
from tests.house import OpenHouse


async def test_a_client_that_leaves_cancels_its_upstream_calls(open_gateway: OpenHouse) -> None:
    """When the client goes away the upstream calls end with it, and the next client is answered."""
    house = await open_gateway()
    question = b'{"query": "{ participant(code: \\"ABC123\\") { name } }"}'
    house.sandbox.faults.set("zerohash", "slow")
    left = asyncio.Event()
    sent: list[Any] = [{"type": "http.request", "body": question}]

    async def receive() -> Any:
        if sent:
            return sent.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        return None

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "method": "POST", "path": "/graphql", "raw_path": b"/graphql",
        "query_string": b"", "headers": [(b"content-type", b"application/json")], "http_version": "1.1",
        "scheme": "http", "server": ("gateway", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    transport = house.client._transport
    assert isinstance(transport, httpx.ASGITransport)
    app: Any = transport.app
    serving = asyncio.create_task(app(scope, receive, send))
    while house.sandbox.count("zerohash") == 0:  # noqa: ASYNC110 - the sandbox counts, it does not signal
        await asyncio.sleep(0)  # the venue has the call before the client leaves
    left.set()
    await asyncio.wait_for(serving, 1)
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith(Venue.ZEROHASH.value)]
    house.sandbox.faults.clear()
    assert (await house.data('{ participant(code: "ABC123") { name } }'))["participant"]["name"] == "John Smith"
    assert (
        'gateway_requests_total{operation="other",outcome="client_left"} 1.0'
        in (await house.client.get("/metrics")).text
    )
