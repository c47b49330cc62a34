"""The little exact arithmetic that the hand-written answers need."""

from collections.abc import Iterable
from decimal import Context, Decimal

EXACT = Context(prec=100)


def plain(amount: Decimal) -> str:
    """Plain digits."""
    return format(amount, "f")


def added(amounts: Iterable[str]) -> Decimal:
    """The exact sum."""
    total = Decimal(0)
    for amount in amounts:
        total = EXACT.add(total, Decimal(amount))
    return total


def unscaled(raw: str, scale: Decimal | None) -> str | None:
    """Contracts; None where the instrument is not known."""
    return None if scale is None else plain(EXACT.divide(Decimal(raw), scale))
