"""A refused credential: known for a while, tried again by one, and told apart from a wrong clock."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import msgspec
import pytest

from adapters.transport.calls import Call, Reply
from adapters.transport.refusals import Refusals
from domain.errors import VenueAnswerError, VenueCredentialsError, VenueError, VenueForbiddenError
from domain.venues import Venue
from tests.adapters.transport.scripted import AMPLE, READ, Clock, Scripted, answering, body_of, reply, transport_to

ERROR = VenueCredentialsError(Venue.ARCUS, "Arcus refused the gateway's credential (call: account).")


def refused(call: Call, reply: Reply) -> VenueError:
    """A 401 is the credential, a 403 the account."""
    if reply.status == 401:
        return VenueCredentialsError(Venue.ARCUS, f"Arcus refused the gateway's credential (call: {call.name}).")
    return VenueForbiddenError(Venue.ARCUS, f"No (call: {call.name}).")


@pytest.mark.parametrize(("accounts", "sent"), [(1, 1), (50, 3)], ids=["one account", "fifty accounts"])
async def test_a_refused_credential_is_not_tried_again_by_every_request(accounts: int, sent: int) -> None:
    """One refusal is enough for the same account, three for all: then everybody gets it and nothing is sent."""
    http = answering(401)
    transport = transport_to(http, refusal=refused)
    for number in range(100):
        with pytest.raises(VenueCredentialsError, match="refused the gateway's credential"):
            await transport.fetch(READ._replace(target=f"/account?n={number % accounts}"), body_of)
    assert len(http.requests) == sent
    assert (await transport.state()).last_error_code == "VENUE_CREDENTIALS"


async def test_one_account_that_is_refused_so_does_not_hold_back_the_others() -> None:
    """A venue that speaks of the credential and means the account costs that account only, in every class of calls."""

    async def answer(request: httpx.Request) -> httpx.Response:
        return reply(401 if "refused" in str(request.url) else 200)

    transport = transport_to(Scripted(answer), refusal=refused)
    for number in range(20):
        for name in ("account", "customers", "positions"):
            with pytest.raises(VenueCredentialsError):
                await transport.fetch(READ._replace(name=name, target=f"/{name}/refused"), body_of)
            good = READ._replace(name=name, target=f"/{name}/{number}")
            assert await transport.fetch(good, body_of) == b"{}"


async def test_after_a_pause_one_call_tries_the_credential_again() -> None:
    """Of many who ask after the pause one is sent; once it is answered all are."""
    statuses = [401, 401, 200]

    async def answer(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0.01)
        return reply(statuses.pop(0) if len(statuses) > 1 else statuses[0])

    http = Scripted(answer)
    transport = transport_to(
        http, refusal=refused, limits=msgspec.structs.replace(AMPLE, refused_pause=0.05, refused_targets=1)
    )
    calls = [READ._replace(target=f"/account?n={number}") for number in range(20)]
    with pytest.raises(VenueCredentialsError):
        await transport.fetch(READ, body_of)
    for sent in (2, 3):
        await asyncio.sleep(0.06)
        results = await asyncio.gather(*(transport.fetch(call, body_of) for call in calls), return_exceptions=True)
        assert len(http.requests) == sent
    assert results.count(b"{}") == 1
    assert await asyncio.gather(*(transport.fetch(call, body_of) for call in calls)) == [b"{}"] * 20


async def test_what_may_not_be_read_is_no_refused_credential() -> None:
    """A 403 for one account is asked again, and so is another class of calls after a 401."""
    http = answering(403, 403, 401, 200)
    transport = transport_to(http, refusal=refused)
    for expected in (VenueForbiddenError, VenueForbiddenError, VenueCredentialsError):
        with pytest.raises(expected):
            await transport.fetch(READ, body_of)
    assert await transport.fetch(READ._replace(name="prices"), body_of) == b"{}"


async def test_without_a_pause_every_call_is_sent() -> None:
    """A pause of nothing remembers nothing."""
    http = answering(401)
    transport = transport_to(http, refusal=refused, limits=msgspec.structs.replace(AMPLE, refused_pause=0))
    for _ in range(3):
        with pytest.raises(VenueCredentialsError):
            await transport.fetch(READ, body_of)
    assert len(http.requests) == 3


def test_a_refusal_is_known_for_ten_seconds(clock: Clock) -> None:
    """It is raised as an error of one's own, until one call is let through; that one alone, for the next ten."""
    refusals = Refusals(10, 3, clock)
    refusals.check(READ)
    refusals.failed(READ, ERROR)
    for seconds in (0, 9.9):
        clock.now += seconds
        with pytest.raises(VenueCredentialsError) as raised:
            refusals.check(READ)
        assert raised.value is not ERROR
    clock.now += 0.2
    refusals.check(READ)
    with pytest.raises(VenueCredentialsError):
        refusals.check(READ)
    refusals.succeeded(READ)
    refusals.check(READ)
    refusals.failed(READ, VenueAnswerError(Venue.ARCUS, "No."))
    refusals.check(READ)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (90, r"with 401, and our clock is (89|90|91) s behind its own \(call: account\)\.$"),
        (-3600, r"with 401, and our clock is 36\d\d s ahead of its own \(call: account\)\.$"),
        (20, r"refused the gateway's credential \(call: account\)\.$"),
        (None, r"refused the gateway's credential \(call: account\)\.$"),
        ("nonsense", r"refused the gateway's credential \(call: account\)\.$"),
    ],
)
async def test_a_wrong_clock_is_told_apart(seconds: float | str | None, words: str) -> None:
    """A credential that is refused while the venue's clock is more than 30 s away is refused with that number."""
    date = seconds
    if isinstance(seconds, int):
        date = format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)

    async def answer(_request: httpx.Request) -> httpx.Response:
        return reply(401, headers=None if date is None else {"date": str(date)})

    with pytest.raises(VenueCredentialsError, match=words):
        await transport_to(Scripted(answer), refusal=refused).fetch(READ, body_of)


async def test_a_wrong_clock_is_no_matter_where_the_credential_is_good() -> None:
    """Only a refused credential makes a difference of it."""

    async def answer(_request: httpx.Request) -> httpx.Response:
        return reply(403, headers={"date": "Wed, 21 Oct 2015 07:28:00 GMT"})

    with pytest.raises(VenueForbiddenError):
        await transport_to(Scripted(answer), refusal=refused).fetch(READ, body_of)
