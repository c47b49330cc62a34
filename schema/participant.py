"""Participants at zerohash, and from them to all their accounts."""

from typing import Any

import strawberry

from adapters import values
from resolvers import accounts, labeled_accounts, participants, portfolios
from resolvers.context import Context
from schema.account import Node
from schema.declare import Asked, Assets, Labels, asked, derived, plain
from schema.enums import ParticipantKind, ParticipantStatus
from schema.labeled_account import LabeledAccount
from schema.margin_account import MarginAccount
from schema.portfolio import Portfolio
from schema.scalars import DateTime
from schema.trading_account import TradingAccount


def _labeled_accounts(root: Any, info: Asked, labels: Labels = None, assets: Assets = None) -> Any:
    return labeled_accounts.labeled_accounts_of(info.context, root.code, labels, assets)


def _linked(kind: values.AccountKind) -> Any:
    def accounts_of(context: Context, participant: values.Participant) -> Any:
        return accounts.owned(context, context.owner(participant.code), kind)

    return accounts_of


def _portfolio(context: Context, participant: values.Participant) -> portfolios.Portfolio:
    return portfolios.Portfolio(context.owner(participant.code))


@strawberry.type(description="A person or legal entity known to zerohash, and through the links at the other venues.")
class Participant(Node):
    id: strawberry.ID = derived(participants.participant_id, "Opaque and global; hand it to `node`.")
    code: str = plain("The venue's code: six capital letters or digits.")
    kind: ParticipantKind = asked(
        participants.kind, "Person or entity. In a list this costs one upstream call a participant."
    )
    status: ParticipantStatus = plain("Where the participant stands.")
    raw_status: str | None = plain("The venue's own word for the status.")
    name: str | None = plain("The participant's name.")
    updated_at: DateTime | None = plain("When the venue last changed the participant.")
    labeled_accounts: list[LabeledAccount] | None = strawberry.field(
        resolver=_labeled_accounts, description="The labeled accounts at zerohash, sorted by label."
    )
    trading_accounts: list[TradingAccount] | None = asked(
        _linked(values.AccountKind.TRADING), "The linked trading accounts, sorted by name."
    )
    margin_accounts: list[MarginAccount] | None = asked(
        _linked(values.AccountKind.MARGIN), "The linked margin accounts that have any activity."
    )
    portfolio: Portfolio = asked(_portfolio, "Everything together.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Recognise the values that flow through this type."""
        return isinstance(value, values.Participant)
