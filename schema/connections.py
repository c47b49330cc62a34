"""Pages of lists."""

import strawberry

from resolvers.reads import contents, edges
from schema.fields import attribute
from schema.labeled_account import LabeledAccount
from schema.participant import Participant
from schema.trading_account import TradingAccount


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    has_next_page: bool = attribute("Whether there is more after this page.")
    has_previous_page: bool = attribute("Whether this page began after a cursor.")
    start_cursor: str | None = attribute("The cursor of the first edge.")
    end_cursor: str | None = attribute("Hand it to `after` for the next page.")


@strawberry.type(description="A participant and its place in the list.")
class ParticipantEdge:
    cursor: str = attribute("Opaque.")
    node: Participant = attribute("The participant.", gives=contents)


@strawberry.type(description="A page of participants.")
class ParticipantConnection:
    edges: list[ParticipantEdge] = attribute("In the order of the venue's pages, by code within each.", gives=edges)
    page_info: PageInfo = attribute("Where the page lies.")


@strawberry.type(description="A labeled account and its place in the list.")
class LabeledAccountEdge:
    cursor: str = attribute("Opaque.")
    node: LabeledAccount = attribute("The account.", gives=contents)


@strawberry.type(description="A page of labeled accounts.")
class LabeledAccountConnection:
    edges: list[LabeledAccountEdge] = attribute(
        "In the order of the participants, by label within each; with labels or assets alone, in that of their sweeps.",
        gives=edges,
    )
    page_info: PageInfo = attribute("Where the page lies.")


@strawberry.type(description="A trading account and its place in the list.")
class TradingAccountEdge:
    cursor: str = attribute("Opaque.")
    node: TradingAccount = attribute("The account.", gives=contents)


@strawberry.type(description="A page of trading accounts.")
class TradingAccountConnection:
    edges: list[TradingAccountEdge] = attribute("By name.", gives=edges)
    page_info: PageInfo = attribute("Where the page lies.")
