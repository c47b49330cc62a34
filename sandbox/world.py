"""The people of the sandbox, each computed from a number when asked for, so a crowd costs no memory."""

import hashlib
import re
import time
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from sandbox.limits import Clock
from sandbox.overlay import Overlay, Table

JOHN = "ABC123"

STATUSES = (
    "submitted",
    "pending_approval",
    "rejected",
    "locked",
    "pending_unlock",
    "pending_disable",
    "disabled",
    "divested",
    "closed",
)

FAULT_MODES = {
    "F0DOWN": "down",
    "F0SLOW": "slow",
    "F0RATE": "rate_limited",
    "F0E500": "error",
    "F0TRUN": "truncated",
    "F0HTML": "html",
    "F0TYPE": "wrong_types",
    "F0MISS": "missing_fields",
    "F0AUTH": "expired_token",
    "F0ECHO": "wrong_echo",
    "F0NUMB": "json_numbers",
}
"""People whose code says what a call about them shows; what they have at other venues does the same."""

OTHERS = {"LONG00": "Long Labels", "MANY00": "Many Labels"}
"""People with unusual labels, who have nothing but ledger rows; `MANY00` is in no listing at all."""

UNLISTED_CODES = (*FAULT_MODES, *OTHERS)

PERIOD = 180
"""What a crowd member has (labels, assets, kind, status) repeats after this many people; amounts do not."""

ADDED_NUMBER = 1 << 35
"""Numbers from here on belong to people whom a write added, below it to the crowd."""

FAULT_NUMBER = 1 << 36
"""Numbers after this one belong to people outside the crowd: the fault people, then the others."""

LONG_NUMBER = FAULT_NUMBER + 1 + UNLISTED_CODES.index("LONG00")
MANY_NUMBER = LONG_NUMBER + 1

MEMBER_CODE = re.compile(r"[CN][0-9A-Z]{5}")
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CREATED_AT = 1_780_000_000_000


class Person(NamedTuple):
    """One participant; `number` is 0 for John, 1 and up for the crowd."""

    number: int
    code: str
    name: str
    email: str
    kind: str
    status: str
    prefunded: bool
    mode: str | None = None
    created_at: int = CREATED_AT
    updated_at: int = CREATED_AT + 1000

    @property
    def added(self) -> bool:
        """Whether a write added them: they have nothing anywhere but what further writes give them."""
        return ADDED_NUMBER <= self.number < FAULT_NUMBER

    @property
    def elsewhere(self) -> bool:
        """Whether they have something at every venue without any write."""
        return not self.added and self.code not in OTHERS


class World:
    """Everybody the venues know, the same for the same seed until a write changes something."""

    def __init__(self, participants: int, seed: int, clock: Clock = time.time, *, faulty_crowd: bool = False) -> None:
        self.participants = participants
        self.listed_last = range(FAULT_NUMBER + 1, MANY_NUMBER) if faulty_crowd else range(0)
        """The numbers of those outside the crowd who are in the listings, behind everybody else."""
        self.seed = seed
        self.clock = clock
        self.overlay = Overlay()
        self._key = seed.to_bytes(16, "big", signed=True)
        self._changed: Table[int, Person] = Table(self.overlay)

    def digest(self, kind: str, number: int, part: int = 0) -> bytes:
        """32 bytes that depend on the seed and on what they are for, and on nothing else."""
        return hashlib.blake2b(f"{kind}/{number}/{part}".encode(), key=self._key, digest_size=32).digest()

    def now(self) -> int:
        """The time of a write, in Unix milliseconds."""
        return int(self.clock() * 1000)

    def person(self, number: int) -> Person:
        """The person with this number, as they are now. Raises IndexError."""
        changed = self._changed.find(number)
        if changed is not None:
            return changed
        if FAULT_NUMBER < number <= MANY_NUMBER:
            return unlisted_person(number)
        if not 0 <= number < self.participants:
            message = f"The world has people 0 to {self.participants - 1}, not {number}."
            raise IndexError(message)
        return crowd_person(number) if number else john()

    def people(self) -> Iterator[Person]:
        """John, the crowd, who was added, and a faulty crowd's fault people, in the order of every listing."""
        added = (person for person in self._changed if person.added)
        return chain(map(self.person, range(self.participants)), added, map(self.person, self.listed_last))

    def is_listed(self, number: int) -> bool:
        """Whether the person of this number is in the listings."""
        return number <= FAULT_NUMBER or number in self.listed_last

    @property
    def fault_people(self) -> dict[str, Person]:
        """The fault people by code."""
        return {code: self.person(FAULT_NUMBER + at) for at, code in enumerate(FAULT_MODES, start=1)}

    def changed_people(self) -> Iterator[Person]:
        """Everybody whom a write changed or added."""
        return iter(self._changed)

    def find(self, code: str) -> Person | None:
        """The person with this participant code, fault people included."""
        if code == JOHN:
            return self.person(0)
        if code in UNLISTED_CODES:
            return self.person(FAULT_NUMBER + 1 + UNLISTED_CODES.index(code))
        if not MEMBER_CODE.fullmatch(code):
            return None
        number = int(code[1:], 36)
        return self.member(number) if code[0] == "C" else self._changed.find(ADDED_NUMBER + number)

    def find_email(self, email: str) -> Person | None:
        """The listed person with this e-mail address."""
        if email == john().email:
            return self.person(0)
        found = re.fullmatch(r"customer-([0-9a-z]{5})@example\.com", email)
        member = self.member(int(found[1], 36)) if found else None
        added = (person for person in self._changed if person.added)
        last = map(self.person, self.listed_last)
        return member or next((person for person in chain(added, last) if person.email == email), None)

    def member(self, number: int) -> Person | None:
        """The member of the crowd with this number."""
        return self.person(number) if 1 <= number < self.participants else None

    def set_status(self, code: str, status: str) -> Person:
        """Changes the status of a participant. Raises ValueError where there is none, or no such status."""
        person = self.find(code)
        if person is None:
            raise ValueError(f"There is no participant {code!r}.")
        if status not in ("approved", *STATUSES):
            raise ValueError(f"There is no status {status!r}.")
        changed = person._replace(status=status, updated_at=self.now())
        self._changed.put(person.number, changed)
        return changed

    def add_person(
        self, name: str, email: str, *, kind: str = "INDIVIDUAL", status: str = "submitted", prefunded: bool = True
    ) -> Person:
        """Adds a participant behind everybody else. Raises ValueError where the e-mail address is taken."""
        if self.find_email(email) is not None:
            raise ValueError(f"There is a participant with the e-mail address {email!r} already.")
        number = ADDED_NUMBER + sum(person.added for person in self._changed)
        now = self.now()
        person = Person(number, code_of(number), name, email, kind, status, prefunded, created_at=now, updated_at=now)
        self._changed.put(number, person)
        return person


def john() -> Person:
    """John, as he is at first."""
    return Person(0, JOHN, "John Smith", "john.smith@example.com", "INDIVIDUAL", "approved", prefunded=True)


def unlisted_person(number: int) -> Person:
    """One of the people outside the crowd, as they are at first."""
    code = code_of(number)
    mode = FAULT_MODES.get(code)
    name, email = (f"Fault {mode}", f"fault-{mode}") if mode else (OTHERS[code], code.lower())
    return Person(number, code, name, f"{email}@example.com", "INDIVIDUAL", "approved", prefunded=True, mode=mode)


def crowd_person(number: int) -> Person:
    """A member of the crowd, as they are at first."""
    suffix = base36(number)
    email = f"customer-{suffix.lower()}@example.com"
    name = f"Customer {suffix}"
    return Person(number, f"C{suffix}", name, email, kind_of(number), status_of(number), prefunded(number))


def code_of(number: int) -> str:
    """The participant code of anybody."""
    if number == 0:
        return JOHN
    if number > FAULT_NUMBER:
        return UNLISTED_CODES[number - FAULT_NUMBER - 1]
    return f"N{base36(number - ADDED_NUMBER)}" if number >= ADDED_NUMBER else f"C{base36(number)}"


def base36(number: int) -> str:
    """Five base-36 digits."""
    digits = ""
    for _ in range(5):
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


def kind_of(number: int) -> str:
    """Every fifth member of the crowd is an entity."""
    return "ENTITY" if number % 5 == 0 else "INDIVIDUAL"


def prefunded(number: int) -> bool:
    """Every third member of the crowd is not prefunded: the platform keeps their USD."""
    return number % 3 != 0


def status_of(number: int) -> str:
    """Mostly approved; the other nine words fall on 2, 4, ... 18 of each sixty: twenty people show all ten."""
    position, odd = divmod(number % 60, 2)
    return STATUSES[position - 1] if not odd and 1 <= position <= len(STATUSES) else "approved"
