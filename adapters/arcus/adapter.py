"""Arcus's port: margin accounts by address and index, and the oracle prices that value assets elsewhere."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import cast

from adapters.arcus.client import ArcusClient, refusal
from adapters.arcus.keys import margin_key
from adapters.arcus.parse import pause
from adapters.arcus.prices import price_assets
from adapters.arcus.settings import ArcusSettings
from adapters.linked import linked_accounts
from adapters.transport.calls import Upstream
from adapters.transport.transport import Connect
from domain.accounts import Account, AccountKind, Owned
from domain.keys import AccountKey, MarginKey, Owner
from domain.ports import Result, outcomes
from domain.prices import Price
from domain.venues import Venue, VenueState

MARKETS_FRESH = 60.0  # seconds for which the list of markets is kept, which tells who is halted; prices never are


class ArcusAdapter:
    """Margin accounts of any address."""

    venue = Venue.ARCUS
    holds = AccountKind.MARGIN

    def __init__(self, settings: ArcusSettings, connect: Connect) -> None:
        self._transport = connect(
            Upstream(
                venue=self.venue,
                base_url=settings.base_url,
                limits=settings.limits,
                refusal=refusal,
                probe=self.probe,
                pause=pause,
            )
        )
        self._client = ArcusClient(self._transport)
        self._coins: Mapping[int, str] = {}
        self._coins_read_at = -MARKETS_FRESH

    def key(self, address: str, account_index: int) -> MarginKey:
        """Address in any case and prefix, index 0 to 9."""
        return margin_key(address, account_index)

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """One call per key; None for an account without activity."""
        return await outcomes(self.venue, [self._client.account(key) for key in cast("Sequence[MarginKey]", keys)])

    async def accounts_of(self, owners: Sequence[Owner]) -> Sequence[Result[Owned]]:
        """The linked accounts of each owner that have activity, each once; complete, or the first error.

        None is missing: an account before its first deposit holds nothing, and no address is unknown here.
        """
        return await linked_accounts(self, owners)

    async def prices(self) -> Mapping[str, Price]:
        """Oracle price by coin."""
        quotes, coins = await asyncio.gather(self._client.quotes(), self._markets())
        return price_assets(quotes, coins)

    async def probe(self) -> None:
        """Read the prices."""
        await self._client.quotes()

    async def state(self) -> VenueState:
        """How Arcus answered lately."""
        return await self._transport.state()

    async def close(self) -> None:
        """Give the connections back."""
        await self._transport.close()

    async def _markets(self) -> Mapping[int, str]:
        if time.monotonic() - self._coins_read_at >= MARKETS_FRESH:
            self._coins = await self._client.coins()
            self._coins_read_at = time.monotonic()
        return self._coins
