"""The Polymarket US venue: token endpoint, identity, balances, positions, open orders and instruments."""

from functools import cached_property
from typing import Literal

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request

from sandbox.answers import caller, refuse, refusing, route, show, venue_fault
from sandbox.credentials import Credentials
from sandbox.distortion import Forms, Reply, json_reply, retry_headers
from sandbox.faults import Fault
from sandbox.limits import Clock, RollingWindow
from sandbox.polymarket_wire import (
    Body,
    asked,
    next_page,
    page_size,
    read_body,
    read_form,
    status_body,
    token_offset,
)
from sandbox.tokens import Expiry, Tokens
from sandbox.trading import DROP_COPY_USER, FIRM, HEDGE, INSTRUMENTS, JOHN_USER, TradingAccounts, instrument
from sandbox.world import JOHN_TRADING_ACCOUNT, World

USERS = (JOHN_USER, DROP_COPY_USER)
POSITIONS_PAGE = 100
INSTRUMENTS_PAGE = 50

SCOPES = {
    "/v1/whoami": "read:accounts",
    "/v1/users": "read:accounts",
    "/v1/accounts": "read:accounts",
    "/v1/positions": "read:positions",
    "/v1/trading": "read:orders",
    "/v1/refdata": "read:instruments",
}
EXPIRED_TOKEN = {"code": 16, "message": "unauthenticated: token is missing or has expired", "details": []}


class PolymarketUs:
    """The venue's calls over one world."""

    def __init__(self, world: World, credentials: Credentials, *, limits: bool, clock: Clock) -> None:
        self.world = world
        self.trading = TradingAccounts(world)
        self.tokens = Tokens(credentials, clock)
        self.account_rows: Literal["strings", "objects"] = "strings"
        """How `/v1/accounts` lists accounts; the older routes always give objects."""
        self._refdata_window = RollingWindow(6, 60, clock) if limits else None
        self._open_window = RollingWindow(20, 1, clock) if limits else None
        self._expiries: dict[str, Expiry] = {}
        self._expiry_of: tuple[Fault | None, Expiry] = (None, Expiry())
        self.app = Starlette(
            routes=[
                route("/oauth/token", self.token, "POST"),
                route("/v1/health", self.health),
                route("/v1/whoami", self.whoami),
                route("/v1/users", self.users),
                route("/v1/accounts", self.accounts),
                route("/v1/accounts/whoami", self.whoami),
                route("/v1/accounts/users", self.users),
                route("/v1/accounts/accounts", self.accounts),
                route("/v1/positions/balances", self.balances, "POST"),
                route("/v1/positions/balance", self.balance, "POST"),
                route("/v1/positions", self.positions),
                route("/v1/trading/orders/open", self.open_orders),
                route("/v1/refdata/instruments", self.instruments, "POST"),
            ],
            exception_handlers={
                **refusing(404, status_body(5, "not found")),
                **refusing(405, status_body(12, "method not allowed")),
            },
        )

    async def token(self, request: Request) -> object:
        """An access token for a client assertion, from a JSON or a form body."""
        base_url = f"{request.url.scheme}://{request.url.netloc}"
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            wanted: Body = dict(await read_form(request))
        else:
            wanted = await read_body(request)
        return self.tokens.issue(wanted, token_url=f"{base_url}{request.url.path}", base_url=base_url)

    async def health(self, request: Request) -> object:
        """Whether the venue is up; the one call without a token."""
        if self._open_window and self._open_window.wait(caller(request)):
            refuse(429, TOO_MANY)
        return {"status": "ok"}

    async def whoami(self, request: Request) -> object:
        """Who the client acts as."""
        self._admit(request)
        firm = "firmId" if request.url.path.endswith("/accounts/whoami") else "firm"
        return {
            "user": JOHN_USER,
            "userDisplayName": "John Smith",
            firm: FIRM,
            "firmDisplayName": "Acme Trading",
            "audience": f"{request.url.scheme}://{request.url.netloc}",
            "firmType": "FIRM_TYPE_PARTICIPANT",
        }

    async def users(self, request: Request) -> object:
        """Four parallel arrays, of which the display names are one short."""
        self._admit(request, participant=True)
        firms = [FIRM] * len(USERS)
        return {
            "users": USERS,
            "displayNames": ["John Smith"],
            "firms": firms,
            "firmsDisplayNames": ["Acme Trading"] * len(USERS),
        }

    async def accounts(self, request: Request) -> object:
        """All trading accounts, or those of one user; no paging."""
        self._admit(request)
        user = request.query_params.get("user")
        objects = self.account_rows == "objects" or request.url.path.endswith("/accounts/accounts")
        if user is None:
            return self._all_objects if objects else self._all_names
        if user not in USERS:
            refuse(403, status_body(7, "permission denied: user belongs to another firm"))
        own = ((JOHN_TRADING_ACCOUNT, "Main"), (HEDGE, "Hedge")) if user == JOHN_USER else ()
        return self._objects(own) if objects else names_body(own)

    @cached_property
    def _all_names(self) -> msgspec.Raw:
        return msgspec.Raw(msgspec.json.encode(names_body(tuple(self.trading.names()))))

    @cached_property
    def _all_objects(self) -> msgspec.Raw:
        return msgspec.Raw(msgspec.json.encode(self._objects(tuple(self.trading.names()))))

    def _objects(self, found: tuple[tuple[str, str], ...]) -> object:
        return {
            "accounts": [
                {"accountId": name, "name": name, "displayName": display, "status": self.trading.status(name)}
                for name, display in found
            ]
        }

    async def balances(self, request: Request) -> object:
        """All currencies of one account."""
        return {"balances": self.trading.balances(await self._named(request))}

    async def balance(self, request: Request) -> object:
        """One currency of one account; the reply repeats neither."""
        name = await self._named(request)
        currency = (await read_body(request)).get("currency")
        if not isinstance(currency, str) or not currency:
            refuse(400, status_body(3, "invalid argument: currency is required"))
        found = self.trading.balances(name).get(currency)
        return found if found is not None else refuse(404, status_body(5, "not found: no balance in this currency"))

    async def _named(self, request: Request) -> str:
        """The account that a balance call names."""
        serial = self._admit(request, participant=True)
        return self._account(request, (await read_body(request)).get("name"), serial)

    async def positions(self, request: Request) -> object:
        """One page of an account's positions, with a parallel array of what is free to trade."""
        serial = self._admit(request, participant=True)
        name = self._account(request, asked(request, "name"), serial)
        size = page_size(asked(request, "pageSize"), POSITIONS_PAGE)
        start = token_offset(asked(request, "pageToken"))
        rows = self.trading.positions(name)
        symbol = asked(request, "symbol")
        if symbol:
            rows = [pair for pair in rows if pair[0]["symbol"] == symbol]
        if asked(request, "nonZeroOnly") == "true":
            rows = [pair for pair in rows if pair[0].get("netPosition", "0") != "0"]
        if asked(request, "activeOnly") == "true":
            rows = [pair for pair in rows if not pair[0].get("expired")]
        part = rows[start : start + size]
        return {
            "positions": [row for row, _ in part],
            "availablePosition": [available for _, available in part],
            **next_page(start + size, len(rows)),
        }

    async def open_orders(self, request: Request) -> object:
        """The open orders of the named accounts, of all if none is named; no paging."""
        serial = self._admit(request, participant=True)
        accounts = request.query_params.getlist("accounts")
        symbols = request.query_params.getlist("symbols")
        if len(accounts) == 1:
            self._account(request, accounts[0], serial)
        for name in accounts:
            self._check_known(name)
        names = accounts or [name for name, _ in self.trading.names()]
        orders = [row for name in dict.fromkeys(names) for row in self.trading.orders(name)]
        return {"orders": [row for row in orders if not symbols or row["symbol"] in symbols]}

    async def instruments(self, request: Request) -> object:
        """Reference data of the named instruments, of all if none is named; unknown ones are left out."""
        self._admit(request)
        if self._refdata_window and self._refdata_window.wait(FIRM):
            refuse(429, TOO_MANY)
        body = await read_body(request)
        symbols = body.get("symbols") or list(INSTRUMENTS)
        if not isinstance(symbols, list):
            refuse(400, status_body(3, "invalid argument: symbols must be a list"))
        size = page_size(body.get("pageSize", body.get("page_size")), INSTRUMENTS_PAGE)
        start = token_offset(body.get("pageToken", body.get("page_token")))
        known = [symbol for symbol in INSTRUMENTS if symbol in symbols]
        return {
            "instruments": [instrument(symbol) for symbol in known[start : start + size]],
            **next_page(start + size, len(known)),
        }

    def _admit(self, request: Request, *, participant: bool = False) -> int:
        """Verifies token, scope and participant header; gives the token's serial number."""
        kind, _, text = request.headers.get("authorization", "").partition(" ")
        token = self.tokens.verify(text) if kind.lower() == "bearer" else None
        if token is None:
            refuse(401, EXPIRED_TOKEN)
        fault = venue_fault(request)
        if fault is not None and fault.mode == "expired_token":
            if fault is not self._expiry_of[0]:
                self._expiry_of = (fault, Expiry())
            expire(self._expiry_of[1], token.serial)
        scope = scope_of(request.url.path)
        if scope not in token.scopes:
            refuse(403, missing_scope(scope))
        given = request.headers.get("x-participant-id")
        if participant and given is None:
            refuse(403, status_body(7, "permission denied: x-participant-id is required"))
        if given is not None and given not in USERS and scope != "read:instruments":
            refuse(403, status_body(7, "permission denied: unknown x-participant-id"))
        return token.serial

    def _account(self, request: Request, name: object, serial: int) -> str:
        """A named account that exists; shows the fault its name asks for."""
        if not isinstance(name, str) or not name:
            refuse(400, status_body(3, "invalid argument: name is required"))
        self._check_known(name)
        person = self.world.find_trading_account(name)
        if person and person.mode == "expired_token":
            expire(self._expiries.setdefault(name, Expiry()), serial)
        elif person:
            show(request, person.mode)
        return name

    def _check_known(self, name: str) -> None:
        if not name.startswith("firms/acme/accounts/"):
            refuse(403, status_body(7, "permission denied: account belongs to another firm"))
        if not self.trading.knows(name):
            refuse(404, status_body(5, "not found: no such account"))


def expire(expiry: Expiry, serial: int) -> None:
    """Refuses the token with 401 if it counts as expired."""
    if expiry.refuses(serial):
        refuse(401, EXPIRED_TOKEN)


def names_body(found: tuple[tuple[str, str], ...]) -> Body:
    """Two parallel arrays."""
    return {"accounts": [name for name, _ in found], "displayNames": [display for _, display in found]}


def missing_scope(scope: str) -> Body:
    """The 403 of a token without the scope; it has no details."""
    return {"code": 7, "message": f"permission denied: missing required scope {scope}"}


def scope_of(path: str) -> str:
    """The scope that a path needs."""
    return next((scope for prefix, scope in SCOPES.items() if path.startswith(prefix)), "read:accounts")


TOO_MANY = {"code": 8, "message": "rate limit exceeded", "details": []}
ERROR_CODES = {502: (14, "unavailable"), 503: (14, "unavailable"), 504: (4, "deadline exceeded")}


def rate_limited(fault: Fault) -> Reply:
    """The header is only said to be honoured where there is one, so there is none unless asked for."""
    return json_reply(429, TOO_MANY, retry_headers(fault))


def error(fault: Fault) -> Reply:
    """A gRPC status that fits the HTTP one."""
    return json_reply(fault.status, status_body(*ERROR_CODES.get(fault.status, (13, "internal error"))))


FORMS = Forms(
    rate_limited=rate_limited,
    error=error,
    forbidden=lambda path: json_reply(403, missing_scope(scope_of(path))),
    expired_token=None,
    required=frozenset({"balance", "buyingPower", "symbol", "id", "user", "users", "accounts"}),
    owners={"account": "firms/acme/accounts/somebody-else", "user": "firms/acme-trading/users/somebody-else"},
)
SPARED = frozenset({"/oauth/token", "/v1/health"})
