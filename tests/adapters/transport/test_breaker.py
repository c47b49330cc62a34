"""One circuit by itself, on a clock that stands still."""

import pytest

from adapters.transport.breaker import Breaker, Circuit
from tests.adapters.transport.scripted import Clock


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    """A closed breaker with the figures that every venue has."""
    return Breaker(Circuit(), clock)


def fail(breaker: Breaker, *targets: str | None) -> list[bool]:
    """One failure for each target; for each, whether it opened the circuit."""
    return [breaker.failed(target) for target in targets]


def test_five_failures_at_three_targets_open_it(breaker: Breaker) -> None:
    """Four failures do not open it; the fifth does and says so, and those that follow do not say so again."""
    assert fail(breaker, "a", "b", "c", "a", "b", "c") == [False, False, False, False, True, False]
    assert breaker.is_open


@pytest.mark.parametrize("targets", ["a", "ab"])
def test_one_account_does_not_open_it_however_often_it_fails(breaker: Breaker, targets: str) -> None:
    """Failures of fewer than three targets say nothing of the others."""
    fail(breaker, *targets * 50)
    assert not breaker.is_open


def test_lost_connections_open_it_whatever_their_target(breaker: Breaker) -> None:
    """A venue that cannot be reached cannot be reached for anybody: five lost connections are enough."""
    assert fail(breaker, None, None, None, None, None)[-1]


def test_five_failures_among_twenty_calls_do_not_open_it(breaker: Breaker) -> None:
    """While fewer than half of the latest calls fail it stays closed, whatever failed in a row."""
    for _ in range(15):
        breaker.succeeded()
    fail(breaker, *"abcde")
    assert not breaker.is_open
    fail(breaker, *"fghi")
    assert not breaker.is_open
    assert fail(breaker, "j") == [True]


def test_a_long_good_time_does_not_hide_a_bad_one(breaker: Breaker) -> None:
    """Only the latest twenty calls are looked at: ten failures open it, however many calls were well before."""
    for _ in range(10_000):
        breaker.succeeded()
    assert fail(breaker, *"abcdefghij") == [False] * 9 + [True]


def test_failures_age(breaker: Breaker, clock: Clock) -> None:
    """What is older than ten seconds does not count."""
    fail(breaker, *"abcd")
    clock.now += 10.1
    assert fail(breaker, *"abcd") == [False] * 4
    assert fail(breaker, "e") == [True]


def test_a_success_closes_it(breaker: Breaker) -> None:
    """A call that was under way when it opened and is answered is proof, and counting begins anew."""
    fail(breaker, *"abcde")
    breaker.succeeded()
    assert not breaker.is_open
    assert fail(breaker, *"abcd") == [False] * 4


def test_a_probe_closes_it_and_is_not_a_call_of_its_own(breaker: Breaker) -> None:
    """After a probe it remembers that none of its own calls has succeeded yet, until one does."""
    fail(breaker, *"abcde")
    assert not breaker.vouched
    breaker.vouch()
    assert (breaker.is_open, breaker.vouched) == (False, True)
    breaker.succeeded()
    assert not breaker.vouched


def test_a_probe_of_others_does_not_touch_it(breaker: Breaker) -> None:
    """A closed circuit stays as it is when the venue answers a probe."""
    fail(breaker, *"abcd")
    breaker.vouch()
    assert not breaker.vouched
    assert fail(breaker, "e") == [True]


def test_its_figures_are_given(clock: Clock) -> None:
    """A circuit of other figures opens by those."""
    breaker = Breaker(Circuit(failures=2, targets=1, failing_share=0.9, window_seconds=1), clock)
    breaker.succeeded()
    fail(breaker, *"aaaa")
    assert not breaker.is_open
    clock.now += 1.1
    assert fail(breaker, *"aa") == [False, True]


def test_a_venue_is_probed_after_one_to_fifteen_seconds() -> None:
    """So that a venue that is back is called again within fifteen seconds, however long it was away."""
    assert (Circuit().first_pause, Circuit().longest_pause) == (1, 15)
