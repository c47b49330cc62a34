"""Over real HTTP the venues start at once, drop connections as real ones do, and stop without waiting."""

import asyncio
import logging
import signal
import socket
import time

import httpx
import pytest

from sandbox import Sandbox, create_sandbox
from sandbox.serve import serve
from tests.sandbox.clients import Clients, Clock


async def test_all_venues_answer_over_http(sandbox: Sandbox, clock: Clock) -> None:
    """The same calls work on the base URLs that are told, signatures and token audience included."""
    async with serve(sandbox) as running:
        clients = Clients(sandbox, clock, running.base_urls)
        assert (await clients.zerohash("/accounts?account_owner=ABC123")).status_code == 200
        assert (await clients.polymarket("GET", "/v1/whoami")).status_code == 200
        assert (await clients.arcus("/prices")).status_code == 200
        await clients.close()
        async with httpx.AsyncClient(trust_env=False) as control:
            assert (await control.get(f"{running.control_url}/calls")).json()["polymarket_us"] == 2


async def test_down_resets_and_truncated_ends_early(
    sandbox: Sandbox, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """A client sees a reset before any answer, and an answer shorter than announced; the server logs no error."""
    async with serve(sandbox) as running:
        clients = Clients(sandbox, clock, running.base_urls)
        sandbox.faults.set("arcus", "down")
        with pytest.raises(httpx.ReadError):
            await clients.arcus("/prices")
        sandbox.faults.set("arcus", "truncated")
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
            await clients.arcus("/prices")
        sandbox.faults.set("arcus", "truncated", how="json")
        assert (await clients.arcus("/prices")).status_code == 200
        sandbox.faults.clear()
        assert (await clients.arcus("/prices")).json()["1"]["markPrice"] == "62000"
        await clients.close()
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_it_stops_at_once_with_a_slow_call_and_an_open_connection(sandbox: Sandbox, clock: Clock) -> None:
    """Neither a call that is never answered nor a kept-alive connection holds the stop up."""
    started = time.monotonic()
    async with serve(sandbox) as running:
        clients = Clients(sandbox, clock, running.base_urls)
        await clients.zerohash("/accounts")
        assert time.monotonic() - started < 1
        sandbox.faults.set("arcus", "slow")
        slow = asyncio.create_task(clients.arcus("/prices"))
        while not sandbox.count("arcus"):
            await clients.zerohash("/time")
        stopping = time.monotonic()
    assert time.monotonic() - stopping < 1
    with pytest.raises(httpx.TransportError):
        await slow
    await clients.close()


async def test_signals_stay_with_the_caller(sandbox: Sandbox) -> None:
    """Serving installs no signal handler."""
    before = (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM))
    async with serve(sandbox) as running:
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get(f"{running.control_url}/venues")
        assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


async def test_ports_can_be_chosen_and_are_free_afterwards(sandbox: Sandbox) -> None:
    """A chosen port is used, a taken one is an OSError, and stopping frees all."""
    async with serve(sandbox) as first:
        port = int(first.control_url.rpartition(":")[2])
        with pytest.raises(OSError, match="in use"):
            async with serve(create_sandbox(), ports={"arcus": port}):
                pass
    async with serve(sandbox, ports={"arcus": port}) as second:
        assert second.base_urls["arcus"] == f"http://127.0.0.1:{port}/v1"
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
