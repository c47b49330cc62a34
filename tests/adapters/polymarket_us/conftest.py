"""The private key of a firm."""

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox import Sandbox


@pytest.fixture
def key(sandbox_keys: Sandbox) -> rsa.RSAPrivateKey:
    """A key of 2,048 bits."""
    return sandbox_keys.credentials.private_key
