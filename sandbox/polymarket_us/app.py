"""The Polymarket US venue: token endpoint, identity, balances, positions, open orders and instruments."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request

from sandbox.answers import caller, refuse, refusing, route, show
from sandbox.credentials import Credentials
from sandbox.distortion import Forms, Reply, json_reply, retry_headers
from sandbox.faults import Fault
from sandbox.limits import RollingWindow
from sandbox.polymarket_us.admission import Admission, missing_scope, scope_of
from sandbox.polymarket_us.rows import FIRM, INSTRUMENTS, JOHN_USER, USERS, instrument
from sandbox.polymarket_us.state import PREFIX, TradingAccounts
from sandbox.polymarket_us.tokens import Tokens
from sandbox.polymarket_us.wire import (
    asked,
    next_page,
    page_size,
    read_body,
    read_fields,
    status_body,
    token_offset,
)
from sandbox.world import Person, World

POSITIONS_PAGE = 100
INSTRUMENTS_PAGE = 50


class PolymarketUs:
    """The venue's calls over one world."""

    def __init__(self, world: World, credentials: Credentials, *, limits: bool) -> None:
        self.world = world
        self.trading = TradingAccounts(world)
        self.tokens = Tokens(credentials, world.clock)
        self.account_rows: Literal["strings", "objects"] = "strings"
        """How `/v1/accounts` lists accounts; the older routes always give objects."""
        self._refdata_window = RollingWindow(6, 60, world.clock) if limits else None
        self._open_window = RollingWindow(20, 1, world.clock) if limits else None
        self._credentials = credentials
        self._admission = Admission(self.tokens)
        self._listed = lru_cache(maxsize=2)(self._list)
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

    def settings(self, base_url: str, directory: Path) -> Mapping[str, str]:
        """Where tokens are, the private key, for which a file is written, and who acts."""
        return {
            "TOKEN_URL": f"{base_url}/oauth/token",
            "CLIENT_ID": self._credentials.client_id,
            "PRIVATE_KEY_FILE": str(self._credentials.write_private_key(directory)),
            "PARTICIPANT_ID": self._credentials.participant_id,
        }

    def links(self, person: Person) -> Mapping[str, list[object]]:
        """Everybody has one trading account, but for who was added by a write."""
        return {} if person.added else {"trading_accounts": [self.trading.name_of(person)]}

    async def token(self, request: Request) -> object:
        """An access token for a client assertion, from a JSON or a form body."""
        base_url = f"{request.url.scheme}://{request.url.netloc}"
        return self.tokens.issue(
            await read_fields(request), token_url=f"{base_url}{request.url.path}", base_url=base_url
        )

    async def health(self, request: Request) -> object:
        """Whether the venue is up; the one call without a token."""
        if self._open_window and self._open_window.wait(caller(request)):
            refuse(429, TOO_MANY)
        return {"status": "ok"}

    async def whoami(self, request: Request) -> object:
        """Who the client acts as."""
        self._admission.admit(request)
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
        self._admission.admit(request, participant=True)
        firms = [FIRM] * len(USERS)
        return {
            "users": USERS,
            "displayNames": ["John Smith"],
            "firms": firms,
            "firmsDisplayNames": ["Acme Trading"] * len(USERS),
        }

    async def accounts(self, request: Request) -> object:
        """All trading accounts, or those of one user; no paging."""
        self._admission.admit(request)
        user = request.query_params.get("user")
        objects = self.account_rows == "objects" or request.url.path.endswith("/accounts/accounts")
        if user is None:
            return self._listed(self.world.overlay.version, objects=objects)
        if user not in USERS:
            refuse(403, status_body(7, "permission denied: user belongs to another firm"))
        return self.trading.listed(self.trading.names_of_user(user), objects=objects)

    def _list(self, _version: int, *, objects: bool) -> msgspec.Raw:
        """The list of all accounts, kept encoded until something changes: it is long."""
        return msgspec.Raw(msgspec.json.encode(self.trading.listed(self.trading.names(), objects=objects)))

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
        serial = self._admission.admit(request, participant=True)
        return self._account(request, (await read_body(request)).get("name"), serial)

    async def positions(self, request: Request) -> object:
        """One page of an account's positions, with a parallel array of what is free to trade."""
        serial = self._admission.admit(request, participant=True)
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
        serial = self._admission.admit(request, participant=True)
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
        self._admission.admit(request)
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

    def _account(self, request: Request, name: object, serial: int) -> str:
        """A named account that exists; shows the fault its name asks for."""
        if not isinstance(name, str) or not name:
            refuse(400, status_body(3, "invalid argument: name is required"))
        self._check_known(name)
        person = self.trading.person(name)
        if person and person.mode == "expired_token":
            self._admission.expire_for(name, serial)
        elif person:
            show(request, person.mode)
        return name

    def _check_known(self, name: str) -> None:
        if not name.startswith(PREFIX):
            refuse(403, status_body(7, "permission denied: account belongs to another firm"))
        if not self.trading.knows(name):
            refuse(404, status_body(5, "not found: no such account"))


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
