"""What zerohash keeps: ledger rows and CLOB accounts, paged by arithmetic, not by visiting everybody."""

import uuid
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import accumulate

from sandbox.world import CREATED_AT, FAULT_NUMBER, HOUSE, JOHN, PERIOD, PLATFORM, Person, World, code_of, prefunded

Row = dict[str, object]
Slot = tuple[str, str, str]
"""(account_label, asset, account_type)"""

LABELS = ("general", *(f"label-{number}" for number in range(1, 10)))
TIERS = ("bronze", "silver", "gold", "lite", "pro")
PLACES = {"BTC": 8, "ETH": 18, "USD": 2, "USDC": 6}
COLLATERAL = len(LABELS)
PLATFORM_NUMBER = 1 << 37
NUMBER_MASK = (1 << 48) - 1

PLATFORM_ROWS = (
    # owner, group, asset, balance: the float, the platform's own money, its liquidity at the house
    (HOUSE, PLATFORM, "USD", "250000.00"),
    (PLATFORM, PLATFORM, "USD", "81250.75"),
    (PLATFORM, HOUSE, "USD", "50000.00"),
)
JOHN_SLOTS = (
    (("general", "BTC", "available"), "1.4"),
    (("scalping", "BTC", "available"), "2.3"),
    (("general", "USD", "available"), "0"),
)
LONGEST_AMOUNT = "1234567890123456.12345678901234"
"""Thirty digits: what a float cannot hold."""


class Ledger:
    """The rows of one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._mask = int.from_bytes(world.digest("account-id", 0)[:6], "big")
        self.page = lru_cache(maxsize=64)(self._page)
        self._listing = lru_cache(maxsize=32)(self._list)

    def rows_of(self, person: Person) -> list[Row]:
        """The non-zero rows of one person, as the list call shows them."""
        return [self._row(person.number, slot) for slot in listed_slots(person)]

    def rows_of_owner(self, code: str) -> list[Row]:
        """The non-zero rows of any owner: a person, the platform or the house."""
        if code in (PLATFORM, HOUSE):
            rows = (self._platform_row(position) for position in range(len(PLATFORM_ROWS)))
            return [row for row in rows if row["account_owner"] == code]
        person = self.world.find(code)
        return self.rows_of(person) if person else []

    def account_id(self, number: int, slot: int) -> str:
        """The id of a row, from which the row can be found again."""
        packed = (number << 4) | slot
        text = self.world.digest("account-id", number, slot).hex()
        node = (packed ^ self._mask) & NUMBER_MASK
        return f"{text[:8]}-{text[8:12]}-4{text[12:15]}-a{text[15:18]}-{node:012x}"

    def find(self, account_id: str) -> Row | None:
        """The row with this id; unlike the lists, also one whose balance is zero."""
        packed = (int(account_id[-12:], 16) ^ self._mask) & NUMBER_MASK
        number, slot = packed >> 4, packed & 0xF
        if self.account_id(number, slot) != account_id:
            return None
        if number >= PLATFORM_NUMBER:
            return self._platform_row(number - PLATFORM_NUMBER)
        if number >= FAULT_NUMBER or number < self.world.participants:
            return self._row(number, slot)
        return None

    def _page(self, filters: frozenset[tuple[str, str]], page: int, size: int) -> tuple[list[Row], int]:
        """One page of the sweep (no owner filter) and the number of all rows that match."""
        return self._listing(filters).page(page, size)

    def _list(self, filters: frozenset[tuple[str, str]]) -> "Listing":
        wanted = dict(filters)
        group = wanted.pop("account_group", None)
        head = [self._platform_row(position) for position in range(len(PLATFORM_ROWS))]
        head = [row for row in head if group in (None, row["account_group"])]
        if group in (None, PLATFORM):
            head += self.rows_of(self.world.person(0))
        head = [row for row in head if all(row[name] == value for name, value in wanted.items())]

        def slots(residue: int) -> tuple[int, ...]:
            return tuple(slot for slot in crowd_slots(residue) if matches(residue, slot, wanted))

        crowd = self.world.participants - 1 if group in (None, PLATFORM) else 0
        return Listing(head, crowd, slots, self._row)

    def _row(self, number: int, slot: int) -> Row:
        if number == 0:
            owner = JOHN
            (label, asset, kind), balance = JOHN_SLOTS[slot]
        elif number >= FAULT_NUMBER:
            person = next(p for p in self.world.fault_people.values() if p.number == number)
            owner, label, asset, kind = person.code, LABELS[0], "BTC", "available"
            balance = LONGEST_AMOUNT if person.mode == "json_numbers" else "1.25"
        else:
            owner = code_of(number)
            label, asset, kind = slot_of(number, slot)
            balance = "0" if slot == empty_slot(number) else self._amount(number, slot, asset)
        return {
            "asset": asset,
            "account_owner": owner,
            "account_type": kind,
            "account_group": PLATFORM,
            "account_label": label,
            "balance": balance,
            "account_id": self.account_id(number, slot),
            "last_update": CREATED_AT + number % FAULT_NUMBER * 1000 + slot,
        }

    def _amount(self, number: int, slot: int, asset: str) -> str:
        units = int.from_bytes(self.world.digest("amount", number, slot)[:12], "big")
        places = 18 if number % 7 == 0 else PLACES[asset]
        whole = (5, 50, 250_000)[("BTC", "ETH").index(asset) if asset in ("BTC", "ETH") else 2]
        integer, fraction = divmod(1 + units % (whole * 10**places), 10**places)
        text = f"{integer}.{fraction:0{places}d}"
        # The venue writes some amounts without a leading zero.
        return text.removeprefix("0") if number % 11 == 5 else text

    def _platform_row(self, position: int) -> Row:
        owner, group, asset, balance = PLATFORM_ROWS[position]
        return {
            "asset": asset,
            "account_owner": owner,
            "account_type": "available",
            "account_group": group,
            "account_label": "general",
            "balance": balance,
            "account_id": self.account_id(PLATFORM_NUMBER + position, 0),
            "last_update": CREATED_AT,
        }

    def clob_of(self, person: Person) -> list[Row]:
        """The CLOB accounts of one person."""
        if person.number == 0:
            return [
                self._clob_row(JOHN, "general", tier="silver", prefunded=True, zrn=self._zrn(0)),
                self._clob_row(JOHN, "scalping", tier="silver", prefunded=True, zrn=""),
            ]
        if person.mode:
            return [self._clob_row(person.code, "general", tier="silver", prefunded=True, zrn="")]
        return [self._clob_member(person.number, slot) for slot in range(len(LABELS))]

    def clob_person(self, code: str, filters: Mapping[str, str]) -> tuple[list[Row], int]:
        """The CLOB accounts of one participant code that match, and their number."""
        person = self.world.find(code)
        rows = [row for row in self.clob_of(person) if clob_matches(row, filters)] if person else []
        return rows, len(rows)

    def clob_page(self, filters: Mapping[str, str], page: int, size: int) -> tuple[list[Row], int]:
        """One page of all CLOB accounts and the number of all that match."""
        head = [row for row in self.clob_of(self.world.person(0)) if clob_matches(row, filters)]

        def slots(residue: int) -> tuple[int, ...]:
            label, tier = filters.get("account_label"), filters.get("account_tier")
            funded = filters.get("prefunded")
            if tier not in (None, tier_of(residue)) or funded not in (None, text_of(yes=prefunded(residue))):
                return ()
            return tuple(slot for slot, name in enumerate(LABELS) if label in (None, name))

        return Listing(head, self.world.participants - 1, slots, self._clob_member).page(page, size)

    def _clob_member(self, number: int, slot: int) -> Row:
        code = code_of(number)
        zrn = self._zrn(number) if slot == 0 and number % 2 else ""
        return self._clob_row(code, LABELS[slot], tier=tier_of(number), prefunded=prefunded(number), zrn=zrn)

    def _clob_row(self, code: str, label: str, *, tier: str, prefunded: bool, zrn: str) -> Row:
        return {
            "participant_code": code,
            "account_group": PLATFORM,
            "account_label": label,
            "prefunded": prefunded,
            "account_tier": tier,
            "customer_account_urn": zrn,
        }

    def _zrn(self, number: int) -> str:
        identity = uuid.UUID(bytes=self.world.digest("zrn", number)[:16], version=4)
        return f"zrn:zh:us:accounts:customer:{identity}"


class Listing:
    """Some first rows and then the crowd's; what a member has depends on their number modulo `PERIOD`."""

    def __init__(
        self,
        head: list[Row],
        crowd: int,
        slots: Callable[[int], tuple[int, ...]],
        row: Callable[[int, int], Row],
    ) -> None:
        self._head = head
        self._row = row
        self._slots = [slots(number) for number in range(1, PERIOD + 1)]
        self._before = [0, *accumulate(len(found) for found in self._slots)]
        rounds, rest = divmod(crowd, PERIOD)
        self.total = len(head) + rounds * self._before[-1] + self._before[rest]

    def page(self, page: int, size: int) -> tuple[list[Row], int]:
        """The rows of one page, counted from 1, and the number of all rows."""
        start = (page - 1) * size
        stop = min(start + size, self.total)
        head = self._head[start:stop]
        first = max(start - len(self._head), 0)
        return head + [self._at(offset) for offset in range(first, stop - len(self._head))], self.total

    def _at(self, offset: int) -> Row:
        rounds, rest = divmod(offset, self._before[-1])
        place = bisect_right(self._before, rest) - 1
        return self._row(rounds * PERIOD + place + 1, self._slots[place][rest - self._before[place]])


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


def crowd_slots(number: int) -> tuple[int, ...]:
    """The rows of a crowd member that are not zero."""
    held = tuple(slot for slot in range(len(LABELS)) if slot != empty_slot(number))
    return (*held, COLLATERAL) if number % 4 == 0 else held


def listed_slots(person: Person) -> tuple[int, ...]:
    """The rows of any person that are not zero."""
    if person.number == 0:
        return tuple(slot for slot, (_, balance) in enumerate(JOHN_SLOTS) if balance != "0")
    return (0,) if person.mode else crowd_slots(person.number)


def matches(number: int, slot: int, wanted: Mapping[str, str]) -> bool:
    """Whether a row of a crowd member passes the filters by label, asset and type."""
    label, asset, kind = slot_of(number, slot)
    row = {"account_label": label, "asset": asset, "account_type": kind}
    return all(row[name] == value for name, value in wanted.items())


def clob_matches(row: Row, filters: Mapping[str, str]) -> bool:
    """Whether a CLOB account passes the filters."""
    return all(
        text_of(yes=bool(row[name])) == value if name == "prefunded" else row[name] == value
        for name, value in filters.items()
    )


def tier_of(number: int) -> str:
    """The commission tier of a crowd member."""
    return TIERS[number % len(TIERS)]


def text_of(*, yes: bool) -> str:
    """A flag as the query string spells it."""
    return "true" if yes else "false"
