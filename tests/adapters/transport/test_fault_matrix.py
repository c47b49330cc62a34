"""The fault matrix, the upstream side of reads: one test for each fault, named after its row.

| row | fault | tests |
| --- | --- | --- |
| 1 | connection refused, DNS failure, TLS failure | here; `test_connecting` for each of them over sockets |
| 2 | connect time-out | `test_connecting`, `test_a_connection_that_is_not_made_is_given_up_after_its_own_time` |
| 3 | accepts, never answers | here |
| 5 | reset before answering | here |
| 7 | closes an idle connection as we write | here |
| 8 to 10 | 500, 502, 503, 504 | here |
| 11 | 429 in every form | here; `test_turns` for the stampede |
| 12 | token just expired | here; `polymarket_us/test_sign_in` |
| 13, 14 | token endpoint down, token endpoint slow | `polymarket_us/test_token` |
| 15 | clock skew | `test_refusals`, `test_a_wrong_clock_is_told_apart` |
| 16 | our clock jumps | here; `zerohash/test_auth`, `test_each_attempt_has_its_own_time` |
| 17 to 24 | answers that are none | `test_fault_matrix_answers` |
| 25 | unknown, missing optional, missing required field | each venue's own tests of its shapes |
| 27 | decimals in every spelling | `tests/domain/test_amounts` |
| 32 | echo mismatch | `tests/adapters/test_faults`, mode `wrong_echo`, for every venue |
| 33 | two venues use the same raw id | `tests/resolvers/test_ids` |
| 42 | flaps up and down | `test_fault_matrix_load` |
| 52 | pool exhausted by a slow venue | `test_fault_matrix_load` |
"""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import msgspec
import pytest

from adapters.transport.calls import CallRecord, Reply, Upstream
from adapters.transport.transport import Transport
from domain.budget import BUDGET, Budget
from domain.errors import VenueCredentialsError, VenueError, VenueTimeoutError, VenueUnavailableError
from domain.venues import Venue
from tests.adapters.transport.scripted import (
    AMPLE,
    READ,
    NoAuth,
    Scripted,
    answering,
    body_of,
    fetch_within,
    listening,
    refused,
    reply,
    saying,
    transport_to,
)

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://nowhere.invalid", "http://localhost:1"])
async def test_row_01_connection_refused_or_name_unknown(url: str) -> None:
    """The venue is unavailable, after retries within the budget, and in far less than the deadline."""
    records, started = list[CallRecord](), time.monotonic()
    transport = transport_to(url, records=records)
    with pytest.raises(VenueUnavailableError, match="could not be reached"):
        await transport.fetch(READ, body_of)
    await transport.close()
    assert [record.code for record in records] == ["VENUE_UNAVAILABLE"] * 3
    assert time.monotonic() - started < 5


async def test_row_03_accepts_and_never_answers() -> None:
    """The read ends at its time-out, is not repeated, and counts: after five accounts nothing is called any more."""
    heads = list[bytes]()

    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        await reader.read()

    async with listening(silent) as url:
        transport = transport_to(url, limits=msgspec.structs.replace(AMPLE, timeout=0.1))
        started = time.monotonic()
        calls = [READ._replace(target=f"/account?n={number}") for number in range(5)]
        results = await asyncio.gather(*(transport.fetch(call, body_of) for call in calls), return_exceptions=True)
        assert {type(result) for result in results} == {VenueTimeoutError}
        assert time.monotonic() - started < 2
        with pytest.raises(VenueUnavailableError, match="circuit open"):
            await transport.fetch(READ, body_of)
        await transport.close()
    assert len(heads) == 5


async def test_row_05_reset_before_answering() -> None:
    """A read whose connection is reset is sent again, and answered when the venue is itself again."""
    heads = list[bytes]()

    async def speech(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await saying(*([OK] if heads else []), then_reset=not heads, heads=heads)(reader, writer)

    async with listening(speech) as url:
        transport = transport_to(url)
        assert await transport.fetch(READ, body_of) == b"{}"
        await transport.close()
    assert len(heads) == 2


async def test_row_07_closes_an_idle_connection_as_we_write() -> None:
    """Connections that the venue closed while they were idle cost a read one more attempt each, and no answer."""
    records = list[CallRecord]()

    async def speech(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK)
        await reader.readuntil(b"\r\n\r\n")

    async with listening(speech) as url:
        transport = transport_to(url, records=records)
        for _ in range(4):
            assert await transport.fetch(READ, body_of) == b"{}"
        await transport.close()
    assert [(record.attempt, record.status) for record in records] == [(1, 200), *[(1, None), (2, 200)] * 3]


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_row_08_and_09_a_5xx_once_and_for_good(status: int) -> None:
    """One failure is made good by a retry; a venue that goes on failing is unavailable after three attempts."""
    assert await transport_to(answering(status, 200)).fetch(READ, body_of) == b"{}"
    http = answering(status)
    with pytest.raises(VenueUnavailableError, match=f"status {status}"):
        await transport_to(http).fetch(READ, body_of)
    assert len(http.requests) == 3


async def test_row_10_a_maintenance_that_says_how_long() -> None:
    """A 503 whose pause fits is waited for; one that does not fit is an error at once, which carries it."""
    http = answering(503, 200, headers={"retry-after": "1"})
    started = time.monotonic()
    assert await transport_to(http).fetch(READ, body_of) == b"{}"
    assert time.monotonic() - started >= 1
    http = answering(503, headers={"retry-after": "45"})
    with pytest.raises(VenueUnavailableError, match="status 503") as raised:
        await transport_to(http).fetch(READ, body_of)
    assert raised.value.extensions["retryAfter"] == 45
    assert len(http.requests) == 1


@pytest.mark.parametrize(
    ("headers", "body", "seconds"),
    [
        ({"retry-after": "7"}, b"{}", 7),
        ({"retry-after": "in {7} s"}, b"{}", 7),
        ({"retry-after": "1"}, b'{"retryAfterMs":850}', 0.85),
        ({"retry-after": "8"}, b"not JSON", 8),
        ({}, b"{}", 3),
        ({"retry-after": "86400"}, b"{}", 60),
        ({"retry-after": "1"}, b'{"retryAfterMs":99999999}', 60),
    ],
    ids=["seconds", "date", "milliseconds", "broken body", "none", "a day", "a day in milliseconds"],
)
async def test_row_11_a_429_in_every_form(headers: Mapping[str, str], body: bytes, seconds: float) -> None:
    """The pause is read from where the venue says it, bounded, and holds every caller back at once."""
    if "{7}" in headers.get("retry-after", ""):
        headers = {"retry-after": format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)}
    http = answering(429, body=body, headers=headers)

    def pause(reply: Reply) -> float | None:
        milliseconds = msgspec.json.decode(reply.body).get("retryAfterMs")
        return None if milliseconds is None else milliseconds / 1000

    upstream = Upstream(
        venue=Venue.ARCUS,
        base_url="http://arcus.sandbox",
        auth=NoAuth(),
        limits=msgspec.structs.replace(AMPLE, default_retry_after=3),
        refusal=refused,
        pause=pause,
    )
    transport = Transport(upstream, observe=lambda _record: None, http=http)
    BUDGET.set(Budget(0.5))
    for call in (READ, READ._replace(name="prices", target="/prices")):
        with pytest.raises(VenueError) as raised:
            await transport.fetch(call, body_of)
        assert raised.value.code == "VENUE_RATE_LIMITED"
        assert raised.value.retry_after == pytest.approx(seconds, abs=1.1 if seconds == 7 else 0.3)
    assert len(http.requests) == 1


async def test_row_12_a_token_that_has_just_expired() -> None:
    """Twenty calls that meet a 401 have the token renewed and are sent once more each; a second 401 ends it."""

    class Token(NoAuth):
        number = 1

        async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
            return {"authorization": str(self.number)}

        def renew(self, status: int, headers: Mapping[str, str]) -> bool:
            if headers["authorization"] == str(self.number):
                self.number += 1
            return status == 401

    good = "2"

    async def answer(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return reply(200 if request.headers["authorization"] == good else 401)

    http, token = Scripted(answer), Token()
    transport = transport_to(http, auth=token, refusal=lambda _call, _reply: VenueCredentialsError(Venue.ARCUS, "No."))
    calls = [READ._replace(target=f"/account?n={number}") for number in range(8)]
    assert await asyncio.gather(*(transport.fetch(call, body_of) for call in calls)) == [b"{}"] * 8
    assert (token.number, len(http.requests)) == (2, 16)
    good = "never"
    with pytest.raises(VenueCredentialsError):
        await transport.fetch(READ, body_of)
    assert len(http.requests) == 18


async def test_row_16_our_clock_jumps() -> None:
    """A deadline is kept by the monotonic clock; what is signed is made anew for each attempt, with its own time."""
    signed = list[float]()

    class Stamped(NoAuth):
        async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
            signed.append(time.time())
            return {"timestamp": str(signed[-1])}

    http = answering(500, 500, 200)
    assert await fetch_within(5, transport_to(http, auth=Stamped())) == b"{}"
    assert [request.headers["timestamp"] for request in http.requests] == [str(at) for at in signed]
    assert len(set(signed)) == 3
