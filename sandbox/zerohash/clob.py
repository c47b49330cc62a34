"""The CLOB accounts of zerohash: every participant's labels with their funding, tier and customer account."""

import uuid
from collections.abc import Mapping
from functools import cache, lru_cache

from sandbox.overlay import Place, Places, Table, cut, overlaid
from sandbox.world import FAULT_NUMBER, Person, World, code_of, prefunded
from sandbox.zerohash.crowd import LABELS, PLATFORM, CrowdPlaces, tier_of
from sandbox.zerohash.seeds import JOHN_LABELS, labels_of
from sandbox.zerohash.state import Row


class ClobAccounts:
    """The CLOB accounts of one world. An account's place is its holder's number and the number of its label."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._changed: Table[int, Mapping[int, Row]] = Table(world.overlay)
        self._places = lru_cache(maxsize=32)(self._list)
        self._numbers = cache(self._seeded_numbers)

    def of(self, person: Person) -> list[Row]:
        """The CLOB accounts of one person."""
        slots = sorted({*range(len(labels_of(person.number))), *self._changes(person.number)})
        return [self._row(person.number, slot) for slot in slots]

    def of_code(self, code: str, filters: Mapping[str, str]) -> list[Row]:
        """The CLOB accounts of one participant code that match."""
        person = self.world.find(code)
        return [row for row in self.of(person) if matches(row, filters)] if person else []

    def places(self, filters: Mapping[str, str]) -> Places:
        """Where all CLOB accounts that match stand."""
        return self._places(frozenset(filters.items()), self.world.overlay.version)

    def listed(self, filters: Mapping[str, str], start: int, stop: int) -> list[Row]:
        """The CLOB accounts of a part of the list."""
        return [self._row(number, slot) for number, slot in cut(self.places(filters), start, stop)]

    def of_zrn(self, zrn: str) -> tuple[Person, Row] | None:
        """The holder and the CLOB account that a customer account, by its zrn, is linked to."""
        number = self._numbers().get(zrn)
        changed = ((at, row) for at, rows in self._changed.items() for row in rows.values())
        held = next((at for at, row in changed if row["customer_account_urn"] == zrn), number)
        person = None if held is None else self.world.person(held)
        rows = self.of(person) if person else []
        return next(((person, row) for row in rows if person and row["customer_account_urn"] == zrn), None)

    def set_account(
        self,
        code: str,
        label: str,
        *,
        prefunded: bool | None = None,
        tier: str | None = None,
        zrn: str | None = None,
    ) -> Row:
        """Opens the account of this label, or changes what is given of it; gives the account.

        Raises ValueError where nobody is called so.
        """
        person = self.world.find(code)
        if person is None:
            raise ValueError(f"There is no participant {code!r}.")
        own = self.of(person)
        row = account_row(code, label, tier="bronze", prefunded=person.prefunded, zrn="")
        slot = next((slot for slot, held in enumerate(own) if held["account_label"] == label), len(own))
        given = {"prefunded": prefunded, "account_tier": tier, "customer_account_urn": zrn}
        row = {**(own[slot] if slot < len(own) else row), **{k: v for k, v in given.items() if v is not None}}
        self._changed.put(person.number, {**self._changes(person.number), slot: row})
        return row

    def _changes(self, number: int) -> Mapping[int, Row]:
        return self._changed.find(number) or {}

    def _list(self, filters: frozenset[tuple[str, str]], _version: int) -> Places:
        wanted = dict(filters)
        label, tier, funded = (wanted.get(name) for name in ("account_label", "account_tier", "prefunded"))
        head = [(0, slot) for slot in range(len(JOHN_LABELS)) if matches(self._seeded(0, slot), wanted)]

        def slots(residue: int) -> tuple[int, ...]:
            if tier not in (None, tier_of(residue)) or funded not in (None, text_of(yes=prefunded(residue))):
                return ()
            return tuple(slot for slot, name in enumerate(LABELS) if label in (None, name))

        last = ((number, slot) for number in self.world.listed_last for slot in range(len(labels_of(number))))
        changed: dict[Place, bool] = {place: matches(self._seeded(*place), wanted) for place in last}
        changed |= {
            (number, slot): matches(row, wanted)
            for number, rows in self._changed.items()
            if self.world.is_listed(number)
            for slot, row in rows.items()
        }
        return overlaid(CrowdPlaces(head, self.world.participants - 1, slots), changed)

    def _row(self, number: int, slot: int) -> Row:
        """The account at a place, as it is now."""
        return self._changes(number).get(slot) or self._seeded(number, slot)

    def _seeded(self, number: int, slot: int) -> Row:
        """The account at a place, as the seed has it."""
        label = labels_of(number)[slot]
        if number == 0 or number > FAULT_NUMBER:
            linked, tier, funded = (number, slot) == (0, 0), "silver", True
        else:
            linked, tier, funded = slot == 0 and is_linked(number), tier_of(number), prefunded(number)
        return account_row(code_of(number), label, tier=tier, prefunded=funded, zrn=self._zrn(number) if linked else "")

    def _seeded_numbers(self) -> Mapping[str, int]:
        """Whose each customer account is, without any write."""
        return {self._zrn(number): number for number in range(self.world.participants) if is_linked(number)}

    def _zrn(self, number: int) -> str:
        identity = uuid.UUID(bytes=self.world.digest("zrn", number)[:16], version=4)
        return f"zrn:zh:us:accounts:customer:{identity}"


def account_row(code: str, label: str, *, tier: str, prefunded: bool, zrn: str) -> Row:
    """One row of the CLOB listing."""
    return {
        "participant_code": code,
        "account_group": PLATFORM,
        "account_label": label,
        "prefunded": prefunded,
        "account_tier": tier,
        "customer_account_urn": zrn,
    }


def is_linked(number: int) -> bool:
    """Whether the label `general` of John or a member of the crowd belongs to a customer account."""
    return number == 0 or number % 2 == 1


def matches(row: Row, filters: Mapping[str, str]) -> bool:
    """Whether a CLOB account passes the filters."""
    return all(
        text_of(yes=bool(row[name])) == value if name == "prefunded" else row[name] == value
        for name, value in filters.items()
    )


def text_of(*, yes: bool) -> str:
    """A flag as the query string spells it."""
    return "true" if yes else "false"
