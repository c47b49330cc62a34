"""What one request may spend, and what is counted of it."""

import pytest

from domain.budget import Allowance, Budget
from domain.errors import CostExceededError
from domain.venues import Venue

ALLOWANCE = Allowance(cost=100, calls_per_venue=2, calls=3)


def test_the_call_that_is_too_many_for_a_venue_is_not_let_out() -> None:
    """As many calls as are allowed go out, and the next is refused with the number; other venues are not concerned."""
    budget = Budget(1, ALLOWANCE)
    budget.spend(Venue.ARCUS)
    budget.spend(Venue.ARCUS)
    with pytest.raises(CostExceededError, match="2 upstream calls a venue, and this one needs more at Arcus"):
        budget.spend(Venue.ARCUS)
    budget.spend(Venue.ZEROHASH)


def test_the_call_that_is_too_many_in_all_is_not_let_out() -> None:
    """The limit of the whole request holds whichever venue the call is for; the same question would fail again."""
    budget = Budget(1, ALLOWANCE)
    for venue in (Venue.ARCUS, Venue.ARCUS, Venue.ZEROHASH):
        budget.spend(venue)
    with pytest.raises(CostExceededError, match="3 upstream calls in all") as caught:
        budget.spend(Venue.ZEROHASH)
    assert caught.value.extensions == {"code": "COST_EXCEEDED", "venue": "ZEROHASH", "retryable": False}


def test_without_an_allowance_calls_are_only_counted() -> None:
    """Nothing is refused."""
    budget = Budget(1)
    for _ in range(1000):
        budget.spend(Venue.ARCUS)
    assert budget.spent.calls(Venue.ARCUS) == 1000


def test_a_part_counts_apart_and_spends_of_the_whole() -> None:
    """What is sent under a part is its usage and the request's; the deadline and the limits are the request's."""
    budget = Budget(1, ALLOWANCE)
    part = budget.part()
    part.usage[Venue.ARCUS].calls += 2
    budget.usage[Venue.ARCUS].lookups += 5
    assert budget.usage[Venue.ARCUS].calls == 0
    assert (budget.spent.total(Venue.ARCUS).calls, budget.spent.total(Venue.ARCUS).lookups) == (2, 5)
    assert (part.deadline, part.faults) == (budget.deadline, budget.faults)
    for each in (budget, part, part.part()):
        with pytest.raises(CostExceededError):
            each.check(Venue.ARCUS)
