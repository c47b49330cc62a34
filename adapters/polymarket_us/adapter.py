"""Polymarket US's port: trading accounts by resource name, with cash, positions and orders as calls of their own."""

import asyncio
import time
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from domain.errors import GatewayError, InvalidInputError, NotFoundError, VenueAnswerError, VenueForbiddenError
from adapters.polymarket_us.auth import PolymarketUsAuth, TokenCallAuth, TokenRequest, private_key
from adapters.polymarket_us.client import PolymarketUsClient
from adapters.polymarket_us.parse import PositionsPage, Scale, parse_balances, parse_positions
from domain.ports import Result, settle
from adapters.settings import PolymarketUsSettings
from adapters.transport.transport import Connect
from domain.accounts import Account, AccountKind, Balance
from domain.keys import AccountKey, Owner, TradingKey
from domain.trading import EventPosition, Firm, TradingAccount, TradingBalance, TradingOrder, TradingUser
from domain.venues import Venue, VenueState

LONGEST_NAME = 255
ORDERS_AT_ONCE = 50  # accounts in one question, so that its URL stays short
SCALES_FRESH = 6 * 3600.0  # an instrument's scales are fixed; a symbol that is not known yet is asked for again sooner
UNKNOWN_FRESH = 600.0


class PolymarketUsAdapter:
    """Trading accounts of one firm."""

    venue = Venue.POLYMARKET_US
    holds = AccountKind.TRADING

    def __init__(self, settings: PolymarketUsSettings, connect: Connect) -> None:
        token_url = urlsplit(settings.token_url)
        request = TokenRequest(
            token_url=settings.token_url, audience=settings.audience or settings.base_url, client_id=settings.client_id
        )
        self._auth = PolymarketUsAuth(
            request,
            private_key(settings.private_key_file),
            settings.participant_id,
            token_url.path or "/",
            partial(connect, self.venue, f"{token_url.scheme}://{token_url.netloc}", TokenCallAuth(), settings.limits),
        )
        self._client = PolymarketUsClient(
            partial(connect, self.venue, settings.base_url, self._auth, settings.limits), settings.routes
        )
        self._scales: dict[str, tuple[float, Scale | None]] = {}

    def canonical(self, key: AccountKey) -> TradingKey:
        """Check a resource name; it is opaque and sent as it is."""
        if not isinstance(key, TradingKey):
            raise TypeError(f"expected TradingKey, got {type(key).__name__}")
        if not 0 < len(key.name) <= LONGEST_NAME or not key.name.isprintable():
            raise InvalidInputError("name", f"name must be 1 to {LONGEST_NAME} printable characters.")
        return key

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """Accounts by name, all from the one listing."""
        names = [self.canonical(key).name for key in keys]
        listed = await self._listed()
        return [listed if isinstance(listed, GatewayError) else listed.get(name) for name in names]

    async def accounts_of(self, owners: Sequence[Owner]) -> Sequence[Result[tuple[Account, ...]]]:
        """The linked accounts of each owner; without links nothing is asked."""
        if not any(owner.trading_accounts for owner in owners):
            return [() for _ in owners]
        listed = await self._listed()
        return [_linked(owner, listed) for owner in owners]

    async def firm(self) -> Firm:
        """The firm, with the scopes that the token carries."""
        identity, scopes = await asyncio.gather(self._client.whoami(), self._auth.scopes())
        return Firm(
            venue=self.venue,
            name=identity.firm,
            display_name=identity.display_name,
            kind=identity.kind,
            scopes=scopes,
        )

    async def users(self) -> tuple[TradingUser, ...]:
        """The users the firm may act for."""
        return await self._client.users()

    async def trading_accounts(self, users: Sequence[str | None]) -> Sequence[Result[tuple[TradingAccount, ...]]]:
        """One call a user; the venue is asked, for names do not tell whose an account is."""
        return await settle([self._client.accounts(user) for user in users])

    async def cash(self, names: Sequence[str]) -> Sequence[Result[tuple[TradingBalance, ...]]]:
        """One call an account, for all its currencies."""
        return await settle([self._client.cash(name) for name in names])

    def balances(self, cash: Sequence[TradingBalance]) -> tuple[Balance, ...]:
        """Cash in the form that every account has."""
        return parse_balances(cash)

    async def positions(self, names: Sequence[str]) -> Sequence[Result[tuple[EventPosition, ...]]]:
        """The pages of each account, and one call for all scales that are not known yet."""
        found = await settle([self._client.positions(name) for name in names])
        held = [set() if isinstance(pages, GatewayError) else _symbols(pages) for pages in found]
        failure = await self._learn_scales(set().union(*held))
        return [self._unscaled(pages, symbols, failure) for pages, symbols in zip(found, held, strict=True)]

    async def open_orders(self, names: Sequence[str]) -> Sequence[Result[tuple[TradingOrder, ...]]]:
        """One call for up to 50 accounts."""
        chunks = [names[start : start + ORDERS_AT_ONCE] for start in range(0, len(names), ORDERS_AT_ONCE)]
        answers = await asyncio.gather(*(self._open_orders(chunk) for chunk in chunks))
        return [answer for chunk in answers for answer in chunk]

    async def probe(self) -> None:
        """Ask who the credential is."""
        await self._client.whoami()

    async def state(self) -> VenueState:
        """How Polymarket US answered lately."""
        return await self._client.transport.state(self.probe)

    async def close(self) -> None:
        """Give the connections back."""
        await self._auth.close()
        await self._client.transport.close()

    async def _listed(self) -> Result[dict[str, TradingAccount]]:
        try:
            return {account.key.name: account for account in await self._client.accounts(None)}
        except GatewayError as error:
            return error

    async def _open_orders(self, names: Sequence[str]) -> Sequence[Result[tuple[TradingOrder, ...]]]:
        """One question; when it is refused or its answer broken, account by account, so that one costs only itself."""
        try:
            by_account = await self._client.open_orders(names)
        except (NotFoundError, VenueAnswerError, VenueForbiddenError) as error:
            if len(names) == 1:
                return [error]
            singly = await asyncio.gather(*(self._open_orders([name]) for name in names))
            return [answer for answers in singly for answer in answers]
        except GatewayError as error:
            return [error for _ in names]
        return [by_account[name] for name in names]

    async def _learn_scales(self, symbols: set[str]) -> GatewayError | None:
        """Ask for the scales that are not known yet; why they still are not, where that failed."""
        missing = self._missing(symbols)
        if not missing:
            return None
        try:
            found = await self._client.scales(missing)
        except GatewayError as error:
            return error
        now = time.monotonic()
        for symbol in missing:
            scale = found.get(symbol)
            self._scales[symbol] = (now + (SCALES_FRESH if scale else UNKNOWN_FRESH), scale)
        return None

    def _missing(self, symbols: set[str]) -> list[str]:
        now = time.monotonic()
        return sorted(symbol for symbol in symbols if self._scales.get(symbol, (0.0, None))[0] <= now)

    def _unscaled(
        self, pages: Result[list[PositionsPage]], symbols: set[str], failure: GatewayError | None
    ) -> Result[tuple[EventPosition, ...]]:
        """Positions in plain amounts; a failure to learn scales concerns only accounts that hold such symbols."""
        if isinstance(pages, GatewayError):
            return pages
        if failure is not None and self._missing(symbols):
            return failure
        known = {symbol: self._scales[symbol][1] for symbol in symbols}
        return parse_positions(pages, {symbol: scale for symbol, scale in known.items() if scale is not None})


def _symbols(pages: Sequence[PositionsPage]) -> set[str]:
    return {row.symbol for page in pages for row in page.positions or ()}


def _linked(owner: Owner, listed: Result[dict[str, TradingAccount]]) -> Result[tuple[Account, ...]]:
    if not owner.trading_accounts:
        return ()
    if isinstance(listed, GatewayError):
        return listed
    names = sorted(key.name for key in owner.trading_accounts)
    unlisted = [name for name in names if name not in listed]
    if unlisted:
        return NotFoundError(f"The links name {len(unlisted)} trading account(s) that Polymarket US does not list.")
    return tuple(listed[name] for name in names)
