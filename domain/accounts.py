"""What every account has in common, whichever venue holds it."""

from datetime import datetime
from enum import Enum
from typing import ClassVar, Protocol

import msgspec

from domain.keys import AccountKey
from domain.open_enums import OpenEnum
from domain.venues import Venue


class AccountKind(Enum):
    """The three ideas of "account"; the value is the name of the GraphQL type."""

    LABELED = "LabeledAccount"
    TRADING = "TradingAccount"
    MARGIN = "MarginAccount"


class AccountStatus(OpenEnum):
    """What the venue says of an account; UNKNOWN where it says nothing or a word we do not know."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"
    PENDING = "PENDING"
    UNKNOWN = "UNKNOWN"


class Observation(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """When a value was true by the venue's own word, and when the gateway received it."""

    observed_at: datetime
    as_of: datetime | None = None


class Balance(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One asset in one account; a part that the venue does not report is None."""

    asset: str
    total: str | None = None
    available: str | None = None
    locked: str | None = None


class Account(Protocol):
    """An account of any kind."""

    kind: ClassVar[AccountKind]

    @property
    def venue(self) -> Venue:
        """Who holds it."""
        ...

    @property
    def key(self) -> AccountKey:
        """Its native key."""
        ...

    @property
    def name(self) -> str:
        """What a person calls it: the native key, written out."""
        ...

    @property
    def status(self) -> AccountStatus:
        """What the venue says of it."""
        ...

    @property
    def observation(self) -> Observation:
        """When it was read."""
        ...


class Owned(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a venue says of one owner's accounts, all sorted by native key."""

    accounts: tuple[Account, ...] = ()
    elsewhere: tuple[Account, ...] = ()
    """Accounts of the owner outside the platform's own books there, such as another account group."""
    missing: tuple[AccountKey, ...] = ()
    """Linked accounts that the venue does not know."""


class Uncounted(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Something that an account holds or owes and its balances do not count, and why; asset None is not one asset."""

    asset: str | None
    reason: str
