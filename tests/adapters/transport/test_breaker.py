"""The circuit breaker, on a clock that stands still."""

import pytest

from adapters.transport.breaker import Breaker, Circuit
from tests.adapters.transport.scripted import Clock


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    """A closed breaker with the figures that every venue has."""
    return Breaker(Circuit(), clock)


def opened(breaker: Breaker) -> Breaker:
    """The same breaker after five failures in a row."""
    for _ in range(5):
        assert breaker.admit()
        breaker.failed()
    assert breaker.is_open
    return breaker


def test_five_failures_in_a_row_open_the_circuit(breaker: Breaker) -> None:
    """Four failures do not open it, the fifth does."""
    for _ in range(4):
        breaker.failed()
    assert breaker.admit()
    breaker.failed()
    assert breaker.is_open
    assert not breaker.admit()


def test_a_success_between_failures_keeps_it_closed(breaker: Breaker) -> None:
    """Failures in a row are counted from the last success; few calls never open it by their share."""
    for _ in range(4):
        for _ in range(4):
            breaker.failed()
        breaker.succeeded()
    assert not breaker.is_open


def test_half_of_twenty_calls_failing_opens_it(breaker: Breaker, clock: Clock) -> None:
    """With every other call failing it opens at the twentieth within ten seconds."""
    for _ in range(9):
        breaker.succeeded()
        breaker.failed()
        clock.now += 1
    breaker.succeeded()
    assert not breaker.is_open
    breaker.failed()
    assert breaker.is_open


def test_old_failures_are_forgotten(breaker: Breaker, clock: Clock) -> None:
    """Twenty calls of which half fail, but over more than ten seconds, do not open it."""
    for _ in range(30):
        breaker.succeeded()
        breaker.failed()
        clock.now += 1.2
    assert not breaker.is_open


def test_after_ten_seconds_one_probe_goes_out(breaker: Breaker, clock: Clock) -> None:
    """While it is open nothing goes out; after ten seconds exactly one call does."""
    opened(breaker)
    clock.now += 9.9
    assert not breaker.admit()
    clock.now += 0.1
    assert not breaker.refusing
    assert [breaker.admit() for _ in range(3)] == [True, False, False]
    assert breaker.refusing


def test_the_pause_doubles_to_a_minute(breaker: Breaker, clock: Clock) -> None:
    """Each failed probe doubles the pause, up to sixty seconds."""
    opened(breaker)
    for pause in (10, 20, 40, 60, 60):
        clock.now += pause - 0.1
        assert not breaker.admit()
        clock.now += 0.1
        assert breaker.admit()
        breaker.failed()


def test_a_successful_probe_closes_it_and_resets_the_pause(breaker: Breaker, clock: Clock) -> None:
    """One success closes the circuit, and the next time it opens for ten seconds again."""
    opened(breaker)
    clock.now += 10
    breaker.admit()
    breaker.failed()
    clock.now += 20
    breaker.admit()
    breaker.succeeded()
    assert not breaker.is_open
    assert breaker.admit()
    opened(breaker)
    clock.now += 10
    assert breaker.admit()


def test_an_abandoned_probe_frees_its_place(breaker: Breaker, clock: Clock) -> None:
    """A probe that is cancelled decides nothing, and the next call is the probe."""
    opened(breaker)
    clock.now += 10
    assert breaker.admit()
    breaker.abandoned()
    assert breaker.is_open
    assert breaker.admit()


def test_failures_while_it_is_open_do_not_prolong_it(breaker: Breaker, clock: Clock) -> None:
    """Calls that were under way when it opened may fail; the pause stays what it is."""
    opened(breaker)
    clock.now += 3
    breaker.failed()
    clock.now += 7
    assert breaker.admit()


def test_its_figures_are_given(clock: Clock) -> None:
    """A circuit of other figures opens by those."""
    breaker = Breaker(Circuit(failures_in_a_row=9, window_calls=4, failing_share=0.75, first_pause=1), clock)
    for succeeds in (True, False, False):
        breaker.succeeded() if succeeds else breaker.failed()
    assert not breaker.is_open
    breaker.failed()
    assert not breaker.admit()
    clock.now += 1
    assert breaker.admit()
