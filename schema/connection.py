"""Pages of lists."""

import strawberry

from schema.declare import plain
from schema.enums import Venue, VenueHealth
from schema.labeled_account import LabeledAccount
from schema.participant import Participant
from schema.scalars import DateTime
from schema.trading_account import TradingAccount


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    has_next_page: bool = plain("Whether there is more after this page.")
    has_previous_page: bool = plain("Whether this page began after a cursor.")
    start_cursor: str | None = plain("The cursor of the first edge.")
    end_cursor: str | None = plain("Hand it to `after` for the next page.")


@strawberry.type(description="A participant and its place in the list.")
class ParticipantEdge:
    cursor: str = plain("Opaque.")
    node: Participant = plain("The participant.")


@strawberry.type(description="A page of participants.")
class ParticipantConnection:
    edges: list[ParticipantEdge] = plain("In the order of the venue's pages, by code within each.")
    page_info: PageInfo = plain("Where the page lies.")


@strawberry.type(description="A labeled account and its place in the list.")
class LabeledAccountEdge:
    cursor: str = plain("Opaque.")
    node: LabeledAccount = plain("The account.")


@strawberry.type(description="A page of labeled accounts.")
class LabeledAccountConnection:
    edges: list[LabeledAccountEdge] = plain("In the order of the participants, by label within each.")
    page_info: PageInfo = plain("Where the page lies.")


@strawberry.type(description="A trading account and its place in the list.")
class TradingAccountEdge:
    cursor: str = plain("Opaque.")
    node: TradingAccount = plain("The account.")


@strawberry.type(description="A page of trading accounts.")
class TradingAccountConnection:
    edges: list[TradingAccountEdge] = plain("By name.")
    page_info: PageInfo = plain("Where the page lies.")


@strawberry.input(description="Which labeled accounts a list shall hold.")
class LabeledAccountFilter:
    participant_codes: list[str] | None = strawberry.field(
        description="Only these participants, up to 100.", default=None
    )
    labels: list[str] | None = strawberry.field(
        description="Only accounts with one of these labels, case-sensitive.", default=None
    )
    assets: list[str] | None = strawberry.field(
        description="Only accounts that hold one of these assets; each is shown whole.", default=None
    )


@strawberry.type(description="How a venue answered lately; one not heard from for half a minute is asked first.")
class VenueState:
    venue: Venue = plain("The venue.")
    health: VenueHealth = plain("What the latest calls say.")
    last_success_at: DateTime | None = plain("When it last answered; null when it has not since the gateway started.")
    last_error_code: str | None = plain("The code of its last failure since the gateway started.")
