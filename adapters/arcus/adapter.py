"""Arcus's port: margin accounts by address and index, and the oracle prices that value assets elsewhere."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import cast

import msgspec

from adapters.arcus.auth import ArcusAuth
from adapters.arcus.client import ArcusClient, refusal
from adapters.arcus.keys import margin_key
from adapters.arcus.settings import ArcusSettings
from adapters.transport.calls import Upstream
from adapters.transport.transport import Connect
from domain.accounts import Account, AccountKind, Owned
from domain.errors import Unavailable
from domain.keys import AccountKey, MarginKey, Owner
from domain.ports import Result, outcomes
from domain.prices import Price
from domain.venues import Venue, VenueState

MARKETS_FRESH = 600.0  # seconds for which the list of markets is kept; their prices never are


class ArcusAdapter:
    """Margin accounts of any address."""

    venue = Venue.ARCUS
    holds = AccountKind.MARGIN

    def __init__(self, settings: ArcusSettings, connect: Connect) -> None:
        self._transport = connect(
            Upstream(
                venue=self.venue,
                base_url=settings.base_url,
                auth=ArcusAuth(),
                limits=settings.limits,
                refusal=refusal,
                probe=self.probe,
            )
        )
        self._client = ArcusClient(self._transport)
        self._base_assets: Mapping[int, str] = {}
        self._base_assets_read_at = -MARKETS_FRESH

    def key(self, address: str, account_index: int) -> MarginKey:
        """Address in any case and prefix, index 0 to 9."""
        return margin_key(address, account_index)

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """One call per key; None for an account without activity."""
        return await outcomes(self.venue, [self._client.account(key) for key in cast("Sequence[MarginKey]", keys)])

    async def accounts_of(self, owners: Sequence[Owner]) -> Sequence[Result[Owned]]:
        """The linked accounts of each owner that have activity; complete, or the first error."""
        keys = tuple(dict.fromkeys(key for owner in owners for key in owner.at(self.venue)))
        found = dict(zip(keys, await self.accounts(keys), strict=True))
        return [_all([found[key] for key in owner.at(self.venue)]) for owner in owners]

    async def prices(self) -> Mapping[str, Price]:
        """Oracle price by asset; of several markets of one asset the lowest id counts."""
        by_market, base_assets = await asyncio.gather(self._client.prices(), self._markets())
        prices: dict[str, Price] = {}
        for market_id in sorted(by_market.keys() & base_assets.keys()):
            asset = base_assets[market_id]
            prices.setdefault(asset, msgspec.structs.replace(by_market[market_id], asset=asset))
        return prices

    async def probe(self) -> None:
        """Read the prices."""
        await self._client.prices()

    async def state(self) -> VenueState:
        """How Arcus answered lately."""
        return await self._transport.state()

    async def close(self) -> None:
        """Give the connections back."""
        await self._transport.close()

    async def _markets(self) -> Mapping[int, str]:
        if time.monotonic() - self._base_assets_read_at >= MARKETS_FRESH:
            self._base_assets = await self._client.base_assets()
            self._base_assets_read_at = time.monotonic()
        return self._base_assets


def _all(found: Sequence[Result[Account | None]]) -> Result[Owned]:
    accounts = []
    for result in found:
        if isinstance(result, Unavailable):
            return result
        if result is not None:
            accounts.append(result)
    return Owned(accounts=tuple(sorted(accounts, key=lambda account: account.key)))
