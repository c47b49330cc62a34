"""Token buckets and the circuit breaker, on a clock that stands still."""

import pytest

from adapters.transport.limits import Breaker, Bucket


class Clock:
    """Moves when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time, in seconds."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock of one's own."""
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    """A closed breaker."""
    return Breaker(clock)


def opened(breaker: Breaker) -> Breaker:
    """The same breaker after five failures in a row."""
    for _ in range(Breaker.IN_A_ROW):
        assert breaker.admit()
        breaker.failed()
    assert breaker.is_open
    return breaker


def test_what_is_not_used_is_given_back(clock: Clock) -> None:
    """A caller that gives up while it waits does not hold up those after it."""
    bucket = Bucket(rate=1, burst=1, clock=clock)
    assert bucket.reserve(1, longest=0) == (True, 0.0)
    assert bucket.reserve(5, longest=10) == (True, 5.0)
    bucket.give_back(5)
    assert bucket.reserve(1, longest=10) == (True, 1.0)


def test_a_burst_is_free_and_what_follows_waits_in_order(clock: Clock) -> None:
    """The burst goes at once; each further call waits one refill longer than the one before it."""
    bucket = Bucket(rate=2, burst=3, clock=clock)
    assert [bucket.reserve(1, 60) for _ in range(3)] == [(True, 0.0)] * 3
    assert [bucket.reserve(1, 60) for _ in range(3)] == [(True, 0.5), (True, 1.0), (True, 1.5)]


def test_a_bucket_refills_up_to_its_burst(clock: Clock) -> None:
    """An hour of silence gives back the burst and no more."""
    bucket = Bucket(rate=2, burst=3, clock=clock)
    bucket.reserve(3, 0)
    clock.now += 3600
    assert bucket.reserve(3, 0) == (True, 0.0)
    assert bucket.reserve(1, 0) == (False, 0.5)


def test_a_refused_reservation_takes_nothing(clock: Clock) -> None:
    """Who would wait too long is told how long, and costs the others nothing."""
    bucket = Bucket(rate=1, burst=10, clock=clock)
    assert bucket.reserve(10, 0) == (True, 0.0)
    assert [bucket.reserve(5, 4.9) for _ in range(3)] == [(False, 5.0)] * 3
    assert bucket.reserve(5, 5) == (True, 5.0)


def test_weights_are_counted(clock: Clock) -> None:
    """A call of weight twenty waits twenty times as long as one of weight one."""
    bucket = Bucket(rate=25, burst=20, clock=clock)
    assert bucket.reserve(20, 0) == (True, 0.0)
    assert bucket.reserve(20, 1) == (True, 0.8)


def test_a_closed_bucket_lets_nobody_through(clock: Clock) -> None:
    """Closed for five seconds, a full bucket is five seconds away for everybody."""
    bucket = Bucket(rate=100, burst=100, clock=clock)
    bucket.close_for(5)
    assert bucket.closed_seconds == 5
    assert bucket.reserve(1, 4) == (False, 5.0)
    assert bucket.reserve(1, 6) == (True, 5.0)
    clock.now += 5
    assert bucket.closed_seconds == 0
    assert bucket.reserve(1, 0) == (True, 0.0)


def test_a_shorter_closing_does_not_shorten_a_longer_one(clock: Clock) -> None:
    """Of two closings the later end counts."""
    bucket = Bucket(rate=1, burst=1, clock=clock)
    bucket.close_for(10)
    bucket.close_for(1)
    assert bucket.closed_seconds == 10


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
