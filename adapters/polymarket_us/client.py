"""Polymarket US's calls, one method each; some reads are POST."""

from collections.abc import Sequence
from functools import partial
from typing import Literal

import msgspec

from adapters.polymarket_us import parse, shapes
from adapters.transport.calls import Call, Reply, target
from adapters.transport.rates import Bucket
from adapters.transport.transport import Transport
from domain.errors import (
    NotFoundError,
    VenueAnswerError,
    VenueCredentialsError,
    VenueError,
    VenueForbiddenError,
)
from domain.trading import TradingAccount, TradingBalance, TradingOrder, TradingUser
from domain.venues import Venue

ROUTES = {
    "current": {"whoami": "/v1/whoami", "users": "/v1/users", "accounts": "/v1/accounts"},
    "legacy": {
        "whoami": "/v1/accounts/whoami",
        "users": "/v1/accounts/users",
        "accounts": "/v1/accounts/accounts",
    },
}
LONGEST_LISTING = 50  # pages followed before a listing is refused as endless
POSITIONS_PAGE = 500
INSTRUMENTS_PAGE = 1000
BY_NAME = frozenset({"accounts_of_user", "balances", "positions", "open_orders"})


class PolymarketUsClient:
    """The calls of one firm's credential."""

    def __init__(self, transport: Transport, routes: Literal["current", "legacy"]) -> None:
        self._transport = transport
        self._routes = ROUTES[routes]
        self._instruments_bucket = Bucket(rate=6 / 60, burst=6)

    async def whoami(self) -> shapes.Identity:
        """Who the credential is."""
        return await self._transport.fetch(self._identity_call("whoami"), parse.parse_identity)

    async def users(self) -> tuple[TradingUser, ...]:
        """All users in one reply."""
        return await self._transport.fetch(self._identity_call("users"), parse.parse_users)

    async def accounts(self, user: str | None) -> tuple[TradingAccount, ...]:
        """All accounts in one reply, or those of one user."""
        parameters = [("user", user)] if user is not None else []
        name = "accounts" if user is None else "accounts_of_user"
        call = Call(name, "GET", target(self._routes["accounts"], parameters))
        return await self._transport.fetch(call, parse.parse_accounts)

    async def cash(self, name: str) -> tuple[TradingBalance, ...]:
        """POST /v1/positions/balances: all currencies of one account."""
        call = Call("balances", "POST", "/v1/positions/balances", msgspec.json.encode({"name": name}))
        return await self._transport.fetch(call, parse.parse_cash)

    async def positions(self, name: str) -> list[shapes.PositionsPage]:
        """GET /v1/positions: all pages of one account."""
        pages: list[shapes.PositionsPage] = []
        tokens = [""]
        while len(pages) < LONGEST_LISTING:
            parameters = [("name", name), ("pageSize", str(POSITIONS_PAGE))]
            parameters += [("nonZeroOnly", "true"), ("activeOnly", "true")]
            if tokens[-1]:
                parameters.append(("pageToken", tokens[-1]))
            call = Call("positions", "GET", target("/v1/positions", parameters))
            page = await self._transport.fetch(call, partial(parse.parse_positions_page, name=name))
            pages.append(page)
            if page.eof or not page.next_page_token:
                return pages
            if page.next_page_token in tokens:
                break
            tokens.append(page.next_page_token)
        raise VenueAnswerError(Venue.POLYMARKET_US, "Polymarket US lists positions without end (call: positions).")

    async def open_orders(self, names: Sequence[str]) -> dict[str, tuple[TradingOrder, ...]]:
        """GET /v1/trading/orders/open: resting orders of many accounts."""
        call = Call("open_orders", "GET", target("/v1/trading/orders/open", [("accounts", name) for name in names]))
        return await self._transport.fetch(call, partial(parse.parse_open_orders, names=names))

    async def scales(self, symbols: Sequence[str]) -> dict[str, shapes.Scale]:
        """POST /v1/refdata/instruments: divisors of many symbols; six calls a minute are allowed."""
        pages: list[shapes.InstrumentsPage] = []
        token = ""
        while len(pages) < LONGEST_LISTING:
            question = {"symbols": symbols, "pageSize": INSTRUMENTS_PAGE, **({"pageToken": token} if token else {})}
            call = Call("instruments", "POST", "/v1/refdata/instruments", msgspec.json.encode(question))
            page = await self._transport.fetch(call, parse.parse_instruments_page, self._instruments_bucket)
            pages.append(page)
            if page.eof or page.next_page_token in ("", token):
                break
            token = page.next_page_token
        return parse.parse_scales(pages)

    def _identity_call(self, name: Literal["whoami", "users"]) -> Call:
        return Call(name, "GET", self._routes[name])


def refusal(call: Call, reply: Reply) -> VenueError:
    """What a 4xx means, by its status, not by the venue's texts; a 404 to a call that names nothing is no answer."""
    if reply.status == 401:
        message = f"Polymarket US refused the gateway's credential (call: {call.name})."
        return VenueCredentialsError(Venue.POLYMARKET_US, message)
    if reply.status == 403:
        message = f"Polymarket US does not let the gateway read this (call: {call.name})."
        return VenueForbiddenError(Venue.POLYMARKET_US, message)
    if reply.status == 404 and call.name in BY_NAME:
        return NotFoundError(Venue.POLYMARKET_US, f"Polymarket US knows nothing of that name (call: {call.name}).")
    message = f"Polymarket US refused the question with {reply.status} (call: {call.name})."
    return VenueAnswerError(Venue.POLYMARKET_US, message)
