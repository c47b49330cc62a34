"""What travels upwards from the adapters: frozen values. Amounts are plain decimal text, instants are UTC datetimes."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from adapters.errors import GatewayError


class Venue(Enum):
    """Who holds the accounts, in the order in which lists sort."""

    ZEROHASH = "ZEROHASH"
    POLYMARKET_US = "POLYMARKET_US"
    ARCUS = "ARCUS"

    @property
    def title(self) -> str:
        """The venue's name as people write it."""
        return {"ZEROHASH": "zerohash", "POLYMARKET_US": "Polymarket US", "ARCUS": "Arcus"}[self.value]


class AccountKind(Enum):
    """The three ideas of "account"; the value is the name of the GraphQL type."""

    LABELED = "LabeledAccount"
    TRADING = "TradingAccount"
    MARGIN = "MarginAccount"


class AccountStatus(Enum):
    """What the venue says of an account; UNKNOWN where it says nothing or a word we do not know."""

    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    CLOSED = "CLOSED"
    PENDING = "PENDING"
    UNKNOWN = "UNKNOWN"


class ParticipantKind(Enum):
    """Person or legal entity."""

    INDIVIDUAL = "INDIVIDUAL"
    ENTITY = "ENTITY"
    UNKNOWN = "UNKNOWN"


class ParticipantStatus(Enum):
    """Where a participant stands in the venue's onboarding."""

    SUBMITTED = "SUBMITTED"
    PENDING_APPROVAL = "PENDING_APPROVAL"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    LOCKED = "LOCKED"
    PENDING_UNLOCK = "PENDING_UNLOCK"
    PENDING_DISABLE = "PENDING_DISABLE"
    DISABLED = "DISABLED"
    DIVESTED = "DIVESTED"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"


class FundingModel(Enum):
    """Whether the customer's US dollars lie at the venue or on the platform's own books."""

    PREFUNDED = "PREFUNDED"
    NON_PREFUNDED = "NON_PREFUNDED"
    UNKNOWN = "UNKNOWN"


class PositionSide(Enum):
    """Direction of a margin position."""

    LONG = "LONG"
    SHORT = "SHORT"
    FLAT = "FLAT"


class OrderSide(Enum):
    """Direction of an order."""

    BUY = "BUY"
    SELL = "SELL"
    UNKNOWN = "UNKNOWN"


class VenueHealth(Enum):
    """What the latest calls to a venue say about it."""

    UP = "UP"
    DEGRADED = "DEGRADED"
    DOWN = "DOWN"
    NOT_CONFIGURED = "NOT_CONFIGURED"


class LabeledKey(NamedTuple):
    """Native key of a labeled account; a group of None is the platform's own."""

    participant_code: str
    label: str
    group: str | None = None


class TradingKey(NamedTuple):
    """Native key of a trading account: the venue's resource name, opaque."""

    name: str


class MarginKey(NamedTuple):
    """Native key of a margin account: lower-case address with 0x, and an index of 0 to 9."""

    address: str
    account_index: int = 0


AccountKey = LabeledKey | TradingKey | MarginKey


class Owner(NamedTuple):
    """One person across the venues: the participant code, and the accounts that the links name elsewhere."""

    participant_code: str
    trading_accounts: tuple[TradingKey, ...] = ()
    margin_accounts: tuple[MarginKey, ...] = ()


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


class Participant(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A person or entity known to the venue that keeps participants; kind is None where a listing does not tell it."""

    venue: Venue
    code: str
    status: ParticipantStatus
    raw_status: str | None
    kind: ParticipantKind | None = None
    name: str | None = None
    updated_at: datetime | None = None


class ParticipantPage(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One page of a venue's own listing; pages count from 1."""

    participants: tuple[Participant, ...]
    page: int
    last_page: int


class LedgerBalance(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One row of the venue's ledger: one asset and account type in one labeled account."""

    account_id: str
    asset: str
    account_type: str
    balance: str
    last_update: datetime | None


class LabeledAccount(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """(participant, account group, label) and the ledger rows it groups."""

    venue: Venue
    key: LabeledKey
    observation: Observation
    ledgers: tuple[LedgerBalance, ...]
    balances: tuple[Balance, ...]
    status: AccountStatus = AccountStatus.UNKNOWN
    zrn: str | None = None
    tier: str | None = None
    funding_model: FundingModel = FundingModel.UNKNOWN
    customer_error: "GatewayError | None" = None
    """Why zrn, tier and funding model are not known, where the call that tells them failed."""

    @property
    def participant_code(self) -> str:
        """Whose account it is."""
        return self.key.participant_code

    @property
    def label(self) -> str:
        """The label, case-sensitive."""
        return self.key.label

    @property
    def group(self) -> str | None:
        """The account group: the platform's code."""
        return self.key.group


class Firm(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The firm behind the gateway's own credential."""

    venue: Venue
    name: str
    display_name: str | None
    kind: str | None
    scopes: tuple[str, ...]


class TradingUser(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A user the firm may act for."""

    venue: Venue
    name: str
    display_name: str | None


class TradingAccount(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One account of event contracts; its cash, positions and orders are calls of their own."""

    venue: Venue
    key: TradingKey
    observation: Observation
    display_name: str | None
    status: AccountStatus = AccountStatus.UNKNOWN


class TradingBalance(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """Cash of one trading account in one currency."""

    currency: str
    balance: str | None = None
    buying_power: str | None = None
    excess_capital: str | None = None
    capital_requirement: str | None = None
    margin_requirement: str | None = None
    open_orders: str | None = None
    unsettled_funds: str | None = None
    updated_at: datetime | None = None


class EventPosition(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A holding of one event contract; None where the instrument's scale is unknown. Negative is short."""

    symbol: str
    net_position: str | None = None
    available_position: str | None = None
    cost: str | None = None
    realized: str | None = None
    updated_at: datetime | None = None


class TradingOrder(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A resting order, prices and quantities unscaled by the scales that the order itself carries."""

    order_id: str
    client_order_id: str | None
    symbol: str
    side: OrderSide
    state: str
    price: str | None
    quantity: str | None
    filled_quantity: str | None
    remaining_quantity: str | None
    created_at: datetime | None


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

    venue: Venue
    key: MarginKey
    observation: Observation
    balances: tuple[Balance, ...]
    net_quote_balance: str
    equity: str
    available_collateral: str
    net_deposits: str
    pending_deposits: str | None
    pending_withdrawals: str | None
    positions: tuple[MarginPosition, ...]
    sequence_number: int
    status: AccountStatus = AccountStatus.UNKNOWN

    @property
    def address(self) -> str:
        """Lower case, with 0x."""
        return self.key.address

    @property
    def account_index(self) -> int:
        """0 to 9."""
        return self.key.account_index


Account = LabeledAccount | TradingAccount | MarginAccount


class Price(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What one unit of an asset is worth in US dollars, and where that was read."""

    asset: str
    price: str
    source: str
    observed_at: datetime


class VenueState(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How a venue answered lately."""

    venue: Venue
    health: VenueHealth
    last_success_at: datetime | None = None
    last_error_code: str | None = None
