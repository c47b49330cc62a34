"""What zerohash keeps: the rows of its ledger, paged by arithmetic, not by visiting everybody."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from sandbox.overlay import Place, Places, Table, cut, overlaid
from sandbox.world import ADDED_NUMBER, CREATED_AT, FAULT_MODES, FAULT_NUMBER, Person, World, code_of
from sandbox.zerohash.crowd import (
    COLLATERAL,
    LABELS,
    CrowdPlaces,
    Slot,
    amount_of,
    empty_slot,
    held_slots,
    matches,
    slot_of,
)

Row = dict[str, object]

PLATFORM = "DEF456"
HOUSE = "00SCXM"
PLATFORM_NUMBER = 1 << 37
NUMBER_MASK = (1 << 48) - 1
FIRST_ADDED_SLOT = 16

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
LONGEST_AMOUNT = "1234567890123456.12345678901234"
"""Thirty digits: what a float cannot hold."""


class Ledger:
    """The rows of one world. A row's place is its holder's number and its slot; a write may add slots."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._mask = int.from_bytes(world.digest("account-id", 0)[:6], "big")
        self._changed: Table[int, Mapping[int, Row]] = Table(world.overlay)
        self._pages = lru_cache(maxsize=64)(self._page)
        self._places = lru_cache(maxsize=32)(self._list)

    def rows_of(self, person: Person) -> list[Row]:
        """The non-zero rows of one person, as the list call shows them."""
        return self._rows(person.number)

    def rows_of_owner(self, code: str) -> list[Row]:
        """The non-zero rows of any owner: a person, the platform or the house."""
        person = self.world.find(code)
        own = [person.number] if person else [n for n, holder in PLATFORM_HOLDERS.items() if holder[0] == code]
        return [row for number in own for row in self._rows(number)]

    def page(self, filters: frozenset[tuple[str, str]], page: int, size: int) -> tuple[list[Row], int]:
        """One page of the sweep (no owner filter) and the number of all rows that match."""
        return self._pages(filters, page, size, self.world.overlay.version)

    def account_id(self, number: int, slot: int) -> str:
        """The id of a row, from which the row can be found again."""
        if number < 0:
            number += PLATFORM_NUMBER + len(PLATFORM_ROWS)
        packed = (number << 4) | (slot % FIRST_ADDED_SLOT)
        text = self.world.digest("account-id", number, slot).hex()
        node = (packed ^ self._mask) & NUMBER_MASK
        return f"{text[:8]}-{text[8:12]}-4{text[12:15]}-a{text[15:18]}-{node:012x}"

    def find(self, account_id: str) -> Row | None:
        """The row with this id; unlike the lists, also one whose balance is zero."""
        packed = (int(account_id[-12:], 16) ^ self._mask) & NUMBER_MASK
        number = packed >> 4
        if number >= PLATFORM_NUMBER:
            number -= PLATFORM_NUMBER + len(PLATFORM_ROWS)
        known = {*seeded_slots(number, self.world.participants), *self._changes(number)}
        slots = (slot for slot in known if slot % FIRST_ADDED_SLOT == packed % FIRST_ADDED_SLOT)
        slot = next((slot for slot in slots if self.account_id(number, slot) == account_id), None)
        return None if slot is None else self._row(number, slot)

    def set_balance(
        self, owner: str, label: str, asset: str, account_type: str, amount: str, *, group: str = PLATFORM
    ) -> Row:
        """Sets the balance of a row, which it makes where there is none yet; gives the row.

        Raises ValueError where nobody is called so, or the owner holds nothing in that group.
        """
        number = self._number(owner, group)
        changed = self._changes(number)
        names = (label, asset, account_type)
        seeded = {seeded_names(number, slot): slot for slot in seeded_slots(number, self.world.participants)}
        added = {names_of(row): slot for slot, row in changed.items()}
        slot = {**seeded, **added}.get(names, max((FIRST_ADDED_SLOT - 1, *changed)) + 1)
        row = self._shape(number, slot, names, amount, self.world.now())
        self._changed.put(number, {**changed, slot: row})
        return row

    def _number(self, owner: str, group: str) -> int:
        person = self.world.find(owner) if group == PLATFORM else None
        if person is not None:
            return person.number
        for number, holder in PLATFORM_HOLDERS.items():
            if holder[:2] == (owner, group):
                return number
        raise ValueError(f"{owner!r} holds nothing in the group {group!r}.")

    def _changes(self, number: int) -> Mapping[int, Row]:
        return self._changed.find(number) or {}

    def _rows(self, number: int) -> list[Row]:
        changed = self._changes(number)
        zero = {slot for slot, row in changed.items() if is_zero(row)}
        return [self._row(number, slot) for slot in sorted({*listed_slots(number), *changed} - zero)]

    def _page(self, filters: frozenset[tuple[str, str]], page: int, size: int, version: int) -> tuple[list[Row], int]:
        places = self._places(filters, version)
        return [self._row(number, slot) for number, slot in cut(places, page, size)], len(places)

    def _list(self, filters: frozenset[tuple[str, str]], _version: int) -> Places:
        wanted = dict(filters)

        def fits(row: Row) -> bool:
            return all(row[name] == value for name, value in wanted.items())

        first = [(number, slot) for number in (*PLATFORM_HOLDERS, 0) for slot in listed_slots(number)]
        head = [place for place in first if fits(self._seeded(*place))]
        ours = {name: value for name, value in wanted.items() if name != "account_group"}
        crowd = self.world.participants - 1 if wanted.get("account_group", PLATFORM) == PLATFORM else 0

        def slots(residue: int) -> tuple[int, ...]:
            return tuple(slot for slot in held_slots(residue) if matches(residue, slot, ours))

        changed: dict[Place, bool] = {
            (number, slot): fits(row) and not is_zero(row)
            for number, rows in self._changed.items()
            if number < FAULT_NUMBER
            for slot, row in rows.items()
        }
        return overlaid(CrowdPlaces(head, crowd, slots), changed)

    def _row(self, number: int, slot: int) -> Row:
        """The row at a place, as it is now."""
        return self._changes(number).get(slot) or self._seeded(number, slot)

    def _seeded(self, number: int, slot: int) -> Row:
        """The row at a place, as the seed has it."""
        names = seeded_names(number, slot)
        updated = CREATED_AT if number < 0 else CREATED_AT + number % FAULT_NUMBER * 1000 + slot
        return self._shape(number, slot, names, self._seeded_balance(number, slot, names[1]), updated)

    def _seeded_balance(self, number: int, slot: int, asset: str) -> str:
        if number < 0:
            return PLATFORM_HOLDERS[number][3]
        if number == 0:
            return JOHN_SLOTS[slot][1]
        if number > FAULT_NUMBER:
            return LONGEST_AMOUNT if self.world.person(number).mode == "json_numbers" else "1.25"
        return "0" if slot == empty_slot(number) else amount_of(self.world, number, slot, asset)

    def _shape(self, number: int, slot: int, names: Slot, balance: str, updated: int) -> Row:
        owner, group = PLATFORM_HOLDERS[number][:2] if number < 0 else (code_of(number), PLATFORM)
        label, asset, kind = names
        return {
            "asset": asset,
            "account_owner": owner,
            "account_type": kind,
            "account_group": group,
            "account_label": label,
            "balance": balance,
            "account_id": self.account_id(number, slot),
            "last_update": updated,
        }


def seeded_slots(number: int, participants: int) -> range:
    """The rows that a holder has without any write, zero or not."""
    if number == 0:
        return range(len(JOHN_SLOTS))
    if number in PLATFORM_HOLDERS or FAULT_NUMBER < number <= FAULT_NUMBER + len(FAULT_MODES):
        return range(1)
    return range(COLLATERAL + 1) if 0 < number < participants else range(0)


def seeded_names(number: int, slot: int) -> Slot:
    """Label, asset and account type of one of them."""
    if number < 0:
        return LABELS[0], PLATFORM_HOLDERS[number][2], "available"
    if number == 0:
        return JOHN_SLOTS[slot][0]
    return (LABELS[0], "BTC", "available") if number > FAULT_NUMBER else slot_of(number, slot)


def listed_slots(number: int) -> tuple[int, ...]:
    """Those of them that are not zero, of a holder that exists."""
    if number == 0:
        return tuple(slot for slot, (_, balance) in enumerate(JOHN_SLOTS) if balance != "0")
    if number < 0 or number > FAULT_NUMBER:
        return (0,)
    return held_slots(number) if number < ADDED_NUMBER else ()


def names_of(row: Row) -> Slot:
    """What tells the row from the holder's others: label, asset and account type."""
    return str(row["account_label"]), str(row["asset"]), str(row["account_type"])


def is_zero(row: Row) -> bool:
    """Whether the lists leave the row out."""
    return Decimal(str(row["balance"])) == 0
