"""What the latest calls say of a venue."""

import msgspec
import pytest

from adapters.transport.health import Health
from adapters.transport.rates import Retries
from domain.errors import (
    NotFoundError,
    VenueAnswerError,
    VenueError,
    VenueForbiddenError,
    VenueRateLimitedError,
    VenueTimeoutError,
    VenueUnavailableError,
)
from domain.venues import Venue, VenueHealth
from tests.adapters.transport.scripted import (
    AMPLE,
    READ,
    Clock,
    answering,
    body_of,
    fail,
    fetch_within,
    settled,
    slow,
    transport_to,
)


async def test_state_follows_the_latest_calls() -> None:
    """Up after a success, degraded after a failure, up again after the next success, with code and time."""
    transport = transport_to(answering(200, 400, 200))
    await transport.fetch(READ, body_of)
    state = await transport.state()
    assert (state.health, state.last_error_code) == (VenueHealth.UP, None)
    assert state.last_success_at is not None
    with pytest.raises(VenueAnswerError):
        await transport.fetch(READ, body_of)
    state = await transport.state()
    assert (state.health, state.last_error_code) == (VenueHealth.DEGRADED, "VENUE_ANSWER")
    await transport.fetch(READ, body_of)
    assert (await transport.state()).health is VenueHealth.UP


async def test_a_time_out_shows_in_the_state() -> None:
    """A venue that let the deadline pass is degraded."""
    transport = transport_to(slow(5))
    with pytest.raises(VenueTimeoutError):
        await fetch_within(0.02, transport)
    await settled()
    state = await transport.state()
    assert (state.health, state.last_error_code) == (VenueHealth.DEGRADED, "VENUE_TIMEOUT")


async def test_an_open_circuit_is_down_and_a_closed_bucket_degraded() -> None:
    """The state says down while the circuit is open, and degraded while a 429 holds calls back."""
    down = transport_to(answering(500))
    await fail(down)
    assert (await down.state()).health is VenueHealth.DOWN
    limited = transport_to(answering(429, headers={"retry-after": "30"}))
    with pytest.raises(VenueRateLimitedError):
        await limited.fetch(READ, body_of)
    assert (await limited.state()).health is VenueHealth.DEGRADED


@pytest.mark.parametrize("kind", [NotFoundError, VenueForbiddenError])
async def test_a_refusal_to_show_something_is_an_answer(kind: type[VenueError]) -> None:
    """What is not there or not ours to read is raised, and the venue is as well as before."""
    http = answering(200, 404, 500, 404)
    retries = Retries(most=0)
    transport = transport_to(
        http,
        limits=msgspec.structs.replace(AMPLE, retries=retries),
        refusal=lambda call, _reply: kind(Venue.ARCUS, f"No (call: {call.name})."),
    )
    await transport.fetch(READ, body_of)
    with pytest.raises(kind):
        await transport.fetch(READ, body_of)
    state = await transport.state()
    assert (state.health, state.last_error_code) == (VenueHealth.UP, None)
    for expected in (VenueUnavailableError, kind):
        with pytest.raises(expected):
            await transport.fetch(READ, body_of)
    state = await transport.state()
    assert (state.health, state.last_error_code) == (VenueHealth.DEGRADED, "VENUE_UNAVAILABLE")


async def test_absence_is_a_success() -> None:
    """A venue that says that there is none has answered."""
    transport = transport_to(answering(500, 404), limits=msgspec.structs.replace(AMPLE, retries=Retries(most=0)))
    with pytest.raises(VenueUnavailableError):
        await transport.fetch(READ, body_of)
    assert await transport.find(READ, body_of, lambda reply: reply.status == 404) is None
    state = await transport.state()
    assert state.health is VenueHealth.UP
    assert state.last_success_at is not None


@pytest.mark.parametrize("error", [None, VenueUnavailableError(Venue.ARCUS, "No."), NotFoundError(Venue.ARCUS, "No.")])
async def test_a_silent_venue_is_probed(error: Exception | None) -> None:
    """A venue from which nothing was heard is probed first; a probe that fails is no error of the state."""
    probes = 0

    async def probe() -> None:
        nonlocal probes
        probes += 1
        if error:
            raise error

    await transport_to(answering(200), probe=probe).state()
    assert probes == 1


def test_silence_lasts_from_the_latest_call(clock: Clock) -> None:
    """Nothing is known before the first call, and nothing any more when the latest is too long ago."""
    health = Health(Venue.ARCUS, silence=30, clock=clock)
    assert health.silent
    health.heard()
    clock.now += 30
    assert not health.silent
    clock.now += 0.1
    assert health.silent
