"""The hand-written endpoint's calls to the three venues: signed, paged, and nothing else."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt

Json = dict[str, Any]


class Venues:
    """Signed calls to the three venues."""

    def __init__(self, clients: Mapping[str, httpx.AsyncClient], settings: Mapping[str, str]) -> None:
        self.clients = clients
        self.settings = settings
        self.links: Json = json.loads(Path(settings["LINKS_FILE"]).read_bytes())
        self.platform = settings["ZEROHASH__PLATFORM_CODE"]
        self.secret = base64.b64decode(settings["ZEROHASH__API_SECRET"])
        self.private_key = Path(settings["POLYMARKET_US__PRIVATE_KEY_FILE"]).read_text(encoding="utf-8")
        self.token, self.token_renewed_at = "", 0.0
        self.token_lock = asyncio.Lock()
        self.scales: dict[str, Decimal | None] = {}

    async def zerohash(self, path: str, **parameters: str | int) -> Any:  # noqa: ANN401 - JSON
        """A signed read."""
        route, timestamp = f"{path}?{urlencode(parameters)}", str(int(time.time()))
        digest = hmac.digest(self.secret, f"{timestamp}GET{route}{{}}".encode(), hashlib.sha256)
        headers = {
            "X-SCX-API-KEY": self.settings["ZEROHASH__API_KEY"],
            "X-SCX-PASSPHRASE": self.settings["ZEROHASH__PASSPHRASE"],
            "X-SCX-TIMESTAMP": timestamp,
            "X-SCX-SIGNED": base64.b64encode(digest).decode(),
        }
        response = await self.clients["ZEROHASH"].get(self.settings["ZEROHASH__BASE_URL"] + route, headers=headers)
        response.raise_for_status()
        return response.json()

    async def polymarket_us(self, method: str, path: str, **question: Any) -> Any:  # noqa: ANN401 - JSON
        """A call with the firm's token."""
        headers = {
            "authorization": f"Bearer {await self.access_token()}",
            "x-participant-id": self.settings["POLYMARKET_US__PARTICIPANT_ID"],
        }
        url = self.settings["POLYMARKET_US__BASE_URL"] + path
        response = await self.clients["POLYMARKET_US"].request(method, url, headers=headers, **question)
        response.raise_for_status()
        return response.json()

    async def access_token(self) -> str:
        """The token, renewed half a minute before its end."""
        async with self.token_lock:
            if time.time() >= self.token_renewed_at:
                token_url, client = (
                    self.settings["POLYMARKET_US__TOKEN_URL"],
                    self.settings["POLYMARKET_US__CLIENT_ID"],
                )
                now = int(time.time())
                claims = {"iss": client, "sub": client, "aud": token_url, "iat": now, "exp": now + 60}
                assertion = jwt.encode({**claims, "jti": str(uuid.uuid4())}, self.private_key, algorithm="RS256")
                body = {
                    "client_id": client,
                    "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                    "client_assertion": assertion,
                    "audience": self.settings["POLYMARKET_US__BASE_URL"],
                    "grant_type": "client_credentials",
                }
                response = await self.clients["POLYMARKET_US"].post(token_url, json=body)
                response.raise_for_status()
                answer = response.json()
                self.token, self.token_renewed_at = answer["access_token"], now + answer["expires_in"] - 30
            return self.token

    async def ledgers(self, owner: str | None) -> list[Json]:
        """Ledger rows of one person or of all, every page."""
        parameters = {"account_group": self.platform} | ({"account_owner": owner} if owner else {})
        first = await self.zerohash("/accounts", **parameters, page=1)
        numbers = range(2, first["total_pages"] + 1)
        rest = await asyncio.gather(*(self.zerohash("/accounts", **parameters, page=number) for number in numbers))
        return [row for page in (first, *rest) for row in page["message"]]

    async def customers(self, owner: str | None) -> list[Json]:
        """Customer accounts of one person or of all, every page."""
        parameters = {"participant_code": owner} if owner else {}
        rows: list[Json] = []
        number = 1
        while number:
            page = await self.zerohash("/clob/accounts", **parameters, page=number)
            rows += page["accounts"]
            number = page["next_page"]
        return rows

    async def positions(self, name: str) -> list[Json]:
        """Positions of a trading account, every page, their quantity scales looked up once."""
        rows: list[Json] = []
        token = ""
        while True:
            parameters = {"name": name, "pageSize": 500, "nonZeroOnly": "true", "activeOnly": "true"}
            parameters |= {"pageToken": token} if token else {}
            page = await self.polymarket_us("GET", "/v1/positions", params=parameters)
            rows += page.get("positions") or []
            token = page.get("nextPageToken", "")
            if page.get("eof") or not token:
                break
        missing = [row["symbol"] for row in rows if row["symbol"] not in self.scales]
        if missing:
            question = {"symbols": missing, "pageSize": 1000}
            found = await self.polymarket_us("POST", "/v1/refdata/instruments", json=question)
            scales = {row["symbol"]: Decimal(row.get("fractionalQtyScale", "1")) for row in found["instruments"]}
            self.scales |= {symbol: scales.get(symbol) for symbol in missing}
        return rows

    async def margin_account(self, address: str, index: int) -> Json | None:
        """One margin account, None before its first deposit."""
        parameters: dict[str, str | int] = {"address": address, "accountIndex": index}
        response = await self.clients["ARCUS"].get(f"{self.settings['ARCUS__BASE_URL']}/account", params=parameters)
        if response.status_code == 404:
            return None
        response.raise_for_status()
        account: Json = response.json()
        return account
