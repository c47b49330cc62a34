"""zerohash's calls, one method each."""

from functools import partial
from urllib.parse import quote

from adapters.transport.calls import Call, target
from adapters.transport.transport import Transport
from adapters.zerohash import parse
from adapters.zerohash.ledgers import LedgerPage, Sought
from adapters.zerohash.refusals import absent
from domain.errors import VenueAnswerError
from domain.labeled import CustomerPage, CustomerStatus
from domain.participants import Participant, ParticipantPage, ParticipantStatus
from domain.venues import Venue

LEDGER_FILTERS = Sought("account_owner", "account_label", "account_group", "asset")
CUSTOMER_FILTERS = Sought("participant_code", "account_label")
"""What the venue calls each restriction; the customer listing has no more."""


class ZerohashClient:
    """The calls of one platform credential."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def ledger_page(self, sought: Sought, number: int) -> LedgerPage:
        """GET /accounts, one page."""
        call = Call("accounts", "GET", target("/accounts", _parameters(LEDGER_FILTERS, sought, number)))
        return await self._transport.fetch(call, partial(parse.parse_ledger_page, sought=sought, number=number))

    async def customer_page(self, sought: Sought, number: int) -> CustomerPage:
        """GET /clob/accounts, one page."""
        call = Call("clob_accounts", "GET", target("/clob/accounts", _parameters(CUSTOMER_FILTERS, sought, number)))
        return await self._transport.fetch(call, partial(parse.parse_customer_page, sought=sought, number=number))

    async def customer_status(self, zrn: str) -> CustomerStatus | None:
        """GET /accounts/{zrn}/details; None where the venue knows no such zrn."""
        if not zrn.strip("."):
            raise VenueAnswerError(Venue.ZEROHASH, "zerohash names a customer account in a way that has no address.")
        call = Call("details", "GET", target(f"/accounts/{_segment(zrn)}/details"))
        return await self._transport.find(call, partial(parse.parse_status, zrn=zrn), absent)

    async def participant(self, code: str) -> Participant | None:
        """GET /participant/{code}/basic_info; None where the venue knows no such code."""
        call = Call("basic_info", "GET", target(f"/participant/{_segment(code)}/basic_info"))
        return await self._transport.find(call, partial(parse.parse_participant, code=code), absent)

    async def participant_page(self, page: int, status: ParticipantStatus | None) -> ParticipantPage:
        """GET /participants, one page in the venue's order."""
        parameters = [("page", str(page))]
        if status is not None:
            parameters.append(("status", status.value.lower()))
        call = Call("participants", "GET", target("/participants", parameters))
        return await self._transport.fetch(call, partial(parse.parse_participant_page, number=page))


def _parameters(names: Sought, sought: Sought, number: int) -> list[tuple[str, str]]:
    given = [(name, value) for name, value in zip(names, sought, strict=True) if name is not None and value is not None]
    return [*given, ("page", str(number))]


def _segment(text: str) -> str:
    """One segment of a path, in the spelling that `target` promises: these characters HTTP clients write out."""
    return quote(text, safe="!$&'()*+,:;=@")
