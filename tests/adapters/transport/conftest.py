"""What the tests of the transport need beside a request to spend from: a clock that stands still."""

import pytest

from tests.adapters.transport.scripted import Clock


@pytest.fixture
def clock() -> Clock:
    """A clock of one's own."""
    return Clock()
