"""What Polymarket US keeps: trading accounts with their balances, positions and open orders."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Context, Decimal, localcontext
from typing import NamedTuple

from sandbox.overlay import Table
from sandbox.polymarket_us import cases
from sandbox.polymarket_us.rows import (
    CROWD_SYMBOLS,
    FIRM,
    HEDGE,
    HEDGE_ORDERS,
    JOHN_ORDERS,
    JOHN_POSITIONS,
    JOHN_USER,
    MAIN,
    USERS,
    WHOLE,
    Row,
    balance,
    order,
    position,
)
from sandbox.polymarket_us.seeds import seeded_balances
from sandbox.world import PERIOD, Person, World, base36

PREFIX = "firms/acme/accounts/"
EXACT = Context(prec=100)


class Account(NamedTuple):
    """One trading account as the lists show it; whose it is beside the firm's, if a user's."""

    name: str
    display_name: str
    status: str = "Active"
    user: str | None = None


class TradingAccounts:
    """The trading accounts of one world, by resource name."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._accounts: Table[str, Account] = Table(world.overlay)
        self._balances: Table[str, Mapping[str, Row]] = Table(world.overlay)

    def name_of(self, person: Person) -> str:
        """The resource name of a person's account; only who was added by a write has none."""
        if person.number == 0:
            return MAIN
        return f"{PREFIX}{f'fault-{person.mode}' if person.mode else person.code.lower()}"

    def person(self, name: str) -> Person | None:
        """The person whose account has this resource name."""
        if name == MAIN:
            return self.world.person(0)
        last = name.removeprefix(PREFIX)
        if last.startswith("fault-"):
            return next((p for p in self.world.fault_people.values() if self.name_of(p) == name), None)
        person = self.world.find(last.upper()) if last.startswith("c") else None
        return person if person is not None and self.name_of(person) == name else None

    def names(self) -> Iterator[tuple[str, str]]:
        """Every account's resource name and display name; those that a write opened come last."""
        yield MAIN, "Main"
        yield HEDGE, "Hedge"
        for number in range(1, self.world.participants):
            suffix = base36(number)
            yield f"{PREFIX}c{suffix.lower()}", f"Customer {suffix}"
        for person in self.world.fault_people.values():
            yield self.name_of(person), person.name
        for account in self._opened():
            yield account.name, account.display_name

    def names_of_user(self, user: str) -> Iterator[tuple[str, str]]:
        """The same of one user's accounts."""
        if user == JOHN_USER:
            yield MAIN, "Main"
            yield HEDGE, "Hedge"
        person = self._customer(user)
        if person is not None:
            yield self.name_of(person), person.name
        for account in self._opened():
            if account.user == user:
                yield account.name, account.display_name

    def knows_user(self, user: str) -> bool:
        """Whether somebody acts under this name: John, the drop copy user, a customer, or whose account was opened."""
        return user in USERS or self._customer(user) is not None or any(user == held.user for held in self._opened())

    def name_of_user(self, user: str) -> str:
        """The display name of a user."""
        person = self._customer(user)
        return person.name if person else {JOHN_USER: "John Smith"}.get(user, "Drop Copy")

    def sees(self, user: str | None, name: str) -> bool:
        """Whether who acts sees this account: John, or nobody by name, sees the whole firm's, others only theirs."""
        return user in (None, JOHN_USER) or any(name == own for own, _ in self.names_of_user(str(user)))

    def is_bare(self, name: str) -> bool:
        """Whether the venue's answers about this account leave out what is empty."""
        person = self.person(name)
        return person is not None and person.mode is None and person.number % PERIOD == cases.BARE

    def listed(self, found: Iterable[tuple[str, str]], *, objects: bool) -> Mapping[str, list[object]]:
        """The body of a list of accounts: objects, or two parallel arrays."""
        if not objects:
            pairs = tuple(found)
            return {"accounts": [name for name, _ in pairs], "displayNames": [display for _, display in pairs]}
        return {
            "accounts": [
                {"accountId": name, "name": name, "displayName": display, "status": self.status(name)}
                for name, display in found
            ]
        }

    def knows(self, name: str) -> bool:
        """Whether there is such an account."""
        return self._accounts.find(name) is not None or self._is_seeded(name)

    def status(self, name: str) -> str:
        """The status word of the older routes."""
        changed = self._accounts.find(name)
        if changed is not None:
            return changed.status
        person = self.person(name)
        if person is None or not person.number or person.mode:
            return "Active"
        return {6: "Suspended", 8: "Closed"}.get(person.number % 20, "Active")

    def balances(self, name: str) -> Mapping[str, Row]:
        """Currency to balance of a known account."""
        changed = self._balances.find(name)
        return seeded_balances(self.world, name, self.person(name)) if changed is None else changed

    def positions(self, name: str) -> list[tuple[Row, str]]:
        """Every position of a known account with its available quantity."""
        if name == MAIN:
            return list(JOHN_POSITIONS)
        person = self.person(name)
        if person is None:
            return []
        if person.mode:
            return [(position(name, WHOLE, 10, bought=10, cost=5200), "10")]
        few = cases.positions(name, person.number)
        if few is not None:
            return few
        found = []
        for part in range(person.number % 4):
            units = int.from_bytes(self.world.digest("position", person.number, part)[:4], "big")
            net, price = 1 + units % 900, 100 + units % 800
            row = position(name, CROWD_SYMBOLS[part], net, bought=net, cost=net * price)
            # Zero values vanish from the venue's JSON.
            found.append(({key: value for key, value in row.items() if value != "0"}, str(net)))
        return found

    def orders(self, name: str) -> list[Row]:
        """The open orders of one account."""
        if name == MAIN:
            return list(JOHN_ORDERS)
        if name == HEDGE:
            return list(HEDGE_ORDERS)
        person = self.person(name)
        if person is None or person.mode:
            return []
        few = cases.orders(name, person.number)
        if few is not None or person.number % 5:
            return few or []
        symbol = CROWD_SYMBOLS[person.number % len(CROWD_SYMBOLS)]
        quantity = 10 + person.number % 90
        return [order(name, f"-{person.code}", symbol, side="SIDE_BUY", quantity=quantity, price=50)]

    def open_account(self, name: str, display_name: str, *, user: str | None = None) -> Account:
        """Opens an account that holds nothing yet. Raises ValueError where there is one of this name already."""
        if self.knows(name):
            raise ValueError(f"There is a trading account {name!r} already.")
        account = Account(name, display_name, user=user)
        self._accounts.put(name, account)
        return account

    def set_status(self, name: str, status: str) -> None:
        """Changes the status word of an account. Raises ValueError where there is none of this name."""
        self._check(name)
        account = self._accounts.find(name) or Account(name, dict(self.names())[name])
        self._accounts.put(name, account._replace(status=status))

    def set_cash(self, name: str, cash: str, *, currency: str = "USD") -> Row:
        """Sets what an account has in a currency, and what it may spend: less its margin, less its open orders.

        Raises ValueError where there is no account of this name.
        """
        self._check(name)
        held = self.balances(name)
        margin, orders = (str(held.get(currency, {}).get(part, "0.00")) for part in ("marginRequirement", "openOrders"))
        with localcontext(EXACT):
            excess = Decimal(cash) - Decimal(margin)
            spendable = excess - Decimal(orders)
        row = balance(
            cash,
            buying_power=f"{spendable:f}",
            excess=f"{excess:f}",
            margin=margin,
            orders=orders,
            updated=datetime.fromtimestamp(self.world.now() / 1000, UTC).isoformat().replace("+00:00", "Z"),
        )
        self._balances.put(name, {**held, currency: row})
        return row

    def _check(self, name: str) -> None:
        if not self.knows(name):
            raise ValueError(f"There is no trading account {name!r}.")

    def _customer(self, user: str) -> Person | None:
        """The member of the crowd who acts under this name."""
        prefix, _, last = user.rpartition("/")
        person = self.world.find(last.upper()) if prefix == f"firms/{FIRM}/users" and last.startswith("c") else None
        return person if person is not None and last == person.code.lower() else None

    def _is_seeded(self, name: str) -> bool:
        return name == HEDGE or self.person(name) is not None

    def _opened(self) -> list[Account]:
        return [account for account in self._accounts if not self._is_seeded(account.name)]
