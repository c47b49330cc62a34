"""Polymarket US's sign-in through the whole adapter: tokens that end, that are refused, and that are accepted."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.polymarket_us.adapter import PolymarketUsAdapter
from adapters.polymarket_us.settings import PolymarketUsSettings
from adapters.transport.calls import Upstream
from adapters.transport.transport import Transport
from domain.errors import VenueCredentialsError
from domain.keys import TradingKey
from domain.venues import Venue
from tests.adapters.conftest import OpenWired, Wired
from tests.adapters.polymarket_us.logins import TOKEN_URL, tokens
from tests.adapters.transport.scripted import AMPLE, Scripted, connect_to, reply


async def test_an_expired_token_is_renewed_once(wired: Wired) -> None:
    """One 401 costs a renewal and a second attempt, which succeeds."""
    port = wired.ports.accounts[Venue.POLYMARKET_US]
    await port.probe()
    wired.sandbox.faults.set("polymarket_us", "expired_token", times=1)
    wired.forget()
    await port.probe()
    assert wired.calls(Venue.POLYMARKET_US) == {"whoami": 2, "token": 1}


OpenAdapter = Callable[[Scripted, Scripted], PolymarketUsAdapter]


@pytest.fixture
async def open_adapter(key: rsa.RSAPrivateKey, tmp_path: Path) -> AsyncIterator[OpenAdapter]:
    """Open an adapter on a token endpoint and an API of one's own."""
    opened: list[PolymarketUsAdapter] = []
    path = tmp_path / "key.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )

    def open_one(login: Scripted, api: Scripted) -> PolymarketUsAdapter:
        def connect(upstream: Upstream) -> Transport:
            return connect_to(login if "login" in upstream.base_url else api)(upstream)

        settings = PolymarketUsSettings(
            base_url="http://api.sandbox",
            token_url=TOKEN_URL,
            audience="http://api.sandbox",
            client_id="client-1",
            private_key_file=path,
            limits=AMPLE,
        )
        opened.append(PolymarketUsAdapter(settings, connect))
        return opened[-1]

    yield open_one
    for adapter in opened:
        await adapter.close()


async def test_a_token_that_is_always_refused_is_no_loop(open_adapter: OpenAdapter) -> None:
    """A venue that refuses every token is called twice, with two tokens, and then the credential is refused."""

    async def refuse(_request: httpx.Request) -> httpx.Response:
        return reply(401)

    login, api = tokens(180), Scripted(refuse)
    with pytest.raises(VenueCredentialsError):
        await open_adapter(login, api).probe()
    assert (len(login.requests), len(api.requests)) == (2, 2)


async def test_many_calls_with_an_old_token_renew_it_once(open_adapter: OpenAdapter) -> None:
    """When eight calls learn one after the other that their token has ended, there is one new assertion."""
    first: list[str] = []
    delays: Iterator[float] = iter([0.0] + [0.02 * number for number in range(8)] + [0.0] * 20)

    async def answer(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(next(delays))
        if not first:
            first.append(request.headers["authorization"])
            return reply(200, b'{"firm":"acme"}')
        if request.headers["authorization"] in first:
            return reply(401)
        return reply(200, b'{"balances":{}}')

    login, api = tokens(180), Scripted(answer)
    adapter = open_adapter(login, api)
    await adapter.probe()
    keys = [TradingKey(f"firms/acme/accounts/{number}") for number in range(8)]
    assert await adapter.cash(keys) == [()] * 8
    assert len(login.requests) == 2


async def test_the_sandbox_lets_us_in(open_wired: OpenWired) -> None:
    """The sandbox, which checks all six claims, accepts the assertion, and the token's scopes are the firm's."""
    wired = await open_wired()
    firm = await wired.ports.trading[Venue.POLYMARKET_US].firm()
    assert firm.scopes == ("read:accounts", "read:instruments", "read:orders", "read:positions")
    assert wired.sandbox.polymarket_us.tokens.issued == 1
