"""The root fields."""

from typing import Annotated, Any

import strawberry

from resolvers import (
    labeled_accounts,
    labeled_listing,
    margin_accounts,
    node_reads,
    nodes,
    participants,
    portfolios,
    reads,
    root_reads,
    trading_accounts,
    venues,
)
from schema.account import Node
from schema.connections import (
    LabeledAccountConnection,
    ParticipantConnection,
    TradingAccountConnection,
)
from schema.enums import ParticipantStatus
from schema.fields import After, Asked, First, described, resolved
from schema.labeled_account import LabeledAccount, LabeledAccountFilter
from schema.margin_account import MarginAccount, MarginAccountKey
from schema.participant import Participant
from schema.portfolio import Portfolio
from schema.trading_account import Firm, TradingAccount
from schema.venue import VenueState

Code = Annotated[str, described("Six capital letters or digits.")]


def _node(info: Asked, id: Annotated[strawberry.ID, described("A global id.")]) -> Any:  # noqa: A002 - public name
    return nodes.node(info.context, id)


def _nodes(info: Asked, ids: Annotated[list[strawberry.ID], described("Up to 100 global ids.")]) -> Any:
    return nodes.nodes(info.context, ids)


def _venues(info: Asked) -> Any:
    return venues.venues(info.context)


def _participant(info: Asked, code: Code) -> Any:
    return participants.participant(info.context, code)


def _participants(
    info: Asked,
    first: First = 20,
    after: After = None,
    status: Annotated[ParticipantStatus | None, described("Only participants who stand there.")] = None,
) -> Any:
    return participants.participants(info.context, first, after, status)


def _labeled_account(
    info: Asked,
    participant_code: Code,
    label: Annotated[str, described("The label, case-sensitive.")] = "general",
    group: Annotated[str | None, described("The account group; left out, the platform's own.")] = None,
) -> Any:
    return labeled_accounts.labeled_account(info.context, participant_code, label, group)


def _labeled_accounts(
    info: Asked,
    filter: Annotated[  # noqa: A002 - public name
        LabeledAccountFilter | None, described("Which accounts; left out, all of the platform's customers.")
    ] = None,
    first: First = 50,
    after: After = None,
) -> Any:
    return labeled_listing.labeled_accounts(info.context, filter, first, after)


def _firm(info: Asked) -> Any:
    return trading_accounts.firm(info.context)


def _trading_account(info: Asked, name: Annotated[str, described("The venue's resource name, as it gave it.")]) -> Any:
    return trading_accounts.trading_account(info.context, name)


def _trading_accounts(info: Asked, first: First = 50, after: After = None) -> Any:
    return trading_accounts.trading_accounts(info.context, first, after)


def _margin_account(
    info: Asked,
    address: Annotated[str, described("40 hexadecimal digits in any case, with 0x, 0X or no prefix.")],
    account_index: Annotated[int, described("0 to 9.")] = 0,
) -> Any:
    return margin_accounts.margin_account(info.context, address, account_index)


def _margin_accounts(
    info: Asked, keys: Annotated[list[MarginAccountKey], described("Up to 100 addresses and indexes.")]
) -> Any:
    return margin_accounts.margin_accounts(info.context, keys)


def _portfolio(info: Asked, participant_code: Code) -> Any:
    return portfolios.portfolio(info.context, participant_code)


@strawberry.type(description="The reads.")
class Query:
    node: Node | None = resolved(_node, "Anything by its global id; null for nothing.", gives=node_reads.node)
    nodes: list[Node | None] = resolved(
        _nodes,
        "Many things by global id, in that order; an error at the index of a missing or wrong one.",
        gives=node_reads.nodes,
    )
    venues: list[VenueState] = resolved(_venues, "How each venue is doing.", gives=root_reads.venues)
    participant: Participant | None = resolved(
        _participant, "One participant at zerohash; null for an unknown code.", gives=reads.participant
    )
    participants: ParticipantConnection | None = resolved(
        _participants, "The platform's participants at zerohash.", gives=root_reads.participants
    )
    labeled_account: LabeledAccount | None = resolved(
        _labeled_account,
        "One labeled account at zerohash; null for a label that was never used, or is emptied and not listed.",
        gives=root_reads.labeled_account,
    )
    labeled_accounts: LabeledAccountConnection | None = resolved(
        _labeled_accounts, "The labeled accounts of the platform's customers.", gives=root_reads.labeled_accounts
    )
    firm: Firm | None = resolved(
        _firm, "The firm behind the gateway's credential at Polymarket US.", gives=reads.single("Firm", "firms")
    )
    trading_account: TradingAccount | None = resolved(
        _trading_account, "One trading account by name; null when there is none.", gives=root_reads.trading_account
    )
    trading_accounts: TradingAccountConnection | None = resolved(
        _trading_accounts, "All trading accounts that the credential may see.", gives=root_reads.trading_accounts
    )
    margin_account: MarginAccount | None = resolved(
        _margin_account, "One margin account; null before its first deposit.", gives=root_reads.margin_account
    )
    margin_accounts: list[MarginAccount | None] = resolved(
        _margin_accounts,
        "Many margin accounts, in that order; null before a first deposit, an error for a wrong key.",
        gives=root_reads.margin_accounts,
    )
    portfolio: Portfolio | None = resolved(
        _portfolio, "One person across all venues; null for an unknown code.", gives=reads.portfolio
    )
