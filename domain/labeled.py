"""Labeled accounts: (participant, account group, label), and the ledger rows grouped by them."""

from datetime import datetime
from typing import ClassVar, NamedTuple

import msgspec

from domain.accounts import AccountKind, AccountStatus, Balance, Observation, Uncounted
from domain.keys import LabeledKey
from domain.open_enums import OpenEnum
from domain.venues import Venue


class FundingModel(OpenEnum):
    """Whether the customer's US dollars lie at the venue or on the platform's own books."""

    PREFUNDED = "PREFUNDED"
    NON_PREFUNDED = "NON_PREFUNDED"
    UNKNOWN = "UNKNOWN"


class LedgerBalance(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One row of the venue's ledger: one asset and account type in one labeled account."""

    account_id: str
    asset: str
    account_type: str
    balance: str
    last_update: datetime | None
    observed_at: datetime


class CustomerAccount(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a label is set up as, from a listing of its own without money."""

    venue: Venue
    key: LabeledKey
    observation: Observation
    funding_model: FundingModel
    zrn: str | None = None
    tier: str | None = None


class CustomerStatus(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Where a customer account stands, and the venue's own word for it."""

    status: AccountStatus
    raw_status: str


class LabeledPage(NamedTuple):
    """One page of a sweep over the ledger rows of one label: the accounts that have rows on it, sorted by key.

    On the only page of a sweep they are whole; on one of several an account may have more rows on another. Of those
    that are unreadable at least one row cannot be read, so they are not among the accounts.
    """

    accounts: tuple["LabeledAccount", ...]
    page: int
    last_page: int
    unreadable: tuple[LabeledKey, ...] = ()


class CustomerPage(NamedTuple):
    """One page of the listing of one label's customer accounts, sorted by key; the last has no next page.

    Those whose row cannot be read are not among them.
    """

    customers: tuple[CustomerAccount, ...]
    page: int
    next_page: int | None
    unreadable: tuple[LabeledKey, ...] = ()


class LabeledAccount(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """(participant, account group, label) and the ledger rows it groups."""

    kind: ClassVar[AccountKind] = AccountKind.LABELED

    venue: Venue
    key: LabeledKey
    observation: Observation
    ledgers: tuple[LedgerBalance, ...] = ()
    balances: tuple[Balance, ...] = ()
    uncounted: tuple[Uncounted, ...] = ()
    status: AccountStatus = AccountStatus.UNKNOWN

    @property
    def name(self) -> str:
        """Participant code and label."""
        return f"{self.key.participant_code} {self.key.label}"

    @property
    def participant_code(self) -> str:
        """Whose account it is."""
        return self.key.participant_code

    @property
    def label(self) -> str:
        """The label, case-sensitive."""
        return self.key.label

    @property
    def group(self) -> str:
        """The account group: the platform's code."""
        return self.key.group
