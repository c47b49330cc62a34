"""The Arcus venue: keyless, weighted reads of margin accounts, positions, orders, prices and markets."""

import math
import re
from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request

from sandbox.answers import caller, refuse, refusing, route, show
from sandbox.arcus.markets import MARKETS, market_body, prices_body
from sandbox.arcus.state import MarginAccounts
from sandbox.credentials import Credentials
from sandbox.distortion import Forms, Reply, json_reply, retry_headers
from sandbox.faults import Fault
from sandbox.limits import WeightedBucket, whole_seconds
from sandbox.world import Person, World

BUCKET_SIZE = 1500
BUCKET_RATE = 25
LIGHT = 2
HEAVY = 20
ORDERS_PER_WEIGHT = 50

ADDRESS = re.compile(r"(?:0[xX])?([0-9a-fA-F]{40})")
NO_ACTIVITY = {"error": "this account has no activity yet"}
NOT_WHITELISTED = {"error": "address not on access whitelist"}
ANOTHER_KEY = {"error": "address does not match api key"}
REFUSED: Mapping[str, tuple[int, Mapping[str, str]]] = {
    "0x00000000000000000000000000000000000000b1": (403, NOT_WHITELISTED),
    # The same words were seen with 400, too.
    "0x00000000000000000000000000000000000000b2": (400, NOT_WHITELISTED),
    "0x00000000000000000000000000000000000000b3": (403, ANOTHER_KEY),
}
"""Addresses that nobody is shown, and why not."""
NOT_FOUND = {"error": "not found"}


class Arcus:
    """The venue's calls over one world. Unknown parameters are ignored, as there."""

    def __init__(self, world: World, _credentials: Credentials, *, limits: bool) -> None:
        self.world = world
        self.margin = MarginAccounts(world)
        self._bucket = WeightedBucket(BUCKET_SIZE, BUCKET_RATE, world.clock) if limits else None
        self.app = Starlette(
            routes=[
                route("/v1/account", self.account),
                route("/v1/positions", self.positions),
                route("/v1/openOrders", self.open_orders),
                route("/v1/prices", self.prices),
                route("/v1/markets", self.markets),
            ],
            exception_handlers={**refusing(404, NOT_FOUND), **refusing(405, {"error": "method not allowed"})},
        )

    def settings(self, _base_url: str, _directory: Path) -> Mapping[str, str]:
        """None: reads need no key."""
        return {}

    def links(self, person: Person) -> Mapping[str, list[object]]:
        """Everybody has one margin account who has something at every venue."""
        if not person.elsewhere:
            return {}
        return {"margin_accounts": [{"address": self.margin.address_of(person), "account_index": 0}]}

    async def account(self, request: Request) -> object:
        """One account; 404 where there was never any activity."""
        self._weigh(request, LIGHT)
        address, index = self._whose(request)
        return self.margin.account(address, index) or refuse(404, NO_ACTIVITY)

    async def positions(self, request: Request) -> object:
        """The positions of one account; none is an empty answer, not a 404."""
        self._weigh(request, LIGHT)
        address, index = self._whose(request)
        body = self.margin.account(address, index)
        found = body["positions"] if body else {}
        wanted = request.query_params.get("market")
        if isinstance(found, dict) and wanted:
            found = {key: row for key, row in found.items() if wanted in (key, row["marketDisplayName"])}
        return {"positions": found, "total": len(found) if isinstance(found, dict) else 0}

    async def open_orders(self, request: Request) -> object:
        """The open orders of one account; `accountIndex` is left out where it is 0."""
        address, index = self._whose(request)
        orders = self.margin.orders(address, index)
        self._weigh(request, HEAVY + len(orders) // ORDERS_PER_WEIGHT)
        return {"orders": orders, "total": len(orders)}

    async def prices(self, request: Request) -> object:
        """All prices, in no order."""
        self._weigh(request, HEAVY)
        return prices_body()

    async def markets(self, request: Request) -> object:
        """All markets by ascending id, or one."""
        self._weigh(request, HEAVY)
        wanted = request.query_params.get("market")
        return {
            "markets": [
                market_body(number)
                for number, found in MARKETS.items()
                if wanted is None or wanted in (str(number), found.name)
            ]
        }

    def _weigh(self, request: Request, weight: int) -> None:
        wait = self._bucket.wait(caller(request), weight) if self._bucket else 0
        if wait:
            body = {"error": "rate limited", "reason": "ip", "retryAfterMs": math.ceil(round(wait * 1000, 3))}
            refuse(429, body, {"retry-after": str(whole_seconds(wait))})

    def _whose(self, request: Request) -> tuple[str, int]:
        """The address, lowercase, and the index that are asked for; refuses what cannot be one."""
        query = request.query_params
        given = ADDRESS.fullmatch(query.get("address", ""))
        if given is None:
            refuse(400, {"error": "invalid address"})
        index = query.get("accountIndex", "0")
        if not re.fullmatch(r"[0-9]", index):
            refuse(400, {"error": "invalid account index"})
        if "x-api-key" in request.headers:
            # A key binds the call to one owner, and no address here belongs to a key.
            refuse(403, ANOTHER_KEY)
        address = f"0x{given[1].lower()}"
        if address in REFUSED:
            refuse(*REFUSED[address])
        person = self.margin.person(address)
        show(request, person.mode if person else None)
        return address, int(index)


def rate_limited(fault: Fault) -> Reply:
    """`Retry-After` is always there unless switched off; newer bodies say why and for how long."""
    body: dict[str, object] = {"error": "rate limited"}
    if fault.retry_after_ms is not None:
        body |= {"reason": "ip", "retryAfterMs": fault.retry_after_ms}
    return json_reply(429, body, retry_headers(fault, habit=2))


def error(fault: Fault) -> Reply:
    """The venue's one error shape."""
    if fault.status == 503:
        return json_reply(503, {"error": "service unavailable", "errorType": "Unavailable"})
    return json_reply(fault.status, {"error": "internal error"})


def forbidden(fault: Fault, _path: str) -> Reply:
    """One of the two reasons."""
    body = NOT_WHITELISTED if fault.reason == "whitelist" else ANOTHER_KEY
    return json_reply(400 if fault.bad_request else 403, body)


FORMS = Forms(
    rate_limited=rate_limited,
    error=error,
    forbidden=forbidden,
    expired_token=json_reply(403, NOT_WHITELISTED),
    required=frozenset({"equity", "sequenceNumber", "side", "oraclePrice", "orderId", "marketDisplayName"}),
    owners={"address": f"0x{'e' * 40}"},
)
SPARED: frozenset[str] = frozenset()
