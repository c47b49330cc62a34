"""Arcus's calls, one method each, with the weights that the venue counts."""

from collections.abc import Mapping
from functools import partial

from adapters.arcus import parse
from adapters.transport.calls import Call, Reply, target
from adapters.transport.transport import Transport
from domain.errors import VenueAnswerError, VenueError, VenueForbiddenError
from domain.keys import MarginKey
from domain.margin import MarginAccount
from domain.prices import Price
from domain.venues import Venue


class ArcusClient:
    """The public read calls."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def account(self, key: MarginKey) -> MarginAccount | None:
        """GET /account with the positions in it; None before the account's first deposit."""
        parameters = [("address", key.address), ("accountIndex", str(key.account_index))]
        call = Call("account", "GET", target("/account", parameters), weight=2)
        return await self._transport.find(call, partial(parse.parse_margin_account, key=key), parse.is_no_activity)

    async def prices(self) -> Mapping[int, Price]:
        """GET /prices: the oracle price of every market, by market id; the asset is still the market's name."""
        call = Call("prices", "GET", target("/prices"), weight=20)
        return await self._transport.fetch(call, parse.parse_prices)

    async def base_assets(self) -> Mapping[int, str]:
        """GET /markets: the asset that each market quoted in US dollars prices, by market id."""
        call = Call("markets", "GET", target("/markets"), weight=20)
        return await self._transport.fetch(call, parse.parse_base_assets)


def refusal(call: Call, reply: Reply) -> VenueError:
    """What a 4xx means; a 404 that is not "no activity yet" is no empty account."""
    if reply.status == 403:
        return VenueForbiddenError(Venue.ARCUS, f"Arcus does not show this address (call: {call.name}).")
    return VenueAnswerError(Venue.ARCUS, f"Arcus refused the question with {reply.status} (call: {call.name}).")
