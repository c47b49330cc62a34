"""What the tests of costs share: a gateway without rates of its own, warmed up, and the two figures of an answer."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.house import House

NO_RATES = {
    f"{venue}__{name}": "100000" for venue in ("ZEROHASH", "POLYMARKET_US", "ARCUS") for name in ("RATE", "BURST")
}
"""Settings with which the gateway itself holds nothing back."""

SEEN_BEFORE = (
    "{ participants(first: 20) { edges { node { labeledAccounts { zrn } marginAccounts { name } tradingAccounts "
    "{ cash { currency } positions { symbol } openOrders { orderId } } } } } }",
    "{ firm { users { tradingAccounts { name } } } tradingAccounts(first: 1) { edges { cursor } } "
    'labeledAccounts(filter: {labels: ["general"]}) { edges { cursor } } '
    'participants(status: APPROVED) { edges { cursor } } portfolio(participantCode: "ABC123") { netWorth { total } } }',
)
"""What the process has seen before it is held to its estimates: each kind of thing once."""


class Costs(NamedTuple):
    """What a question was expected to cost, and did."""

    estimate: dict[str, Any]
    spent: dict[str, Any]
    limits: dict[str, int] | None

    @property
    def below(self) -> bool:
        """Whether the estimate was too low, in all or at one venue."""
        calls = self.estimate["calls"]
        return self.estimate["cost"] < self.spent["cost"] or any(
            calls.get(venue, 0) < number for venue, number in self.spent["calls"].items()
        )

    @property
    def ratio(self) -> float:
        """How many times the truth the estimate was."""
        return float(self.estimate["cost"] / self.spent["cost"])


async def warm_up(house: House) -> None:
    """Let the process see each kind of thing."""
    for question in SEEN_BEFORE:
        await house.data(question)


async def costs_of(house: House, query: str, variables: Mapping[str, Any] | None = None) -> Costs:
    """Ask, and take both figures from the answer; the truth is what the sandbox counts."""
    house.sandbox.reset_calls()
    answer = await house.ask(query, variables)
    assert "data" in answer, answer
    costs = Costs(**answer["extensions"]["cost"])
    counted = {venue: house.sandbox.count(venue.lower()) for venue in costs.spent["calls"]}
    assert counted == costs.spent["calls"]
    return costs
