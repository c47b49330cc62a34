"""Arcus's accounts and errors: wire shapes to our values. Source: docs.arcus.xyz, accounts and positions, 2026."""

from typing import Annotated

import msgspec

from adapters.transport.calls import Reply
from domain.accounts import Balance, Observation, Uncounted
from domain.amounts import LEFT_OUT, difference, from_json, from_optional_json, is_zero, product, total
from domain.keys import MarginKey
from domain.margin import MarginAccount, MarginPosition, PositionSide
from domain.venues import Venue

NO_ACTIVITY = "this account has no activity yet"
LARGEST_SEQUENCE = 2**64 - 1
DEPOSITING = "Pending deposits are not credited yet."
WITHDRAWING = "Pending withdrawals are not paid out yet."
SPOT = "Spot positions are not counted."
LOAN = "A loan balance is not counted."
INTEREST = "Unsettled interest is not counted."

MarketId = Annotated[int, msgspec.Meta(ge=0, le=65535)]
"""By the page on positions."""


class _Position(msgspec.Struct, rename="camel"):
    market_id: MarketId
    market_display_name: str
    side: str
    size: msgspec.Raw
    average_entry_price: msgspec.Raw
    margin_used: msgspec.Raw
    position_value_notional: msgspec.Raw
    mark_px: msgspec.Raw = LEFT_OUT
    leverage: msgspec.Raw = LEFT_OUT
    address: str | None = None
    account_index: int | None = None


class _Account(msgspec.Struct, rename="camel"):
    address: str
    account_index: int
    net_quote_balance: msgspec.Raw
    equity: msgspec.Raw
    free_collateral: msgspec.Raw
    net_deposits: msgspec.Raw
    positions: dict[str, _Position]
    sequence_number: int
    pending_deposits: msgspec.Raw = LEFT_OUT
    pending_withdrawals: msgspec.Raw = LEFT_OUT
    spot_positions: msgspec.Raw = LEFT_OUT
    loan_balance: msgspec.Raw = LEFT_OUT
    unsettled_interest: msgspec.Raw = LEFT_OUT


class _Error(msgspec.Struct):
    error: str


class _Throttled(msgspec.Struct, rename="camel"):
    retry_after_ms: msgspec.Raw = LEFT_OUT


_account = msgspec.json.Decoder(_Account)
_error = msgspec.json.Decoder(_Error)
_throttled = msgspec.json.Decoder(_Throttled)


def error_text(reply: Reply) -> str | None:
    """What the venue says is wrong; None for a body that is not its form of an error, whatever it holds."""
    try:
        return _error.decode(reply.body).error
    except (ValueError, RecursionError):
        return None


def pause(reply: Reply) -> float | None:
    """The seconds that the body of a 429 asks for, to the millisecond; None where it does not say, whatever it holds.

    The header is in whole seconds, and older bodies do not have the member.
    """
    try:
        milliseconds = from_optional_json(_throttled.decode(reply.body).retry_after_ms)
    except (ValueError, RecursionError):
        return None
    return None if milliseconds is None or milliseconds.startswith("-") else float(milliseconds) / 1000


def is_no_activity(reply: Reply) -> bool:
    """Whether a 404 is the documented empty state of an account before its first deposit."""
    return reply.status == 404 and error_text(reply) == NO_ACTIVITY


def parse_margin_account(reply: Reply, key: MarginKey) -> MarginAccount:
    """One account. Raises ValueError when the reply is of another address or index: unknown parameters are ignored."""
    wire = _account.decode(reply.body)
    if (wire.address.lower(), wire.account_index) != key:
        raise ValueError("another address or index")
    if not 0 <= wire.sequence_number <= LARGEST_SEQUENCE:
        raise ValueError("a sequence number beyond 64 bits")
    positions = [_position(market_id, position, key) for market_id, position in wire.positions.items()]
    positions.sort(key=lambda position: position.market_id)
    equity, available = from_json(wire.equity), from_json(wire.free_collateral)
    deposits, withdrawals = from_optional_json(wire.pending_deposits), from_optional_json(wire.pending_withdrawals)
    locked = total([position.initial_margin_required for position in positions])
    return MarginAccount(
        venue=Venue.ARCUS,
        key=key,
        observation=Observation(observed_at=reply.received_at),
        balances=(Balance(asset="USD", total=equity, available=available, locked=locked),),
        net_quote_balance=from_json(wire.net_quote_balance),
        equity=equity,
        available_collateral=available,
        net_deposits=from_json(wire.net_deposits),
        pending_deposits=deposits,
        pending_withdrawals=withdrawals,
        positions=tuple(positions),
        sequence_number=wire.sequence_number,
        uncounted=_uncounted(wire),
    )


def _uncounted(wire: _Account) -> tuple[Uncounted, ...]:
    """What the account has beside its equity.

    The last three stand in newer captures of the venue's schema, which nobody documents: they are never read as
    amounts, and are named where they are anything but nothing.
    """
    beside = (
        (wire.pending_deposits, "USD", DEPOSITING),
        (wire.pending_withdrawals, "USD", WITHDRAWING),
        (wire.spot_positions, None, SPOT),
        (wire.loan_balance, "USD", LOAN),
        (wire.unsettled_interest, "USD", INTEREST),
    )
    return tuple(Uncounted(asset=asset, reason=reason) for raw, asset, reason in beside if not _is_nothing(raw))


def _is_nothing(raw: msgspec.Raw) -> bool:
    """Whether a member is left out, null, zero or empty; what cannot be read is something."""
    try:
        amount = from_optional_json(raw)
    except ValueError:
        return bytes(raw).translate(None, b" \t\r\n") in (b"{}", b"[]")
    return amount is None or is_zero(amount)


def _position(market_id: str, wire: _Position, key: MarginKey) -> MarginPosition:
    """The magnitude comes from `size`, the sign from `side`; a row whose two disagree is refused.

    The wire's field `unrealizedPnl` is a change of margin, not profit; profit is size x (mark - entry).
    """
    if market_id != str(wire.market_id):
        raise ValueError("a position under another market's id")
    if (wire.address or key.address).lower() != key.address or wire.account_index not in (None, key.account_index):
        raise ValueError("a position of another account")
    side = PositionSide(wire.side)
    size, entry = from_json(wire.size), from_json(wire.average_entry_price)
    if side is PositionSide.SHORT and not is_zero(size):
        size = "-" + size.removeprefix("-")
    elif size.startswith("-") or (side is PositionSide.FLAT and not is_zero(size)):
        raise ValueError("a side and a size that disagree")
    mark = from_optional_json(wire.mark_px)
    if mark is not None and mark.startswith("-"):
        raise ValueError("a mark price below zero")
    if mark is not None and is_zero(mark):
        mark = None
    return MarginPosition(
        market_id=wire.market_id,
        market=wire.market_display_name,
        side=side,
        size=size,
        average_entry_price=entry,
        mark_price=mark,
        initial_margin_required=from_json(wire.margin_used),
        notional=from_json(wire.position_value_notional),
        unrealized_pnl=None if mark is None else product(size, difference(mark, entry)),
        leverage=from_optional_json(wire.leverage),
    )
