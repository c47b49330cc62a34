"""Whether a question may run at what it is expected to cost, and what it did cost."""

from collections.abc import Mapping
from typing import Any

import msgspec

from domain.budget import Allowance
from domain.errors import CostExceededError
from domain.venues import Venue
from gateway.execution.answers import Answer, Cost, Error, Outcome


def excess(estimate: Cost, allowance: Allowance) -> Answer | None:
    """Why a question is refused: one error with the numbers; None where it is within what is allowed."""
    calls = sum(estimate.calls.values())
    dearest = max(estimate.calls, key=lambda venue: estimate.calls[venue], default=None)
    over = []
    if estimate.total > allowance.cost:
        over.append(f"would cost {estimate.total:,}, and {allowance.cost:,} is allowed")
    if dearest is not None and estimate.calls[dearest] > allowance.calls_per_venue:
        number = estimate.calls[dearest]
        over.append(f"would make {number:,} calls to {dearest.title}, and {allowance.calls_per_venue:,} are allowed")
    if calls > allowance.calls:
        over.append(f"would make {calls:,} upstream calls, and {allowance.calls:,} are allowed")
    if not over:
        return None
    return _refused(f"The question {'; it '.join(over)}.", estimate.figures, allowance)


def beyond_counting(allowance: Allowance) -> Answer:
    """The refusal of a question whose selections are too many to be priced."""
    return _refused("The question has too many selections to be priced, fragments put in.", None, allowance)


def _refused(message: str, figures: dict[str, Any] | None, allowance: Allowance) -> Answer:
    limits = limits_of(allowance)
    extensions = {"code": CostExceededError.code, "retryable": False, "estimate": figures, "limits": limits}
    error: Error = {"message": message, "extensions": {k: v for k, v in extensions.items() if v is not None}}
    return Answer(None, (error,), Outcome.REFUSED)


def limits_of(allowance: Allowance) -> dict[str, int]:
    """What is allowed, as a client reads it."""
    return {"cost": allowance.cost, "callsPerVenue": allowance.calls_per_venue, "calls": allowance.calls}


def objects_in(data: object) -> int:
    """The objects in an answer's data."""
    count, stack = 0, [data]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            count += 1
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
    return count


def spent(data: bytes | None, calls: Mapping[Venue, int]) -> Cost:
    """What an answer did cost."""
    return Cost(objects_in(msgspec.json.decode(data)) if data else 0, calls)
