"""What the tests of the transport need: a request to spend from, and a clock that stands still."""

import inspect

import pytest

from domain.budget import BUDGET, Budget
from tests.adapters.transport.scripted import Clock


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, name: str, obj: object) -> None:
    """Give every asynchronous test a budget: whatever calls a venue needs one."""
    if collector.istestfunction(obj, name) and inspect.iscoroutinefunction(obj):
        pytest.mark.usefixtures("budget")(obj)


@pytest.fixture
async def budget() -> Budget:
    """A request with time enough."""
    budget = Budget(20)
    BUDGET.set(budget)
    return budget


@pytest.fixture
def clock() -> Clock:
    """A clock of one's own."""
    return Clock()
