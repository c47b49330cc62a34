"""What each holder has at zerohash without any write, by number and slot."""

from functools import cache
from typing import NamedTuple

from sandbox.world import ADDED_NUMBER, CREATED_AT, FAULT_NUMBER, JOHN, LONG_NUMBER, MANY_NUMBER, World, code_of
from sandbox.zerohash.crowd import COLLATERAL, LABELS, PLATFORM, amount_of, empty_slot, extras_of, held_slots, slot_of

HOUSE = "00SCXM"

PLATFORM_ROWS = (
    # owner, group, asset, balance: the float, the platform's own money, its liquidity at the house
    (HOUSE, PLATFORM, "USD", "250000.00"),
    (PLATFORM, PLATFORM, "USD", "81250.75"),
    (PLATFORM, HOUSE, "USD", "50000.00"),
)
PLATFORM_HOLDERS = {number: PLATFORM_ROWS[number] for number in range(-len(PLATFORM_ROWS), 0)}
"""They stand before everybody in every list, and so have the numbers below John's."""

JOHN_SLOTS = (
    (("general", "BTC", "available"), "1.4"),
    (("scalping", "BTC", "available"), "2.3"),
    (("general", "USD", "available"), "0"),
)
JOHN_LABELS = ("general", "scalping")
LONGEST_AMOUNT = "1234567890123456.12345678901234"
"""Thirty digits: what a float cannot hold."""

MANY_LABELS = 5000
MANY_ASSETS = ("BTC", "ETH", "USDC")
LONG_LABELS = (
    "general",
    "forty-characters-" + "x" * 23,
    "eighty-characters-" + "y" * 62,
    "größe-東京-π-🪙",
    "desk:a_b-c",
    "a/b?c=d&e#f%20",
)
"""Up to eighty characters, some of which need care in an address or a sort."""


class Names(NamedTuple):
    """What tells a ledger row from all others."""

    owner: str
    group: str
    label: str
    asset: str
    kind: str

    def fits(self, wanted: dict[str, str]) -> bool:
        """Whether the row passes the filters of the list."""
        return all(getattr(self, FIELDS[name]) == value for name, value in wanted.items())


FIELDS = {"account_group": "group", "account_label": "label", "asset": "asset", "account_type": "kind"}
"""The filters of the ledger list and what of a row they compare."""


@cache
def many_labels() -> tuple[str, ...]:
    """The labels of the one who has very many."""
    return tuple(f"sub-{number:04d}" for number in range(MANY_LABELS))


def labels_of(number: int) -> tuple[str, ...]:
    """The labels that somebody has a CLOB account for without any write."""
    if number == 0:
        return JOHN_LABELS
    if number == LONG_NUMBER:
        return LONG_LABELS
    if number == MANY_NUMBER:
        return many_labels()
    if number > FAULT_NUMBER:
        return LABELS[:1]
    return LABELS if number < ADDED_NUMBER else ()


def slots_of(number: int, participants: int) -> range:
    """The rows that a holder has without any write, zero or not."""
    if number == 0:
        return range(len(JOHN_SLOTS))
    if number == LONG_NUMBER:
        return range(len(LONG_LABELS))
    if number == MANY_NUMBER:
        return range(MANY_LABELS * len(MANY_ASSETS))
    if number in PLATFORM_HOLDERS or FAULT_NUMBER < number < LONG_NUMBER:
        return range(1)
    return range(COLLATERAL + 1 + len(extras_of(number))) if 0 < number < participants else range(0)


def listed_slots(number: int) -> tuple[int, ...] | range:
    """Those of them that are not zero, of a holder that exists."""
    if number == 0:
        return tuple(slot for slot, (_, balance) in enumerate(JOHN_SLOTS) if balance != "0")
    if number < 0 or number > FAULT_NUMBER:
        return slots_of(number, 0)
    return held_slots(number) if number < ADDED_NUMBER else ()


def names_of(number: int, slot: int) -> Names:
    """What the row at a place is called."""
    if number < 0:
        owner, group, asset, _ = PLATFORM_HOLDERS[number]
        return Names(owner, group, LABELS[0], asset, "available")
    if number == 0:
        return Names(JOHN, PLATFORM, *JOHN_SLOTS[slot][0])
    code = code_of(number)
    if number == LONG_NUMBER:
        return Names(code, PLATFORM, LONG_LABELS[slot], "BTC", "available")
    if number == MANY_NUMBER:
        at, which = divmod(slot, len(MANY_ASSETS))
        return Names(code, PLATFORM, many_labels()[at], MANY_ASSETS[which], "available")
    if number > FAULT_NUMBER:
        return Names(code, PLATFORM, LABELS[0], "BTC", "available")
    if slot > COLLATERAL:
        extra = extras_of(number)[slot - COLLATERAL - 1]
        return Names(code, extra.group, *extra.names)
    return Names(code, PLATFORM, *slot_of(number, slot))


def balance_of(world: World, number: int, slot: int) -> str:
    """The balance of the row at a place."""
    if number < 0:
        return PLATFORM_HOLDERS[number][3]
    if number == 0:
        return JOHN_SLOTS[slot][1]
    if number == MANY_NUMBER:
        return f"{1 + slot % 997}.{slot:05d}"
    if number > FAULT_NUMBER:
        return LONGEST_AMOUNT if world.person(number).mode == "json_numbers" else "1.25"
    if slot > COLLATERAL:
        return extras_of(number)[slot - COLLATERAL - 1].balance
    return "0" if slot == empty_slot(number) else amount_of(world, number, slot, slot_of(number, slot)[1])


def updated_at(number: int, slot: int) -> int:
    """When the row at a place last changed."""
    return CREATED_AT if number < 0 else CREATED_AT + number % FAULT_NUMBER * 1000 + slot
