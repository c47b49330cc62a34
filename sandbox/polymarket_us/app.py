"""The Polymarket US venue: token endpoint, identity, balances, positions, open orders and instruments."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request

from sandbox.answers import caller, refuse, refusing, route, show
from sandbox.credentials import Credentials
from sandbox.limits import RollingWindow
from sandbox.polymarket_us.admission import Admission
from sandbox.polymarket_us.forms import TOO_MANY
from sandbox.polymarket_us.rows import FIRM, INSTRUMENTS, JOHN_USER, USERS, instrument
from sandbox.polymarket_us.state import PREFIX, TradingAccounts
from sandbox.polymarket_us.tokens import Tokens
from sandbox.polymarket_us.wire import (
    asked,
    left_out,
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
        self.empties: Literal["printed", "left_out"] = "printed"
        """Whether answers about accounts print empty text, lists and maps, zeros and `false`, or leave them out."""
        self._refdata_window = RollingWindow(6, 60, world.clock) if limits else None
        self._open_window = RollingWindow(20, 1, world.clock) if limits else None
        self._credentials = credentials
        self._admission = Admission(self.tokens, self.trading.knows_user)
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
        """Everybody has one trading account who has something at every venue."""
        return {"trading_accounts": [self.trading.name_of(person)]} if person.elsewhere else {}

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
        user = acting(request) or JOHN_USER
        return {
            "user": user,
            "userDisplayName": self.trading.name_of_user(user),
            firm: FIRM,
            "firmDisplayName": "Acme Trading",
            "audience": f"{request.url.scheme}://{request.url.netloc}",
            "firmType": "FIRM_TYPE_PARTICIPANT",
        }

    async def users(self, request: Request) -> object:
        """Four parallel arrays, of which the display names are one short; a customer sees nobody else."""
        self._admission.admit(request, participant=True)
        user = acting(request)
        users = USERS if user in USERS else (user,)
        return {
            "users": users,
            "displayNames": [self.trading.name_of_user(str(users[0]))],
            "firms": [FIRM] * len(users),
            "firmsDisplayNames": ["Acme Trading"] * len(users),
        }

    async def accounts(self, request: Request) -> object:
        """All trading accounts that the participant sees, or those of one user; no paging."""
        self._admission.admit(request)
        user, seeing = request.query_params.get("user"), acting(request)
        objects = self.account_rows == "objects" or request.url.path.endswith("/accounts/accounts")
        if user is None and seeing in (None, JOHN_USER):
            return self._listed(self.world.overlay.version, objects=objects)
        if user is not None and not self.trading.knows_user(user):
            refuse(403, status_body(7, "permission denied: user belongs to another firm"))
        found = self.trading.names_of_user(user or str(seeing))
        return self.trading.listed((pair for pair in found if self.trading.sees(seeing, pair[0])), objects=objects)

    def _list(self, _version: int, *, objects: bool) -> msgspec.Raw:
        """The list of all accounts, kept encoded until something changes: it is long."""
        return msgspec.Raw(msgspec.json.encode(self.trading.listed(self.trading.names(), objects=objects)))

    async def balances(self, request: Request) -> object:
        """All currencies of one account."""
        name = await self._named(request)
        return self._printed({"balances": self.trading.balances(name)}, [name])

    async def balance(self, request: Request) -> object:
        """One currency of one account; the reply repeats neither."""
        name = await self._named(request)
        currency = (await read_body(request)).get("currency")
        if not isinstance(currency, str) or not currency:
            refuse(400, status_body(3, "invalid argument: currency is required"))
        found = self.trading.balances(name).get(currency)
        if found is None:
            refuse(404, status_body(5, "not found: no balance in this currency"))
        return self._printed(found, [name])

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
        body = {"positions": [row for row, _ in part], "availablePosition": [available for _, available in part]}
        return self._printed({**body, **next_page(start + size, len(rows))}, [name])

    async def open_orders(self, request: Request) -> object:
        """The open orders of the named accounts, of all that the participant sees if none is named; no paging."""
        serial = self._admission.admit(request, participant=True)
        accounts = request.query_params.getlist("accounts")
        symbols = request.query_params.getlist("symbols")
        if len(accounts) == 1:
            self._account(request, accounts[0], serial)
        for name in accounts:
            self._check_known(request, name)
        seeing = acting(request)
        names = accounts or [name for name, _ in self.trading.names() if self.trading.sees(seeing, name)]
        orders = [row for name in dict.fromkeys(names) for row in self.trading.orders(name)]
        return self._printed({"orders": [row for row in orders if not symbols or row["symbol"] in symbols]}, names)

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
        self._check_known(request, name)
        person = self.trading.person(name)
        if person and person.mode == "expired_token":
            self._admission.expire_for(name, serial)
        elif person:
            show(request, person.mode)
        return name

    def _printed(self, body: object, names: Collection[str]) -> object:
        """The answer about these accounts, without what is empty where that is left out."""
        bare = self.empties == "left_out" or (len(names) == 1 and all(map(self.trading.is_bare, names)))
        return left_out(body) if bare else body

    def _check_known(self, request: Request, name: str) -> None:
        if not name.startswith(PREFIX):
            refuse(403, status_body(7, "permission denied: account belongs to another firm"))
        if not self.trading.knows(name):
            refuse(404, status_body(5, "not found: no such account"))
        if not self.trading.sees(acting(request), name):
            refuse(403, status_body(7, "permission denied: account belongs to another participant"))


def acting(request: Request) -> str | None:
    """The user that the firm acts as in this call."""
    return request.headers.get("x-participant-id")
