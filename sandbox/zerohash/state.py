"""What zerohash keeps: the rows of its ledger, paged by arithmetic, not by visiting everybody."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from sandbox.overlay import Place, Places, Table, cut, overlaid
from sandbox.world import Person, World
from sandbox.zerohash.crowd import PLATFORM, CrowdPlaces, held_slots
from sandbox.zerohash.seeds import (
    PLATFORM_HOLDERS,
    Names,
    balance_of,
    listed_slots,
    names_of,
    slots_of,
    updated_at,
)

Row = dict[str, object]

PLATFORM_NUMBER = 1 << 37
NUMBER_MASK = (1 << 48) - 1
FIRST_ADDED_SLOT = 16
ID_SLOTS = 16


class Ledger:
    """The rows of one world. A row's place is its holder's number and its slot; a write may add slots."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._mask = int.from_bytes(world.digest("account-id", 0)[:6], "big")
        self._changed: Table[int, Mapping[int, Row]] = Table(world.overlay)
        self._cuts = lru_cache(maxsize=64)(self._cut)
        self._places = lru_cache(maxsize=32)(self._list)
        self._owners = lru_cache(maxsize=32)(self._list_of_owner)

    def rows_of(self, person: Person) -> list[Row]:
        """The non-zero rows of one person in the platform's group, as its sweep shows them."""
        rows = [self.row(*place) for place in self._own(person.number)]
        return [row for row in rows if row["account_group"] == PLATFORM]

    def places(self, filters: Mapping[str, str]) -> Places:
        """Where the rows of the sweep (no owner filter) stand, of all that match."""
        return self._places(frozenset(filters.items()), self.world.overlay.version)

    def places_of_owner(self, code: str, filters: Mapping[str, str]) -> Sequence[Place]:
        """The same of any owner: a person, the platform or the house."""
        return self._owners(code, frozenset(filters.items()), self.world.overlay.version)

    def swept(self, filters: Mapping[str, str], start: int, stop: int) -> list[Row]:
        """The rows of a part of the sweep."""
        return list(self._cuts(frozenset(filters.items()), start, stop, self.world.overlay.version))

    def account_id(self, number: int, slot: int, kind: str = "account-id") -> str:
        """The id of a row, or of something that belongs to it, from which the row can be found again."""
        if number < 0:
            number += PLATFORM_NUMBER + len(PLATFORM_HOLDERS)
        packed = (number << 4) | (slot % ID_SLOTS)
        text = self.world.digest(kind, number, slot).hex()
        node = (packed ^ self._mask) & NUMBER_MASK
        return f"{text[:8]}-{text[8:12]}-4{text[12:15]}-a{text[15:18]}-{node:012x}"

    def place(self, account_id: str, kind: str = "account-id") -> Place | None:
        """Where the row with this id stands; unlike the lists, also one whose balance is zero."""
        packed = (int(account_id[-12:], 16) ^ self._mask) & NUMBER_MASK
        number = packed >> 4
        if number >= PLATFORM_NUMBER:
            number -= PLATFORM_NUMBER + len(PLATFORM_HOLDERS)
        known = {*slots_of(number, self.world.participants), *self._changes(number)}
        slots = (slot for slot in known if slot % ID_SLOTS == packed % ID_SLOTS)
        return next(((number, slot) for slot in slots if self.account_id(number, slot, kind) == account_id), None)

    def row(self, number: int, slot: int) -> Row:
        """The row at a place, as it is now."""
        return self._changes(number).get(slot) or self._seeded(number, slot)

    def set_balance(
        self, owner: str, label: str, asset: str, account_type: str, amount: str, *, group: str = PLATFORM
    ) -> Row:
        """Sets the balance of a row, which it makes where there is none yet; gives the row.

        Raises ValueError where nobody is called so, or the owner holds nothing in that group.
        """
        number = self._number(owner, group)
        changed = self._changes(number)
        names = Names(owner, group, label, asset, account_type)
        seeded = slots_of(number, self.world.participants)
        known = {**{names_of(number, slot): slot for slot in seeded}, **{named(row): at for at, row in changed.items()}}
        slot = known.get(names, max((FIRST_ADDED_SLOT, len(seeded), *(at + 1 for at in changed))))
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

    def _own(self, number: int) -> list[Place]:
        changed = self._changes(number)
        zero = {slot for slot, row in changed.items() if is_zero(row)}
        return [(number, slot) for slot in sorted({*listed_slots(number), *changed} - zero)]

    def _cut(self, filters: frozenset[tuple[str, str]], start: int, stop: int, version: int) -> tuple[Row, ...]:
        return tuple(self.row(*place) for place in cut(self._places(filters, version), start, stop))

    def _list(self, filters: frozenset[tuple[str, str]], _version: int) -> Places:
        wanted = dict(filters)
        first = [(number, slot) for number in (*PLATFORM_HOLDERS, 0) for slot in listed_slots(number)]
        head = [place for place in first if names_of(*place).fits(wanted)]

        def slots(residue: int) -> tuple[int, ...]:
            return tuple(slot for slot in held_slots(residue) if names_of(residue, slot).fits(wanted))

        last = ((number, slot) for number in self.world.listed_last for slot in listed_slots(number))
        changed: dict[Place, bool] = {place: names_of(*place).fits(wanted) for place in last}
        changed |= {
            (number, slot): named(row).fits(wanted) and not is_zero(row)
            for number, rows in self._changed.items()
            if self.world.is_listed(number)
            for slot, row in rows.items()
        }
        return overlaid(CrowdPlaces(head, self.world.participants - 1, slots), changed)

    def _list_of_owner(self, code: str, filters: frozenset[tuple[str, str]], _version: int) -> Sequence[Place]:
        person = self.world.find(code)
        own = [person.number] if person else [n for n, holder in PLATFORM_HOLDERS.items() if holder[0] == code]
        wanted = dict(filters)
        return [place for number in own for place in self._own(number) if self._names(*place).fits(wanted)]

    def _names(self, number: int, slot: int) -> Names:
        changed = self._changes(number).get(slot)
        return names_of(number, slot) if changed is None else named(changed)

    def _seeded(self, number: int, slot: int) -> Row:
        """The row at a place, as the seed has it."""
        balance = balance_of(self.world, number, slot)
        return self._shape(number, slot, names_of(number, slot), balance, updated_at(number, slot))

    def _shape(self, number: int, slot: int, names: Names, balance: str, updated: int) -> Row:
        return {
            "asset": names.asset,
            "account_owner": names.owner,
            "account_type": names.kind,
            "account_group": names.group,
            "account_label": names.label,
            "balance": balance,
            "account_id": self.account_id(number, slot),
            "last_update": updated,
        }


def named(row: Row) -> Names:
    """What tells a row from all others."""
    owner, group = str(row["account_owner"]), str(row["account_group"])
    return Names(owner, group, str(row["account_label"]), str(row["asset"]), str(row["account_type"]))


def is_zero(row: Row) -> bool:
    """Whether the lists leave the row out."""
    return Decimal(str(row["balance"])) == 0
