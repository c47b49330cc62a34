"""A token endpoint that answers as a test says."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import jwt
import msgspec

from adapters.polymarket_us.auth import PolymarketUsAuth
from tests.adapters.transport.scripted import Scripted, reply

TOKEN_URL = "http://login.sandbox/oauth/token"

OpenAuth = Callable[..., PolymarketUsAuth]
"""Opens a sign-in on a token endpoint."""


def token(number: int, expires_in: float = 180) -> httpx.Response:
    """A token answer; the tokens are numbered in their scope."""
    text = jwt.encode({"scope": f"read:orders read:{number}"}, "0" * 32, "HS256")
    return reply(200, msgspec.json.encode({"access_token": text, "token_type": "Bearer", "expires_in": expires_in}))


def token_answer(**members: Any) -> httpx.Response:
    """A token answer of these members."""
    return reply(200, msgspec.json.encode({"access_token": "opaque", "token_type": "Bearer", **members}))


def tokens(*answers: float | httpx.Response, delay: float = 0) -> Scripted:
    """A token endpoint: a life in seconds is a token of that life, the last answer repeats."""
    left = list(answers)

    async def answer(_request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(delay)
        number = len(http.requests)
        now = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(now, httpx.Response):
            return reply(now.status_code, await now.aread(), now.headers)
        return token(number, now)

    http = Scripted(answer)
    return http


async def bearer(auth: PolymarketUsAuth) -> int:
    """The number of the token that a call would carry."""
    headers = await auth.headers("GET", "/v1/whoami", b"")
    claims = jwt.decode(headers["authorization"].removeprefix("Bearer "), options={"verify_signature": False})
    return int(claims["scope"].rpartition(":")[2])
