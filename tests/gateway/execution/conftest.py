"""A context without any venue, and what an executor hands over as unexpected."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.runtime import Gateway
from gateway.settings import load_settings
from resolvers.context import Context
from resolvers.prices import LastPrices


@pytest.fixture
async def context() -> AsyncIterator[Context]:
    """What one request carries in a gateway without venues."""
    async with Gateway.open(load_settings({}, Path("/dev/null"))) as gateway:
        context = Context.open(gateway.ports, {}, LastPrices(0), gateway.start_budget())
        yield context
        context.close()


@pytest.fixture
def unexpected() -> list[Exception]:
    """The errors that are faults of ours."""
    return []
