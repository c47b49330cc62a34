"""Umbra's one call; a 4xx means what its status says."""

from functools import partial

from adapters.transport.calls import Call, target
from adapters.transport.transport import Transport
from adapters.umbra.parse import parse_book
from domain.keys import MarginKey
from domain.margin import MarginAccount


class UmbraClient:
    """The call of one key."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def book(self, key: MarginKey) -> MarginAccount | None:
        """GET /book; None for one that was never used."""
        call = Call("book", "GET", target("/book", [("wallet", key.address), ("number", str(key.account_index))]))
        return await self._transport.fetch(call, partial(parse_book, key=key))
