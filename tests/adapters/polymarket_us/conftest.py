"""The private key of a firm, and its sign-in."""

import time
from collections.abc import AsyncIterator, Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.polymarket_us.auth import PolymarketUsAuth, TokenCallAuth, TokenRequest, token_refusal
from adapters.transport.calls import Upstream
from domain.venues import Venue
from sandbox import Sandbox
from tests.adapters.polymarket_us.logins import TOKEN_URL, OpenAuth
from tests.adapters.transport.scripted import AMPLE, Scripted, connect_to

REQUEST = TokenRequest(
    token_url=TOKEN_URL, token_path="/oauth/token", audience="http://api.sandbox", client_id="client-1"
)


@pytest.fixture
def key(sandbox_keys: Sandbox) -> rsa.RSAPrivateKey:
    """A key of 2,048 bits."""
    return sandbox_keys.credentials.private_key


@pytest.fixture
async def open_auth(key: rsa.RSAPrivateKey) -> AsyncIterator[OpenAuth]:
    """Open an auth on a token endpoint."""
    opened: list[PolymarketUsAuth] = []

    def open_one(
        http: Scripted, participant_id: str | None = None, clock: Callable[[], float] = time.monotonic
    ) -> PolymarketUsAuth:
        upstream = Upstream(
            venue=Venue.POLYMARKET_US,
            base_url="http://login.sandbox",
            auth=TokenCallAuth(),
            limits=AMPLE,
            refusal=token_refusal,
        )
        auth = PolymarketUsAuth(REQUEST, key, participant_id, connect_to(http)(upstream), clock)
        opened.append(auth)
        return auth

    yield open_one
    for auth in opened:
        await auth.close()
