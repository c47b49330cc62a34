"""Polymarket US's port: trading accounts by resource name, with cash, positions and orders as calls of their own."""

import asyncio
from collections.abc import Sequence
from typing import cast
from urllib.parse import urlsplit

from adapters.polymarket_us.auth import PolymarketUsAuth, TokenCallAuth, TokenRequest, private_key, token_refusal
from adapters.polymarket_us.client import PolymarketUsClient
from adapters.polymarket_us.holdings import scaled
from adapters.polymarket_us.keys import trading_key, trading_key_in_id
from adapters.polymarket_us.listing import Listing
from adapters.polymarket_us.refusals import refusal
from adapters.polymarket_us.scales import Scales
from adapters.polymarket_us.settings import PolymarketUsSettings
from adapters.transport.calls import Upstream
from adapters.transport.transport import Connect
from domain.accounts import Account, AccountKind, Owned
from domain.errors import NotFoundError, Unavailable, VenueAnswerError, VenueError, VenueForbiddenError
from domain.keys import AccountKey, Owner, TradingKey
from domain.ports import Result, outcomes
from domain.trading import (
    EventPosition,
    Firm,
    ListedAccounts,
    TradingAccount,
    TradingBalance,
    TradingOrder,
    TradingUser,
)
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

    def key_in_id(self, name: str) -> TradingKey:
        """A resource name, whatever the listing takes."""
        return trading_key_in_id(name)

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """Accounts by name, all from the one listing; without keys there is no call."""
        if not keys:
            return []
        listed = await self._listed()
        return [_found(key, listed) for key in cast("Sequence[TradingKey]", keys)]

    async def accounts_of(self, owners: Sequence[Owner]) -> Sequence[Result[Owned]]:
        """The linked accounts of each owner, from the one listing; without links there is no call."""
        linked = [cast("Sequence[TradingKey]", owner.at(self.venue)) for owner in owners]
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

    async def trading_accounts(self, users: Sequence[str | None]) -> Sequence[Result[ListedAccounts]]:
        """One call per user; the venue is asked, for names do not tell whose an account is."""
        return await outcomes(self.venue, [self._accounts_of(user) for user in users])

    async def cash(self, keys: Sequence[TradingKey]) -> Sequence[Result[tuple[TradingBalance, ...]]]:
        """One call per account, for all its currencies."""
        return await outcomes(self.venue, [self._client.cash(key.name) for key in keys])

    async def positions(self, keys: Sequence[TradingKey]) -> Sequence[Result[tuple[EventPosition, ...]]]:
        """The pages of each account, and one call for all scales that are not known yet."""
        found = await outcomes(self.venue, [self._client.positions(key.name) for key in keys])
        readable = [held for held in found if not isinstance(held, Unavailable)]
        scales = await self._scales.of({holding.symbol for held in readable for holding in held})
        return [held if isinstance(held, Unavailable) else scaled(held, scales) for held in found]

    async def open_orders(self, keys: Sequence[TradingKey]) -> Sequence[Result[tuple[TradingOrder, ...]]]:
        """One call for up to 50 accounts."""
        names = list(dict.fromkeys(key.name for key in keys))
        chunks = [names[start : start + ORDERS_AT_ONCE] for start in range(0, len(names), ORDERS_AT_ONCE)]
        answers = await asyncio.gather(*(self._open_orders(chunk) for chunk in chunks))
        found = dict(zip(names, (answer for chunk in answers for answer in chunk), strict=True))
        return [found[key.name] for key in keys]

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

    async def _listed(self) -> Result[Listing]:
        [listed] = await outcomes(self.venue, [self._client.accounts()])
        return listed

    async def _accounts_of(self, user: str | None) -> ListedAccounts:
        """The accounts of a user, or all. Raises VenueError."""
        listing = await (self._client.accounts() if user is None else self._client.accounts_of(user))
        return listing.listed()

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


def _found(key: TradingKey, listed: Result[Listing]) -> Result[TradingAccount | None]:
    return listed if isinstance(listed, Unavailable) else listed.find(key)


def _linked(keys: Sequence[TradingKey], listed: Result[Listing]) -> Result[Owned]:
    """Linked accounts, each once, sorted; complete, or why not."""
    accounts: list[TradingAccount] = []
    missing: list[TradingKey] = []
    for key in sorted(set(keys)):
        account = _found(key, listed)
        if isinstance(account, Unavailable):
            return account
        if account is None:
            missing.append(key)
        else:
            accounts.append(account)
    return Owned(accounts=tuple(accounts), missing=tuple(missing))
