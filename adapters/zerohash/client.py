"""zerohash's calls, one method each; listings are followed to their last page."""

import asyncio
from functools import partial

from adapters.transport.calls import Call, Reply, target
from adapters.transport.transport import Transport
from adapters.zerohash import parse, shapes
from adapters.zerohash.sweeps import TooLong
from domain.errors import VenueAnswerError, VenueCredentialsError, VenueError, VenueForbiddenError
from domain.participants import Participant, ParticipantPage, ParticipantStatus
from domain.venues import Venue


class ZerohashClient:
    """The calls of one platform credential."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def ledgers(self, owner: str | None, most: int) -> shapes.Ledgers | TooLong:
        """GET /accounts, all pages; given up after the first of them where there are more than `most`."""
        first, last = await self._ledger_page(owner, 1)
        pages = [first]
        while len(pages) < last:
            if last > most:
                return TooLong(last)
            numbers = range(len(pages) + 1, last + 1)
            for page, seen in await asyncio.gather(*(self._ledger_page(owner, number) for number in numbers)):
                pages.append(page)
                last = max(last, seen)
        rows = tuple(row for page in pages for row in page.rows)
        return shapes.Ledgers(rows, len(pages), min(page.received_at for page in pages))

    async def customers(self, owner: str | None, most: int) -> shapes.Customers | TooLong:
        """GET /clob/accounts, all pages, unless there are more than `most`.

        No page says how many there are, so a sweep of all participants is given up after a quarter of `most`.
        """
        affordable = most if owner is not None else max(1, most // 4)
        read: list[shapes.CustomerPage] = []
        number = 1
        while number:
            if len(read) == affordable:
                return TooLong(most + 1)
            page = await self._customer_page(owner, number)
            read.append(page)
            if page.next_page and page.next_page <= number:
                raise VenueAnswerError(Venue.ZEROHASH, "zerohash repeats a page (call: clob_accounts).")
            number = page.next_page
        return parse.joined(read)

    async def participant(self, code: str) -> Participant | None:
        """GET /participant/{code}/basic_info; None where the venue knows no such code."""
        call = Call("basic_info", "GET", target(f"/participant/{code}/basic_info"))
        parser = partial(parse.parse_participant, code=code)
        return await self._transport.find(call, parser, absent=lambda reply: reply.status == 404)

    async def participant_page(self, page: int, status: ParticipantStatus | None) -> ParticipantPage:
        """GET /participants, one page in the venue's order."""
        parameters = [("page", str(page))]
        if status is not None:
            parameters.append(("status", status.value.lower()))
        call = Call("participants", "GET", target("/participants", parameters))
        return await self._transport.fetch(call, parse.parse_participant_page)

    async def _ledger_page(self, owner: str | None, page: int) -> tuple[shapes.Ledgers, int]:
        parameters = [] if owner is None else [("account_owner", owner)]
        parameters.append(("page", str(page)))
        call = Call("accounts", "GET", target("/accounts", parameters))
        return await self._transport.fetch(call, partial(parse.parse_ledger_page, owner=owner, number=page))

    async def _customer_page(self, owner: str | None, page: int) -> shapes.CustomerPage:
        parameters = [("page", str(page))]
        if owner is not None:
            parameters.append(("participant_code", owner))
        call = Call("clob_accounts", "GET", target("/clob/accounts", parameters))
        return await self._transport.fetch(call, partial(parse.parse_customer_page, owner=owner))


def refusal(call: Call, reply: Reply) -> VenueError:
    """What a 4xx means; the venue says 403 of keys, addresses and rights alike, so its words tell them apart."""
    if reply.status in (401, 403):
        if b"permission" in reply.body:
            return VenueForbiddenError(Venue.ZEROHASH, f"zerohash gives this key no right to ask (call: {call.name}).")
        return VenueCredentialsError(Venue.ZEROHASH, f"zerohash refused the gateway's credential (call: {call.name}).")
    return VenueAnswerError(Venue.ZEROHASH, f"zerohash refused the question with {reply.status} (call: {call.name}).")
