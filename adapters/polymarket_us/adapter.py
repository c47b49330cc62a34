"""Polymarket US's port: trading accounts by resource name, with cash, positions and orders as calls of their own."""

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

from adapters.polymarket_us.auth import PolymarketUsAuth, TokenCallAuth, TokenRequest, private_key, token_refusal
from adapters.polymarket_us.client import PolymarketUsClient, refusal
from adapters.polymarket_us.keys import trading_key
from adapters.polymarket_us.parse import parse_positions
from adapters.polymarket_us.scales import Scales
from adapters.polymarket_us.settings import PolymarketUsSettings
from adapters.polymarket_us.shapes import PositionsPage
from adapters.transport.calls import Upstream
from adapters.transport.transport import Connect
from domain.accounts import Account, AccountKind, Owned
from domain.errors import NotFoundError, Unavailable, VenueAnswerError, VenueError, VenueForbiddenError
from domain.keys import AccountKey, Owner, TradingKey
from domain.ports import Result, outcomes
from domain.trading import EventPosition, Firm, TradingAccount, TradingBalance, TradingOrder, TradingUser
from domain.venues import Venue, VenueState

ORDERS_AT_ONCE = 50  # accounts in one call, so that its URL stays short


class PolymarketUsAdapter:
    """Trading accounts of one firm."""

    venue = Venue.POLYMARKET_US
    holds = AccountKind.TRADING

    def __init__(self, settings: PolymarketUsSettings, connect: Connect) -> None:
        token_url = urlsplit(settings.token_url)
        token_endpoint = Upstream(
            venue=self.venue,
            base_url=f"{token_url.scheme}://{token_url.netloc}",
            auth=TokenCallAuth(),
            limits=settings.limits,
            refusal=token_refusal,
        )
        self._auth = PolymarketUsAuth(
            TokenRequest(
                token_url=settings.token_url,
                token_path=token_url.path or "/",
                audience=settings.audience or settings.base_url,
                client_id=settings.client_id,
            ),
            private_key(settings.private_key_file),
            settings.participant_id,
            connect(token_endpoint),
        )
        self._transport = connect(
            Upstream(
                venue=self.venue,
                base_url=settings.base_url,
                auth=self._auth,
                limits=settings.limits,
                refusal=refusal,
                probe=self.probe,
            )
        )
        self._client = PolymarketUsClient(self._transport, settings.routes)
        self._scales = Scales(self._client.scales)

    def key(self, name: str) -> TradingKey:
        """A resource name, opaque and sent as it is."""
        return trading_key(name)

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """Accounts by name, all from the one listing."""
        listed = await self._listed()
        return [listed if isinstance(listed, Unavailable) else listed.get(key) for key in keys]

    async def accounts_of(self, owners: Sequence[Owner]) -> Sequence[Result[Owned]]:
        """The linked accounts of each owner, from the one listing; without links there is no call."""
        linked = [owner.at(self.venue) for owner in owners]
        if not any(linked):
            return [Owned() for _ in owners]
        listed = await self._listed()
        return [_linked(keys, listed) for keys in linked]

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
        return await outcomes(self.venue, [self._client.accounts(user) for user in users])

    async def cash(self, keys: Sequence[TradingKey]) -> Sequence[Result[tuple[TradingBalance, ...]]]:
        """One call per account, for all its currencies."""
        return await outcomes(self.venue, [self._client.cash(key.name) for key in keys])

    async def positions(self, keys: Sequence[TradingKey]) -> Sequence[Result[tuple[EventPosition, ...]]]:
        """The pages of each account, and one call for all scales that are not known yet."""
        found = await outcomes(self.venue, [self._client.positions(key.name) for key in keys])
        held = [set() if isinstance(pages, Unavailable) else _symbols(pages) for pages in found]
        failure = await self._scales.learn(set().union(*held))
        return [self._unscaled(pages, symbols, failure) for pages, symbols in zip(found, held, strict=True)]

    async def open_orders(self, keys: Sequence[TradingKey]) -> Sequence[Result[tuple[TradingOrder, ...]]]:
        """One call for up to 50 accounts."""
        names = [key.name for key in keys]
        chunks = [names[start : start + ORDERS_AT_ONCE] for start in range(0, len(names), ORDERS_AT_ONCE)]
        answers = await asyncio.gather(*(self._open_orders(chunk) for chunk in chunks))
        return [answer for chunk in answers for answer in chunk]

    async def probe(self) -> None:
        """Ask who the credential is."""
        await self._client.whoami()

    async def state(self) -> VenueState:
        """How Polymarket US answered lately."""
        return await self._transport.state()

    async def close(self) -> None:
        """Give the connections back."""
        await self._auth.close()
        await self._transport.close()

    async def _listed(self) -> Result[dict[AccountKey, TradingAccount]]:
        try:
            return {account.key: account for account in await self._client.accounts(None)}
        except VenueError as error:
            return error.unavailable

    async def _open_orders(self, names: Sequence[str]) -> Sequence[Result[tuple[TradingOrder, ...]]]:
        """One call; when it is refused or its answer broken, account by account, so that one costs only itself."""
        try:
            by_account = await self._client.open_orders(names)
        except (NotFoundError, VenueAnswerError, VenueForbiddenError) as error:
            if len(names) == 1:
                return [error.unavailable]
            singly = await asyncio.gather(*(self._open_orders([name]) for name in names))
            return [answer for answers in singly for answer in answers]
        except VenueError as error:
            return [error.unavailable for _ in names]
        return [by_account[name] for name in names]

    def _unscaled(
        self, pages: Result[list[PositionsPage]], symbols: set[str], failure: Unavailable | None
    ) -> Result[tuple[EventPosition, ...]]:
        """Positions in plain amounts; a failure to learn scales concerns only accounts that hold such symbols."""
        if isinstance(pages, Unavailable):
            return pages
        if failure is not None and self._scales.missing(symbols):
            return failure
        return parse_positions(pages, self._scales.known(symbols))


def _symbols(pages: Sequence[PositionsPage]) -> set[str]:
    return {row.symbol for page in pages for row in page.positions or ()}


def _linked(keys: Sequence[AccountKey], listed: Result[dict[AccountKey, TradingAccount]]) -> Result[Owned]:
    if not keys:
        return Owned()
    if isinstance(listed, Unavailable):
        return listed
    return Owned(
        accounts=tuple(listed[key] for key in sorted(set(keys)) if key in listed),
        missing=tuple(key for key in sorted(set(keys)) if key not in listed),
    )
