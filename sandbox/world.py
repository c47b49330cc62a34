"""The seeded people of the sandbox, each computed from a number when asked for, so a crowd costs no memory."""

import hashlib
import re
from collections.abc import Iterator
from typing import NamedTuple

PLATFORM = "DEF456"
HOUSE = "00SCXM"
JOHN = "ABC123"
JOHN_TRADING_ACCOUNT = "firms/acme/accounts/main"
JOHN_ADDRESS = "0x00000000000000000000000000000000000000a1"

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
"""People whose code says what a call about them shows; their trading and margin accounts do the same."""

PERIOD = 180
"""What a crowd member has (labels, assets, kind, status) repeats after this many people; amounts do not."""

FAULT_NUMBER = 1 << 36
"""Numbers from here on belong to the fault people, below it to the crowd."""

CROWD_CODE = re.compile(r"C[0-9A-Z]{5}")
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
    trading_account: str
    address: str
    mode: str | None = None


class World:
    """Everybody and everything the three venues know, the same for the same seed."""

    def __init__(self, participants: int, seed: int) -> None:
        self.participants = participants
        self.seed = seed
        self._key = seed.to_bytes(16, "big", signed=True)
        self.fault_people = {
            code: Person(
                number=FAULT_NUMBER + position,
                code=code,
                name=f"Fault {mode}",
                email=f"fault-{mode}@example.com",
                kind="INDIVIDUAL",
                status="approved",
                prefunded=True,
                trading_account=f"firms/acme/accounts/fault-{mode}",
                address=f"0xfa17{position:036x}",
                mode=mode,
            )
            for position, (code, mode) in enumerate(FAULT_MODES.items(), start=1)
        }

    def digest(self, kind: str, number: int, part: int = 0) -> bytes:
        """32 bytes that depend on the seed and on what they are for, and on nothing else."""
        return hashlib.blake2b(f"{kind}/{number}/{part}".encode(), key=self._key, digest_size=32).digest()

    def person(self, number: int) -> Person:
        """John (0) or a member of the crowd."""
        if not 0 <= number < self.participants:
            message = f"The world has people 0 to {self.participants - 1}, not {number}."
            raise IndexError(message)
        if number == 0:
            return Person(
                number=0,
                code=JOHN,
                name="John Smith",
                email="john.smith@example.com",
                kind="INDIVIDUAL",
                status="approved",
                prefunded=True,
                trading_account=JOHN_TRADING_ACCOUNT,
                address=JOHN_ADDRESS,
            )
        suffix = base36(number)
        return Person(
            number=number,
            code=f"C{suffix}",
            name=f"Customer {suffix}",
            email=f"customer-{suffix.lower()}@example.com",
            kind=kind_of(number),
            status=status_of(number),
            prefunded=prefunded(number),
            trading_account=f"firms/acme/accounts/c{suffix.lower()}",
            address=f"0xc0{number:012x}{self.digest('address', number)[:13].hex()}",
        )

    def people(self) -> Iterator[Person]:
        """John and the crowd, in the order of every listing; the fault people are in no listing."""
        return map(self.person, range(self.participants))

    def find(self, code: str) -> Person | None:
        """The person with this participant code, fault people included."""
        if code == JOHN:
            return self.person(0)
        if code in self.fault_people:
            return self.fault_people[code]
        if not CROWD_CODE.fullmatch(code):
            return None
        return self._member(int(code[1:], 36))

    def find_email(self, email: str) -> Person | None:
        """The listed person with this e-mail address."""
        if email == "john.smith@example.com":
            return self.person(0)
        found = re.fullmatch(r"customer-([0-9a-z]{5})@example\.com", email)
        return self._member(int(found[1], 36)) if found else None

    def find_trading_account(self, name: str) -> Person | None:
        """The person whose trading account has this resource name."""
        prefix, _, last = name.rpartition("/")
        if prefix != "firms/acme/accounts":
            return None
        if last == "main":
            return self.person(0)
        if last.startswith("fault-"):
            return next((p for p in self.fault_people.values() if p.trading_account == name), None)
        person = self.find(last.upper()) if last.startswith("c") else None
        return person if person is not None and person.trading_account == name else None

    def find_address(self, address: str) -> Person | None:
        """The person whose margin account, index 0, is at this lowercase address."""
        if address == JOHN_ADDRESS:
            return self.person(0)
        if address.startswith("0xfa17"):
            return next((p for p in self.fault_people.values() if p.address == address), None)
        if not address.startswith("0xc0"):
            return None
        person = self._member(int(address[4:16], 16))
        return person if person is not None and person.address == address else None

    def links(self) -> dict[str, dict[str, list[object]]]:
        """Which accounts elsewhere belong to which participant: John, the crowd and the fault people."""
        return {
            person.code: {
                "trading_accounts": [person.trading_account],
                "margin_accounts": [{"address": person.address, "account_index": 0}],
            }
            for person in (*self.people(), *self.fault_people.values())
        }

    def _member(self, number: int) -> Person | None:
        return self.person(number) if 1 <= number < self.participants else None


def code_of(number: int) -> str:
    """The participant code of a crowd member."""
    return f"C{base36(number)}"


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
