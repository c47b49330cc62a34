"""zerohash's wire shapes. Sources: the vendor's OpenAPI 1.7.0 and docs.zerohash.com, read in 2026.

The document marks no member of these answers as required. Those without which an answer means nothing are required
here, and what may be missing has a default.
"""

import msgspec


class Holding(msgspec.Struct, frozen=True, gc=False):
    """Whose a row of GET /accounts is, and in which group, where nothing else matters."""

    account_owner: str
    account_group: str


class LedgerName(Holding, frozen=True, gc=False):
    """Which labeled account a row of GET /accounts is of, where the rest of it cannot be read."""

    account_label: str


class LedgerRow(LedgerName, frozen=True, gc=False):
    """One row of GET /accounts: one asset and account type of one owner, group and label."""

    account_id: str
    account_type: str
    asset: str
    balance: msgspec.Raw
    last_update: int | None = None


class LedgerReply(msgspec.Struct, frozen=True):
    """GET /accounts, row by row; the venue's guides print it without the two numbers where it is one page."""

    message: tuple[msgspec.Raw, ...]
    page: int | None = None
    total_pages: int | None = None


class HoldingsReply(msgspec.Struct, frozen=True):
    """GET /accounts, where only owners and groups matter."""

    message: tuple[Holding, ...]


class CustomerName(msgspec.Struct, frozen=True, gc=False):
    """Which labeled account a row of GET /clob/accounts is of, where the rest of it cannot be read."""

    participant_code: str
    account_group: str
    account_label: str


class CustomerRow(CustomerName, frozen=True, gc=False):
    """One row of GET /clob/accounts: what a customer's label is set up as, without money."""

    prefunded: bool | None = None
    account_tier: str | None = None
    customer_account_urn: str | None = None


class CustomersReply(msgspec.Struct, frozen=True):
    """GET /clob/accounts, row by row; a next page of 0 is the end."""

    accounts: tuple[msgspec.Raw, ...]
    next_page: int


class Details(msgspec.Struct, frozen=True, gc=False):
    """One customer account, of which only the status is read, and whose answer it is."""

    status: str | None = None
    zrn: str | None = None


class DetailsReply(msgspec.Struct, frozen=True):
    """GET /accounts/{zrn}/details; the venue's guides print its members without the `message` around them."""

    message: Details | None = None
    status: str | None = None
    zrn: str | None = None


class BasicInfo(msgspec.Struct, frozen=True, gc=False):
    """One participant, with its kind."""

    participant_code: str
    status: str | None = None
    participant_type: str | None = None
    name: str | None = None
    last_updated: int | None = None


class BasicInfoReply(msgspec.Struct, frozen=True):
    """GET /participant/{code}/basic_info."""

    message: BasicInfo


class ParticipantName(msgspec.Struct, frozen=True, gc=False):
    """Whom a row of GET /participants is about, where the rest of it cannot be read."""

    participant_code: str


class ListedParticipant(ParticipantName, frozen=True, gc=False):
    """One participant of the listing, which gives no kind."""

    status: str | None = None
    participant_name: str | None = None
    updated_at: int | None = None


class ParticipantsReply(msgspec.Struct, frozen=True):
    """GET /participants, row by row."""

    message: tuple[msgspec.Raw, ...]
    page: int
    total_pages: int


class NotFoundReply(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The venue's own 404 (OpenAPI, Code404): `error` is a text, and there is nothing beside it."""

    error: str


class ForbiddenReply(msgspec.Struct, frozen=True):
    """The venue's own 403 (OpenAPI, Code403)."""

    message: str
