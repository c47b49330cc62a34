"""What every fault of the sandbox becomes at every venue: the error that fits it, in words that give nothing away."""

from collections.abc import Mapping
from typing import Any

import pytest

from adapters.registration import Registration
from adapters.transport.rates import Limits
from domain.errors import (
    Unavailable,
    VenueAnswerError,
    VenueError,
    VenueForbiddenError,
    VenueRateLimitedError,
    VenueTimeoutError,
    VenueUnavailableError,
)
from domain.venues import Venue, VenueHealth
from sandbox import MODES
from tests.adapters.conftest import QUICK, OpenWired, Wired
from tests.adapters.replies import timeless
from tests.adapters.specimens import SPECIMENS
from tests.adapters.venues import SENTENCE, all_but, every_venue

HURRIED = Limits(rate=10_000, burst=10_000, concurrency=8, timeout=0.2, default_retry_after=60)
RETRY_AFTER = 30

CURED = None
EXPECTED: Mapping[str, type[VenueError] | None] = {
    "down": VenueUnavailableError,
    "slow": VenueTimeoutError,
    "rate_limited": VenueRateLimitedError,
    "error": VenueUnavailableError,
    "truncated": VenueAnswerError,
    "html": VenueAnswerError,
    "empty": VenueAnswerError,
    "wrong_types": VenueAnswerError,
    "missing_fields": VenueAnswerError,
    "wrong_echo": VenueAnswerError,
    "not_json_charset": VenueAnswerError,
    "forbidden": VenueForbiddenError,
    "json_numbers": CURED,
    "moving": CURED,
}
"""What a fault becomes where a venue's specimen says nothing else."""


def expected_at(venue: Venue) -> dict[str, type[VenueError] | None]:
    """What each fault becomes at a venue; None where the answer is the healthy one all the same."""
    return {**EXPECTED, **SPECIMENS[venue].faults}


async def results(wired: Wired, venue: Venue) -> list[Any]:
    """What each read of the venue gives for its one key."""
    found: list[Any] = []
    for read in SPECIMENS[venue].reads:
        found += await read(wired.ports)
    assert len(found) == len(SPECIMENS[venue].reads)
    return found


def secrets(wired: Wired) -> list[str]:
    """What no error and no record may hold, whichever venue is read."""
    kept = [text for specimen in SPECIMENS.values() for text in specimen.secrets(wired.sandbox)]
    assert all(kept)
    return [*kept, "http", "sandbox", "Bearer", "eyJ", "?", "<"]


@every_venue
def test_every_fault_of_the_sandbox_has_a_meaning(entry: Registration) -> None:
    """The table of faults, with what the specimen adds, knows every mode of the sandbox and no other."""
    assert set(expected_at(entry.venue)) == set(MODES)


@pytest.mark.parametrize("mode", MODES)
@every_venue
async def test_faults_become_the_right_errors(open_wired: OpenWired, entry: Registration, mode: str) -> None:
    """Each fault is the error that fits it, as the result of the key; a fault that can be read through is none.

    The error is one sentence, and neither it nor a record holds a secret, an address or the venue's own text.
    """
    wired = await open_wired(without=all_but(entry.venue), limits=HURRIED if mode == "slow" else QUICK)
    healthy = await results(wired, entry.venue)
    assert not any(isinstance(result, Unavailable) for result in healthy)
    expected = expected_at(entry.venue)[mode]
    options = {"retry_after": RETRY_AFTER} if mode == "rate_limited" else {}
    wired.sandbox.faults.set(entry.venue.value.lower(), mode, **options)
    found = await results(wired, entry.venue)
    if expected is None:
        assert timeless(found) == timeless(healthy)
        return
    assert [isinstance(result, Unavailable) and result.code for result in found] == [expected.code] * len(found)
    errors = [result.error() for result in found]
    for error in errors:
        assert type(error) is expected
        assert error.venue is entry.venue
        assert error.extensions["retryable"] is error.retryable
        assert SENTENCE.fullmatch(str(error)), str(error)
        assert str(error).startswith(entry.venue.title)
        assert len(str(error)) < 150
        if mode == "rate_limited":
            assert error.retry_after is not None
            assert 0 < error.retry_after <= RETRY_AFTER
    shown = " ".join(
        [
            *(f"{error} {error.extensions}" for error in errors),
            *(f"{record.call} {record.code}" for record in wired.records),
        ]
    )
    assert [text for text in secrets(wired) if text in shown] == []
    wired.sandbox.faults.clear()
    if expected is VenueAnswerError:
        assert timeless(await results(wired, entry.venue)) == timeless(healthy)


@pytest.mark.parametrize("mode", ["down", "error", "empty", "forbidden"])
@every_venue
async def test_faults_of_a_probe_are_raised(open_wired: OpenWired, entry: Registration, mode: str) -> None:
    """A probe raises what is wrong with the venue, and its state then says so."""
    wired = await open_wired(without=all_but(entry.venue))
    wired.sandbox.faults.set(entry.venue.value.lower(), mode)
    port = wired.ports.accounts[entry.venue]
    error = expected_at(entry.venue)[mode]
    assert error is not None
    with pytest.raises(error):
        await port.probe()
    state = await port.state()
    if mode != "forbidden":
        assert state.health in (VenueHealth.DEGRADED, VenueHealth.DOWN)
        assert state.last_error_code == error.code


@every_venue
async def test_a_fault_stays_at_its_venue(open_wired: OpenWired, entry: Registration) -> None:
    """While all other venues are down, this one answers as ever."""
    wired = await open_wired()
    healthy = await results(wired, entry.venue)
    for venue in all_but(entry.venue):
        wired.sandbox.faults.set(venue.value.lower(), "down")
    for venue in all_but(entry.venue):
        for result in await results(wired, venue):
            assert isinstance(result, Unavailable)
            assert (result.venue, result.code) == (venue, VenueUnavailableError.code)
    assert timeless(await results(wired, entry.venue)) == timeless(healthy)
