"""Arcus's calls, one method each, with the weights that the venue counts."""

from collections.abc import Mapping
from functools import partial

from adapters.arcus.parse import error_text, is_no_activity, parse_margin_account
from adapters.arcus.prices import Quote, parse_coins, parse_prices
from adapters.transport.calls import Call, Reply, target
from adapters.transport.transport import Transport
from domain.errors import VenueAnswerError, VenueError, VenueForbiddenError
from domain.keys import MarginKey
from domain.margin import MarginAccount
from domain.venues import Venue


class ArcusClient:
    """The public read calls."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def account(self, key: MarginKey) -> MarginAccount | None:
        """GET /account with the positions in it; None before the account's first deposit."""
        parameters = [("address", key.address), ("accountIndex", str(key.account_index))]
        call = Call("account", "GET", target("/account", parameters), weight=2)
        return await self._transport.find(call, partial(parse_margin_account, key=key), is_no_activity)

    async def quotes(self) -> Mapping[str, Quote]:
        """GET /prices: the oracle price of every market, by market id in text."""
        call = Call("prices", "GET", target("/prices"), weight=20)
        return await self._transport.fetch(call, parse_prices)

    async def coins(self) -> Mapping[int, str]:
        """GET /markets: the coin that each market prices in US dollars, by market id."""
        call = Call("markets", "GET", target("/markets"), weight=20)
        return await self._transport.fetch(call, parse_coins)


def refusal(call: Call, reply: Reply) -> VenueError:
    """What a 4xx means; a 404 that is not "no activity yet" is no empty account.

    The venue has two reasons for a 403, and has been seen to give that of the whitelist with a 400 too: the status
    decides, and the text only where it names the whitelist.
    """
    text = error_text(reply) or ""
    if reply.status in (400, 403) and "whitelist" in text.lower():
        return _forbidden(call, "this address is not on the venue's access whitelist")
    if reply.status == 403 and "api key" in text.lower():
        return _forbidden(call, "this address does not match the key of the call")
    if reply.status == 403:
        return _forbidden(call, "the venue does not say why")
    return VenueAnswerError(Venue.ARCUS, f"Arcus refused the question with {reply.status} (call: {call.name}).")


def _forbidden(call: Call, reason: str) -> VenueForbiddenError:
    return VenueForbiddenError(Venue.ARCUS, f"Arcus does not show this: {reason} (call: {call.name}).")
