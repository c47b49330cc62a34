"""How calls wait for their turn: what they leave behind when they give up, and how they go after a 429."""

import asyncio
import time

import httpx
import msgspec
import pytest

from adapters.transport.rates import Bucket
from domain.errors import VenueRateLimitedError
from tests.adapters.transport.scripted import (
    AMPLE,
    READ,
    Scripted,
    answering,
    body_of,
    reply,
    settled,
    slow,
    transport_to,
)

ACCOUNTS = [READ._replace(target=f"/account?n={number}") for number in range(200)]


async def test_calls_that_give_up_before_they_are_sent_leave_every_token_behind() -> None:
    """Of twenty calls two are sent and eighteen cancelled while they wait for a slot: 38 of 40 tokens are left."""
    http, bucket = slow(5), Bucket(rate=0.001, burst=40)
    transport = transport_to(http, limits=msgspec.structs.replace(AMPLE, concurrency=2))
    calls = [asyncio.create_task(transport.fetch(call, body_of, bucket)) for call in ACCOUNTS[:20]]
    await settled()
    assert len(http.requests) == 2
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    await settled()
    assert bucket.reserve(38, longest=0) == (True, 0)
    assert not bucket.reserve(0.5, longest=0)[0]
    await transport.close()


async def test_calls_that_a_circuit_turns_back_leave_every_token_behind() -> None:
    """Calls that are held back by a circuit that opened while they waited for a slot have spent nothing."""
    http, bucket = answering(500), Bucket(rate=0.001, burst=40)
    transport = transport_to(http, limits=msgspec.structs.replace(AMPLE, concurrency=1))
    calls = (transport.fetch(call, body_of, bucket) for call in ACCOUNTS[:30])
    await asyncio.gather(*calls, return_exceptions=True)
    assert bucket.reserve(40 - len(http.requests), longest=0) == (True, 0)
    await transport.close()


@pytest.mark.parametrize("concurrency", [2, 100], ids=["for a slot", "for their turn"])
async def test_after_a_429_calls_leave_one_by_one(concurrency: int) -> None:
    """Of those who wait while a 429 closes the bucket none goes before its turn at the bucket's rate."""
    sent = list[float]()

    async def answer(_request: httpx.Request) -> httpx.Response:
        sent.append(time.monotonic())
        status = 429 if len(sent) == 1 else 200
        await asyncio.sleep(0.01)
        return reply(status)

    limits = msgspec.structs.replace(AMPLE, rate=400, burst=2, concurrency=concurrency, default_retry_after=0.2)
    transport = transport_to(Scripted(answer), limits=limits)
    bucket = Bucket(400, burst=200 if concurrency == 2 else 2)
    reads = (transport.fetch(call, body_of, bucket) for call in ACCOUNTS[:100])
    assert await asyncio.gather(*reads) == [b"{}"] * 100
    reopened = sent[0] + 0.2
    before, after = [at for at in sent if at < reopened], [at for at in sent if at >= reopened]
    assert len(before) <= 8
    assert all(at >= reopened + number / 400 for number, at in enumerate(after))
    await transport.close()


async def test_an_hour_of_closure_is_a_minute() -> None:
    """A header that asks for an hour closes the bucket for the longest pause, after which one call finds out."""
    http = answering(429, 200, headers={"retry-after": "3600"})
    transport = transport_to(http)
    with pytest.raises(VenueRateLimitedError) as limited:
        await transport.fetch(READ, body_of)
    assert limited.value.retry_after == 60
    short = transport_to(
        answering(429, 200, headers={"retry-after": "3600"}),
        limits=msgspec.structs.replace(AMPLE, longest_retry_after=0.05),
    )
    assert await short.fetch(READ, body_of) == b"{}"
