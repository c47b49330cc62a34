"""Clients of the three venues for the tests, with signing written here and not taken from the sandbox."""

import base64
import hashlib
import hmac
import ssl
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx
import jwt

from sandbox import BASE_PATHS, Sandbox

BASE_URLS = {name: f"http://{name.replace('_', '-')}.sandbox{path}" for name, path in BASE_PATHS.items()}
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: float = 1_790_000_000) -> None:
        self.now = now

    def __call__(self) -> float:
        """The time, in Unix seconds."""
        return self.now


class Clients:
    """Calls the venues of one sandbox, over ASGI or over the base URLs given."""

    def __init__(self, sandbox: Sandbox, clock: Clock, base_urls: Mapping[str, str] | None = None) -> None:
        self.sandbox = sandbox
        self.clock = clock
        self.base_urls = base_urls or BASE_URLS
        self._http = {
            venue: httpx.AsyncClient(
                transport=None if base_urls else httpx.ASGITransport(app),
                timeout=5,
                trust_env=False,
                verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            )
            for venue, app in sandbox.apps.items()
        }
        self._token = ""

    async def close(self) -> None:
        """Closes the clients."""
        for client in self._http.values():
            await client.aclose()

    async def send(self, venue: str, method: str, path: str, **options: Any) -> httpx.Response:
        """One call without any credential."""
        return await self._http[venue].request(method, f"{self.base_urls[venue]}{path}", **options)

    def signed(self, path: str, *, method: str = "GET", body: str = "{}", timestamp: str = "") -> dict[str, str]:
        """The four headers that zerohash wants."""
        credentials = self.sandbox.credentials
        timestamp = timestamp or str(int(self.clock()))
        digest = hmac.new(
            base64.b64decode(credentials.zerohash_secret), f"{timestamp}{method}{path}{body}".encode(), hashlib.sha256
        ).digest()
        return {
            "X-SCX-API-KEY": credentials.zerohash_key,
            "X-SCX-PASSPHRASE": credentials.zerohash_passphrase,
            "X-SCX-TIMESTAMP": timestamp,
            "X-SCX-SIGNED": base64.b64encode(digest).decode(),
        }

    async def zerohash(self, path: str) -> httpx.Response:
        """One signed read of zerohash."""
        return await self.send("zerohash", "GET", path, headers=self.signed(path))

    async def zerohash_all(self, path: str) -> list[Any]:
        """All rows of a zerohash list, over its pages."""
        rows: list[Any] = []
        page = total = 1
        while page <= total:
            separator = "&" if "?" in path else "?"
            body = (await self.zerohash(f"{path}{separator}page={page}")).json()
            assert body["page"] == page
            rows += body["message"]
            total = body["total_pages"]
            page += 1
        return rows

    def assertion(self, **changes: object) -> str:
        """A client assertion; a change to None leaves the claim out."""
        now = int(self.clock())
        claims = {
            "iss": self.sandbox.credentials.client_id,
            "sub": self.sandbox.credentials.client_id,
            "aud": f"{self.base_urls['polymarket_us']}/oauth/token",
            "iat": now,
            "exp": now + 60,
            "jti": str(uuid4()),
            **changes,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(kept, self.sandbox.credentials.private_key, "RS256")

    def token_request(self, **changes: object) -> dict[str, object]:
        """The body of a token call."""
        return {
            "client_id": self.sandbox.credentials.client_id,
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": self.assertion(),
            "audience": self.base_urls["polymarket_us"],
            "grant_type": "client_credentials",
            **changes,
        }

    async def renew(self) -> str:
        """A new access token, used by the calls that follow."""
        answer = await self.send("polymarket_us", "POST", "/oauth/token", json=self.token_request())
        self._token = answer.json()["access_token"]
        return self._token

    async def polymarket(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One call of Polymarket US with a token and the participant header."""
        headers = {
            "authorization": f"Bearer {self._token or await self.renew()}",
            "x-participant-id": self.sandbox.credentials.participant_id,
        }
        return await self.send("polymarket_us", method, path, headers=headers, **options)

    async def arcus(self, path: str) -> httpx.Response:
        """One read of Arcus."""
        return await self.send("arcus", "GET", path)
