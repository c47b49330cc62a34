"""Token buckets, on a clock that stands still."""

from adapters.transport.rates import Bucket
from tests.adapters.transport.scripted import Clock


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
    """A call that would wait too long gets the time that it would take, and costs the others nothing."""
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
    assert bucket.reserve(1, 1) == (True, 0.01)


def test_after_a_closing_calls_leave_one_by_one(clock: Clock) -> None:
    """The burst is spent when the bucket opens again: one call goes at once, the others at the bucket's rate."""
    bucket = Bucket(rate=10, burst=100, clock=clock)
    bucket.close_for(5)
    assert [round(bucket.reserve(1, 60)[1], 6) for _ in range(4)] == [5.0, 5.1, 5.2, 5.3]
    clock.now += 60
    bucket.reserve(100, 0)
    assert bucket.reserve(1, 0) == (False, 0.1)


def test_a_closing_voids_what_was_reserved(clock: Clock) -> None:
    """Who waits for a turn when the bucket is closed reserves anew, so its old turn is not held against the others."""
    bucket = Bucket(rate=1, burst=1, clock=clock)
    bucket.reserve(50, 100)
    before = bucket.closings
    bucket.close_for(5)
    assert bucket.closings == before + 1
    assert bucket.reserve(1, 60) == (True, 5.0)
    bucket.close_for(1)
    assert bucket.closings == before + 1


def test_a_shorter_closing_does_not_shorten_a_longer_one(clock: Clock) -> None:
    """Of two closings the later end counts."""
    bucket = Bucket(rate=1, burst=1, clock=clock)
    bucket.close_for(10)
    bucket.close_for(1)
    assert bucket.closed_seconds == 10
