"""Margin accounts of perpetuals and their positions."""

from enum import Enum
from typing import ClassVar

import msgspec

from domain.accounts import AccountKind, AccountStatus, Balance, Observation, Uncounted
from domain.keys import MarginKey
from domain.venues import Venue


class PositionSide(Enum):
    """Direction of a margin position."""

    LONG = "LONG"
    SHORT = "SHORT"
    FLAT = "FLAT"


class MarginPosition(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A perpetuals position; size is signed, negative for a short; mark_price is None where there is none."""

    market_id: int
    market: str
    side: PositionSide
    size: str
    average_entry_price: str
    mark_price: str | None
    initial_margin_required: str
    notional: str
    unrealized_pnl: str | None
    leverage: str | None


class MarginAccount(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One cross-margined account in US dollars; positions sorted by market id."""

    kind: ClassVar[AccountKind] = AccountKind.MARGIN

    venue: Venue
    key: MarginKey
    observation: Observation
    balances: tuple[Balance, ...]
    net_quote_balance: str
    equity: str
    available_collateral: str
    net_deposits: str
    positions: tuple[MarginPosition, ...]
    sequence_number: int
    pending_deposits: str | None = None
    pending_withdrawals: str | None = None
    uncounted: tuple[Uncounted, ...] = ()
    status: AccountStatus = AccountStatus.UNKNOWN

    @property
    def name(self) -> str:
        """Address and index."""
        return f"{self.key.address} #{self.key.account_index}"

    @property
    def address(self) -> str:
        """Lower case, with 0x."""
        return self.key.address

    @property
    def account_index(self) -> int:
        """0 to 9."""
        return self.key.account_index
