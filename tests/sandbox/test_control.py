"""Faults can be set and seen over HTTP, on the control application and on each venue."""

from collections.abc import AsyncIterator

import httpx
import pytest

from sandbox import VENUES, Sandbox
from tests.sandbox.clients import Clients


@pytest.fixture
async def control(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the control application."""
    transport = httpx.ASGITransport(sandbox.control)
    async with httpx.AsyncClient(transport=transport, base_url="http://control.sandbox") as client:
        yield client


@pytest.mark.parametrize("venue", VENUES)
async def test_a_fault_is_set_shown_and_cleared(control: httpx.AsyncClient, sandbox: Sandbox, venue: str) -> None:
    """PUT sets it, GET shows all venues, DELETE heals."""
    answer = await control.put(f"/venues/{venue}/fault", json={"mode": "slow", "seconds": 2})
    assert answer.json() == {"venue": venue, "fault": {"mode": "slow", "seconds": 2}, "calls": 0}
    states = (await control.get("/venues")).json()["venues"]
    assert {row["venue"]: row["fault"] for row in states} == {
        name: {"mode": "slow", "seconds": 2} if name == venue else None for name in VENUES
    }
    assert (await control.delete(f"/venues/{venue}/fault")).json()["fault"] is None
    assert sandbox.faults.active(venue) is None


@pytest.mark.parametrize(
    ("path", "content", "sentence"),
    [
        ("/venues/nyse/fault", '{"mode": "down"}', "There is no venue 'nyse'"),
        ("/venues/arcus/fault", '{"mode": "melted"}', "There is no fault mode 'melted'"),
        ("/venues/arcus/fault", '{"mode": 7}', "There is no fault mode '7'"),
        ("/venues/arcus/fault", "{}", "There is no fault mode 'None'"),
        ("/venues/arcus/fault", "[]", "The body must be a JSON object"),
        ("/venues/arcus/fault", "slow", "The body must be a JSON object"),
        ("/venues/arcus/fault", '{"mode": "slow", "seconds": -1}', "The options of 'slow' are not right"),
    ],
)
async def test_mistakes_get_one_sentence(control: httpx.AsyncClient, path: str, content: str, sentence: str) -> None:
    """400 with what was not understood."""
    answer = await control.put(path, content=content)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(sentence)


async def test_calls_are_counted_per_venue(control: httpx.AsyncClient, clients: Clients) -> None:
    """Upstream calls count, control calls do not."""
    await clients.arcus("/prices")
    await clients.send("zerohash", "GET", "/_sandbox/fault")
    assert (await control.get("/calls")).json() == {**dict.fromkeys(VENUES, 0), "arcus": 1}


async def test_each_venue_can_be_controlled_on_its_own_port(clients: Clients, sandbox: Sandbox) -> None:
    """The same calls are at /_sandbox/fault of the venue itself, also while it is down."""
    base_url = "http://arcus.sandbox"
    transport = httpx.ASGITransport(sandbox.apps["arcus"])
    async with httpx.AsyncClient(transport=transport, base_url=base_url) as venue:
        assert (await venue.put("/_sandbox/fault", json={"mode": "down"})).status_code == 200
        with pytest.raises(ConnectionResetError):
            await clients.arcus("/prices")
        assert (await venue.get("/_sandbox/fault")).json() == {"venue": "arcus", "fault": {"mode": "down"}, "calls": 1}
        assert (await venue.put("/_sandbox/fault", json={"mode": "up"})).status_code == 400
        assert (await venue.delete("/_sandbox/fault")).status_code == 200
    assert (await clients.arcus("/prices")).status_code == 200


async def test_the_page_loads_nothing_from_elsewhere(control: httpx.AsyncClient) -> None:
    """It is one file without references to other hosts."""
    answer = await control.get("/")
    assert answer.headers["content-type"].startswith("text/html")
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    assert "src=" not in answer.text
