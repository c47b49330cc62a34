"""Participants at zerohash, and from them to all their accounts."""

from typing import Any

import strawberry

from domain import participants as values
from domain.accounts import AccountKind
from resolvers import ids, labeled_accounts, margin_accounts, participants, portfolios, reads, trading_accounts
from schema.account import Node
from schema.enums import ParticipantKind, ParticipantStatus
from schema.fields import Asked, attribute, computed, loaded, resolved
from schema.labeled_account import Assets, LabeledAccount, Labels
from schema.margin_account import MarginAccount
from schema.portfolio import Portfolio
from schema.scalars import DateTime
from schema.trading_account import TradingAccount
from schema.values import type_of


def _labeled_accounts(root: Any, info: Asked, labels: Labels = None, assets: Assets = None) -> Any:
    return labeled_accounts.labeled_accounts_of(info.context, root.code, labels, assets)


def _trading_accounts(root: Any, info: Asked) -> Any:
    return trading_accounts.trading_accounts_of(info.context, root.code)


def _margin_accounts(root: Any, info: Asked) -> Any:
    return margin_accounts.margin_accounts_of(info.context, root.code)


def _portfolio(root: Any, info: Asked) -> Any:
    return portfolios.of(info.context, root.code)


@type_of(values.Participant, "A person or legal entity known to zerohash, and through the links at the other venues.")
class Participant(Node):
    id: strawberry.ID = computed(ids.participant_id, "Opaque and global; hand it to `node`.")
    code: str = attribute("The venue's code: six capital letters or digits.")
    kind: ParticipantKind = loaded(
        participants.kind, "Person or entity. In a list this costs one upstream call per participant."
    )
    status: ParticipantStatus = attribute("Where the participant stands.")
    raw_status: str | None = attribute("The venue's own word for the status.")
    name: str | None = attribute("The participant's name.")
    updated_at: DateTime | None = attribute("When the venue last changed the participant.")
    labeled_accounts: list[LabeledAccount] | None = resolved(
        _labeled_accounts, "The labeled accounts at zerohash, sorted by label.", gives=reads.labeled_accounts_of
    )
    trading_accounts: list[TradingAccount] | None = resolved(
        _trading_accounts, "The linked trading accounts, sorted by name.", gives=reads.linked(AccountKind.TRADING)
    )
    margin_accounts: list[MarginAccount] | None = resolved(
        _margin_accounts,
        "The linked margin accounts that have any activity.",
        gives=reads.linked(AccountKind.MARGIN),
    )
    portfolio: Portfolio = resolved(_portfolio, "Everything together.", gives=reads.portfolios)
