"""Umbra's port: the books of wallets, each a margin account."""

from collections.abc import Sequence
from typing import cast

from adapters.linked import linked_accounts
from adapters.transport.calls import FixedHeaders, Upstream
from adapters.transport.transport import Connect
from adapters.umbra.client import UmbraClient
from adapters.umbra.keys import margin_key
from adapters.umbra.settings import UmbraSettings
from domain.accounts import Account, AccountKind
from domain.keys import AccountKey, MarginKey
from domain.ports import Result, outcomes
from domain.venues import Venue


class UmbraAdapter:
    """Margin accounts of any wallet."""

    venue = Venue.UMBRA
    holds = AccountKind.MARGIN
    key = staticmethod(margin_key)
    accounts_of = linked_accounts

    def __init__(self, settings: UmbraSettings, connect: Connect) -> None:
        auth, limits = FixedHeaders({"X-Umbra-Key": settings.api_key}), settings.limits
        told = Upstream(venue=self.venue, base_url=settings.base_url, limits=limits, auth=auth, probe=self.probe)
        transport = connect(told)
        self._client = UmbraClient(transport)
        self.state, self.close = transport.state, transport.close

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """One call per key; None for a book that was never used."""
        return await outcomes(self.venue, [self._client.book(key) for key in cast("Sequence[MarginKey]", keys)])

    async def probe(self) -> None:
        """Read a book that nobody has."""
        await self._client.book(margin_key("0xffffffffff", 0))
