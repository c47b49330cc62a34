"""A sandbox with a clock that stands still, and clients for its venues."""

from collections.abc import AsyncIterator

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from sandbox import Sandbox, create_sandbox
from tests.sandbox.clients import Clients, Clock


@pytest.fixture
def clock() -> Clock:
    """The sandbox's clock."""
    return Clock()


@pytest.fixture(scope="session")
def private_key() -> RSAPrivateKey:
    """One key for all tests: making one takes a tenth of a second."""
    return generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def sandbox(clock: Clock, private_key: RSAPrivateKey) -> Sandbox:
    """Twenty people, limits on."""
    made = create_sandbox(clock=clock)
    made.credentials.private_key = private_key
    return made


@pytest.fixture
async def clients(sandbox: Sandbox, clock: Clock) -> AsyncIterator[Clients]:
    """Clients of the sandbox over ASGI."""
    made = Clients(sandbox, clock)
    yield made
    await made.close()
