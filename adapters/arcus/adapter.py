"""Arcus's port: margin accounts by address and index, and the oracle prices that value assets elsewhere."""

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from functools import partial

import msgspec

from adapters.arcus.auth import ArcusAuth
from adapters.arcus.client import ArcusClient
from domain.errors import GatewayError, InvalidInputError
from domain.ports import Result, settle
from adapters.settings import ArcusSettings
from adapters.transport.transport import Connect
from domain.accounts import Account, AccountKind
from domain.keys import AccountKey, MarginKey, Owner
from domain.prices import Price
from domain.venues import Venue, VenueState

ADDRESS = re.compile(r"(?:0[xX])?([0-9a-fA-F]{40})")
HIGHEST_INDEX = 9
MARKETS_FRESH = 600.0  # seconds for which the list of markets is kept; their prices never are


class ArcusAdapter:
    """Margin accounts of any address."""

    venue = Venue.ARCUS
    holds = AccountKind.MARGIN

    def __init__(self, settings: ArcusSettings, connect: Connect) -> None:
        self._client = ArcusClient(partial(connect, self.venue, settings.base_url, ArcusAuth(), settings.limits))
        self._base_assets: Mapping[int, str] = {}
        self._base_assets_read_at = -MARKETS_FRESH

    def canonical(self, key: AccountKey) -> MarginKey:
        """Check address and index; any case and prefix of the address becomes lower case after `0x`."""
        if not isinstance(key, MarginKey):
            raise TypeError(f"expected MarginKey, got {type(key).__name__}")
        digits = ADDRESS.fullmatch(key.address)
        if digits is None:
            raise InvalidInputError("address", "address must be 40 hexadecimal digits, with or without 0x before them.")
        if not 0 <= key.account_index <= HIGHEST_INDEX:
            raise InvalidInputError("accountIndex", f"accountIndex must be 0 to {HIGHEST_INDEX}.")
        return MarginKey("0x" + digits[1].lower(), key.account_index)

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """One call a key; None for an account without activity."""
        wanted = [self.canonical(key) for key in keys]
        return await settle([self._client.account(key) for key in wanted])

    async def accounts_of(self, owners: Sequence[Owner]) -> Sequence[Result[tuple[Account, ...]]]:
        """The linked accounts of each owner that have activity; complete, or the first error."""
        keys = {self.canonical(key): None for owner in owners for key in owner.margin_accounts}
        found = dict(zip(keys, await self.accounts(tuple(keys)), strict=True))
        return [_all([found[self.canonical(key)] for key in owner.margin_accounts]) for owner in owners]

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
        return await self._client.transport.state(self.probe)

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.transport.close()

    async def _markets(self) -> Mapping[int, str]:
        if time.monotonic() - self._base_assets_read_at >= MARKETS_FRESH:
            self._base_assets = await self._client.base_assets()
            self._base_assets_read_at = time.monotonic()
        return self._base_assets


def _all(found: Sequence[Result[Account | None]]) -> Result[tuple[Account, ...]]:
    accounts = []
    for result in found:
        if isinstance(result, GatewayError):
            return result
        if result is not None:
            accounts.append(result)
    return tuple(sorted(accounts, key=lambda account: account.key))
