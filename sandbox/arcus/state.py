"""What Arcus keeps: margin accounts by address and index, and their open orders."""

from decimal import Decimal

from sandbox.arcus.figures import Holder, Holding, account_body
from sandbox.arcus.markets import MARKETS, Row
from sandbox.overlay import Table
from sandbox.world import FAULT_NUMBER, PERIOD, Person, World

JOHN_ADDRESS = "0x00000000000000000000000000000000000000a1"
LEVERAGED_ADDRESS = "0x00000000000000000000000000000000000000a2"
"""Negative cash and positive equity: a long bought with borrowed cash."""

JOHN_HOLDER = Holder(
    address=JOHN_ADDRESS,
    account_index=0,
    cash=Decimal("39960.5"),
    holdings=(
        Holding(1, Decimal("1.5"), Decimal(60000), Decimal("-12.5")),
        Holding(2, Decimal(-10), Decimal(3000)),
    ),
    deposits=Decimal(100000),
    pending_deposits=Decimal(250),
    sequence=5001,
)
FLAT_HOLDER = Holder(
    address=JOHN_ADDRESS,
    account_index=9,
    cash=Decimal("-25.5"),
    holdings=(),
    deposits=Decimal(10),
    pending_deposits=Decimal(0),
    sequence=9007199254740993,
)
LEVERAGED_HOLDER = Holder(
    address=LEVERAGED_ADDRESS,
    account_index=0,
    cash=Decimal("-50000.25"),
    holdings=(Holding(1, Decimal(1), Decimal(60000)),),
    deposits=Decimal(10000),
    pending_deposits=Decimal(0),
    sequence=7002,
)
SPECIAL = {(holder.address, holder.account_index): holder for holder in (JOHN_HOLDER, FLAT_HOLDER, LEVERAGED_HOLDER)}

ODD_HOLDINGS = {
    36: Holding(5, Decimal("2.5"), Decimal(100)),
    37: Holding(6, Decimal(-400), Decimal("1.25")),
    38: Holding(7, Decimal(1000), Decimal("0.01")),
    39: Holding(8, Decimal(-3), Decimal("20.5")),
}
"""By the number of a member of the crowd modulo `PERIOD`: a share, a halted market, a price of 0, no price."""

JOHN_ORDERS: tuple[Row, ...] = (
    {
        "orderId": "0a1b2c",
        "clientId": "q-1",
        "marketId": 1,
        "marketDisplayName": "BTC-USD",
        "side": "BUY",
        "type": "LIMIT",
        "status": "OPEN",
        "state": "PARTIALLY_FILLED",
        "price": "61000",
        "originalSize": "0.2",
        "filledSize": "0.05",
        "remainingSize": "0.15",
        "timeInForce": "GTC",
        "createdAt": 1_780_000_000_000_000,
        "updatedAt": 1_780_000_000_500_000,
        "avgFillPrice": "61000",
    },
)


class MarginAccounts:
    """The margin accounts of one world, by lowercase address and index; each change has the next sequence number."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._changed: Table[tuple[str, int], Holder] = Table(world.overlay)

    def address_of(self, person: Person) -> str:
        """The address of a person's account, index 0; only who was added by a write has none."""
        if person.number == 0:
            return JOHN_ADDRESS
        if person.mode:
            return f"0xfa17{person.number - FAULT_NUMBER:036x}"
        return f"0xc0{person.number:012x}{self.world.digest('address', person.number)[:13].hex()}"

    def person(self, address: str) -> Person | None:
        """The person whose account, index 0, is at this lowercase address."""
        if address == JOHN_ADDRESS:
            return self.world.person(0)
        if address.startswith("0xfa17"):
            return next((p for p in self.world.fault_people.values() if self.address_of(p) == address), None)
        if not address.startswith("0xc0"):
            return None
        person = self.world.member(int(address[4:16], 16))
        return person if person is not None and self.address_of(person) == address else None

    def account(self, address: str, index: int) -> Row | None:
        """The account body, or None where there was never any activity."""
        holder = self.holder(address, index)
        return account_body(holder) if holder else None

    def holder(self, address: str, index: int) -> Holder | None:
        """The account before its figures are worked out, or None where there was never any activity."""
        return self._changed.find((address, index)) or self._seeded(address, index)

    def orders(self, address: str, index: int) -> list[Row]:
        """The open orders; John has one, every sixth of the crowd has one."""
        if (address, index) == (JOHN_ADDRESS, 0):
            return list(JOHN_ORDERS)
        person = self.person(address)
        if person is None or index or person.mode or person.number % 6:
            return []
        row = {name: value for name, value in JOHN_ORDERS[0].items() if name not in {"avgFillPrice", "clientId"}}
        return [
            {
                **row,
                "orderId": f"{person.number:06x}",
                "state": "OPEN",
                "filledSize": "0",
                "remainingSize": row["originalSize"],
            }
        ]

    def set_cash(self, address: str, index: int, cash: str) -> Holder:
        """Sets the cash of an account, which it opens where there was never any activity."""
        return self._put(self._found(address, index)._replace(cash=Decimal(cash)))

    def set_holding(self, address: str, index: int, market: int, size: str, entry: str) -> Holder:
        """Sets the position in a market, and takes it away where the size is zero; cash stays as it is.

        Raises ValueError where there is no such market.
        """
        if market not in MARKETS:
            raise ValueError(f"There is no market {market}.")
        found = self._found(address, index)
        others = [held for held in found.holdings if held.market != market]
        new = [Holding(market, Decimal(size), Decimal(entry))] if Decimal(size) else []
        return self._put(found._replace(holdings=tuple(sorted(others + new))))

    def _found(self, address: str, index: int) -> Holder:
        zero = Decimal(0)
        return self.holder(address, index) or Holder(address, index, zero, (), zero, zero, 0)

    def _put(self, holder: Holder) -> Holder:
        changed = holder._replace(sequence=holder.sequence + 1)
        self._changed.put((holder.address, holder.account_index), changed)
        return changed

    def _seeded(self, address: str, index: int) -> Holder | None:
        special = SPECIAL.get((address, index))
        if special or index:
            return special
        person = self.person(address)
        if person is None:
            return None
        if person.mode:
            cash = Decimal("1234567890123456.12345678901234" if person.mode == "json_numbers" else "1000")
            holdings = (Holding(1, Decimal("0.5"), Decimal(60000)),)
            return Holder(address, 0, cash, holdings, Decimal(31000), Decimal(0), person.number)
        return self._crowd_holder(address, person.number)

    def _crowd_holder(self, address: str, number: int) -> Holder:
        """Most hold BTC or ETH or both; a tenth hold SOL (mark beside oracle), a tenth DOGE (no mark).

        Four of each period hold, beside these, what is not priced as everything is.
        """
        digest = self.world.digest("margin", number)
        units = [int.from_bytes(digest[start : start + 4], "big") for start in range(0, 24, 4)]
        deposits = Decimal(20_000 + units[0] % 80_000_00).scaleb(-2) + 5000
        holdings = []
        if number % 10 == 4:
            holdings.append(
                Holding(3, Decimal(1 + units[1] % 5000).scaleb(-2), Decimal(14000 + units[2] % 2000).scaleb(-2))
            )
        elif number % 10 == 7:
            holdings.append(Holding(4, Decimal(1 + units[1] % 20000), Decimal(2000 + units[2] % 250).scaleb(-4)))
        if number % 2:
            size = Decimal(1 + units[3] % 3000).scaleb(-4)
            holdings.append(Holding(1, -size if number % 8 == 5 else size, Decimal(58000 + units[4] % 6000)))
        if number % 3 == 0:
            size = Decimal(1 + units[5] % 4000).scaleb(-3)
            holdings.append(Holding(2, -size if number % 2 else size, Decimal(2700 + units[1] % 400)))
        if number % PERIOD in ODD_HOLDINGS:
            holdings.append(ODD_HOLDINGS[number % PERIOD])
        holdings.sort()
        spent = sum((held.size * held.entry for held in holdings), Decimal(0))
        return Holder(address, 0, deposits - spent, tuple(holdings), deposits, Decimal(0), 1000 + number)
