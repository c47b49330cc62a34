"""What each member of the crowd holds at zerohash, and where it stands in a list, by arithmetic on their number."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from sandbox.overlay import Place
from sandbox.world import PERIOD, World, prefunded

Slot = tuple[str, str, str]
"""(account_label, asset, account_type)"""

LABELS = ("general", *(f"label-{number}" for number in range(1, 10)))
PLATFORM = "DEF456"
TIERS = ("bronze", "silver", "gold", "lite", "pro")
DECIMALS = {"BTC": 8, "ETH": 18, "USD": 2, "USDC": 6}
COLLATERAL = len(LABELS)


class Extra(NamedTuple):
    """A row that only few of the crowd have."""

    names: Slot
    balance: str
    group: str = PLATFORM


def extra(asset: str, kind: str, balance: str, group: str = PLATFORM) -> Extra:
    """One of them, under the label `general`."""
    return Extra((LABELS[0], asset, kind), balance, group)


EXTRAS: Mapping[int, tuple[Extra, ...]] = {
    # Groups of others: only a question without a group finds these rows.
    21: (extra("BTC", "available", "0.75", "UNALLOCATED"),),
    22: (extra("USD", "available", "120.50", "GTRT44"), extra("USD", "available", "9.99", "UNALLOCATED")),
    # What is owed and what is held, and a pair that cancels out.
    23: (extra("USD", "payable", "55.25"),),
    24: (extra("BTC", "receivable", "0.125"),),
    25: (extra("USD", "payable", "300.00"), extra("USD", "receivable", "300.00")),
    26: (extra("USD", "collateral_deficiency", "12.5"),),
    27: (extra("ETH", "staked", "4.000000000000000001"),),
    28: (
        extra("BTC", "payable", ".5"),
        extra("BTC", "receivable", "0.25"),
        extra("BTC", "collateral_deficiency", "0.0625"),
        extra("BTC", "staked", "1"),
    ),
    # A type that only platforms that lend have, and an asset that shares its name with a share.
    29: (extra("BTC", "loan_collateral", "0.5"),),
    30: (extra("COMP", "available", "12.5"),),
}
"""By the member's number modulo `PERIOD`; the first twenty are as everybody is."""


class CrowdPlaces:
    """Some first places and then the crowd's; what a member has depends on their number modulo `PERIOD`."""

    def __init__(self, head: Sequence[Place], crowd: int, slots: Callable[[int], Sequence[int]]) -> None:
        self._head = head
        self._slots = [slots(number) for number in range(1, PERIOD + 1)]
        self._before = [0, *accumulate(len(found) for found in self._slots)]
        rounds, rest = divmod(crowd, PERIOD)
        self._length = len(head) + rounds * self._before[-1] + self._before[rest]

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int, /) -> Place:
        if index < len(self._head):
            return self._head[index]
        rounds, rest = divmod(index - len(self._head), self._before[-1])
        member = bisect_right(self._before, rest) - 1
        return rounds * PERIOD + member + 1, self._slots[member][rest - self._before[member]]


def empty_slot(number: int) -> int:
    """The label of a crowd member that holds nothing; never `general`."""
    return 1 + number % 9


def slot_of(number: int, slot: int) -> Slot:
    """Label, asset and account type of one row of a crowd member."""
    if slot == COLLATERAL:
        _, asset, _ = slot_of(number, 0)
        return LABELS[0], asset, "collateral"
    assets = ("BTC", "ETH", "USD", "USDC") if prefunded(number) else ("BTC", "ETH", "USDC")
    return LABELS[slot], assets[(number + slot) % len(assets)], "available"


def held_slots(number: int) -> tuple[int, ...]:
    """The rows of a crowd member that are not zero."""
    held = tuple(slot for slot in range(len(LABELS)) if slot != empty_slot(number))
    extras = range(COLLATERAL + 1, COLLATERAL + 1 + len(extras_of(number)))
    return (*held, COLLATERAL, *extras) if number % 4 == 0 else (*held, *extras)


def extras_of(number: int) -> tuple[Extra, ...]:
    """The rows that a crowd member has beside everybody's; their slots come after the collateral's."""
    return EXTRAS.get(number % PERIOD, ())


def amount_of(world: World, number: int, slot: int, asset: str) -> str:
    """The balance of one row of a crowd member."""
    units = int.from_bytes(world.digest("amount", number, slot)[:12], "big")
    places = 18 if number % 7 == 0 else DECIMALS[asset]
    whole = {"BTC": 5, "ETH": 50}.get(asset, 250_000)
    integer, fraction = divmod(1 + units % (whole * 10**places), 10**places)
    text = f"{integer}.{fraction:0{places}d}"
    # The venue writes some amounts without a leading zero.
    return text.removeprefix("0") if number % 11 == 5 else text


def tier_of(number: int) -> str:
    """The commission tier of a crowd member."""
    return TIERS[number % len(TIERS)]
