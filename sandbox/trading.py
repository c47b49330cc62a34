"""What Polymarket US keeps: users, trading accounts, balances, positions, open orders and instruments."""

from collections.abc import Iterator
from decimal import Decimal

from sandbox.world import JOHN_TRADING_ACCOUNT, Person, World, base36

Row = dict[str, object]

FIRM = "acme-trading"
JOHN_USER = f"firms/{FIRM}/users/john-smith"
DROP_COPY_USER = f"firms/{FIRM}/users/drop-copy"
HEDGE = "firms/acme/accounts/hedge"
UPDATED = "2026-10-01T14:30:00.123456Z"
CREATED = "2026-10-01T14:00:00Z"
LONGEST_AMOUNT = "1234567890123456.12345678901234"
"""Thirty digits: what a float cannot hold."""

WHOLE = "tec-nfl-sbw-2026-02-08-kc"
PARTIAL = "tec-fed-rate-2026-12-09-cut"
UNKNOWN = "tec-nba-champion-2026-06-21-bos"
EXPIRED = "tec-cpi-2026-01-13-above-3"

INSTRUMENTS: dict[str, Row] = {
    WHOLE: {"priceScale": "1000", "fractionalQtyScale": "1", "state": "INSTRUMENT_STATE_OPEN"},
    PARTIAL: {"priceScale": "1000", "fractionalQtyScale": "100", "state": "INSTRUMENT_STATE_OPEN"},
    # Older instruments leave the quantity scale out, which counts as 1.
    "tec-nfl-sbw-2026-02-08-phi": {"priceScale": "100", "state": "INSTRUMENT_STATE_OPEN"},
    # The closed state is the zero value of its enumeration, which the venue's JSON leaves out.
    EXPIRED: {"priceScale": "100", "fractionalQtyScale": "1"},
}
CROWD_SYMBOLS = (WHOLE, PARTIAL, "tec-nfl-sbw-2026-02-08-phi")


def position(account: str, symbol: str, net: int, *, bought: int, cost: int, realized: int = 0, begin: int = 0) -> Row:
    """One position row; all amounts are unscaled integers, as text."""
    return {
        "account": account,
        "symbol": symbol,
        "netPosition": str(net),
        "qtyBought": str(bought),
        "qtySold": str(bought - net),
        "cost": str(cost),
        "realized": str(realized),
        "bodPosition": str(begin),
        "updateTime": "2026-10-01T14:29:59Z",
    }


def order(account: str, number: str, symbol: str, *, side: str, quantity: int, price: int) -> Row:
    """One resting order; `state` and `cumQty` are zero values and so left out."""
    instrument = INSTRUMENTS[symbol]
    return {
        "id": f"ORD{number}",
        "clordId": f"c-{number}",
        "account": account,
        "participant": JOHN_USER,
        "symbol": symbol,
        "side": side,
        "type": "ORDER_TYPE_LIMIT",
        "timeInForce": "TIME_IN_FORCE_GOOD_TILL_CANCEL",
        "orderQty": str(quantity),
        "leavesQty": str(quantity),
        "price": str(price),
        "priceScale": instrument["priceScale"],
        "fractionalQuantityScale": instrument.get("fractionalQtyScale", "1"),
        "createTime": CREATED,
    }


JOHN_POSITIONS: tuple[tuple[Row, str], ...] = (
    # The row, and how much of it is still free to trade.
    (position(JOHN_TRADING_ACCOUNT, WHOLE, 150, bought=200, cost=78000, realized=1500, begin=100), "120"),
    (
        position(JOHN_TRADING_ACCOUNT, PARTIAL, -2550, bought=450, cost=-1_045_500, realized=-225, begin=-2000),
        "-2550",
    ),
    (position(JOHN_TRADING_ACCOUNT, UNKNOWN, 40, bought=40, cost=22000, begin=40), "40"),
    (
        {
            "account": JOHN_TRADING_ACCOUNT,
            "symbol": "tec-nfl-sbw-2026-02-08-phi",
            "qtyBought": "10",
            "qtySold": "10",
            "realized": "120",
            "updateTime": CREATED,
        },
        "0",
    ),
    ({**position(JOHN_TRADING_ACCOUNT, EXPIRED, 25, bought=25, cost=1250, begin=25), "expired": True}, "0"),
)
JOHN_ORDERS = (
    order(JOHN_TRADING_ACCOUNT, "1", WHOLE, side="SIDE_BUY", quantity=1000, price=550),
    {
        **order(JOHN_TRADING_ACCOUNT, "2", PARTIAL, side="SIDE_SELL", quantity=600, price=415),
        "state": "ORDER_STATE_PARTIALLY_FILLED",
        "cumQty": "250",
        "leavesQty": "350",
        "avgPx": "418",
        "lastTransactTime": "2026-10-01T14:10:00.5Z",
    },
)
HEDGE_ORDERS = (order(HEDGE, "3", WHOLE, side="SIDE_SELL", quantity=75, price=610),)


class TradingAccounts:
    """The trading accounts of one world, by resource name."""

    def __init__(self, world: World) -> None:
        self.world = world

    def names(self) -> Iterator[tuple[str, str]]:
        """Every account's resource name and display name."""
        yield JOHN_TRADING_ACCOUNT, "Main"
        yield HEDGE, "Hedge"
        for number in range(1, self.world.participants):
            suffix = base36(number)
            yield f"firms/acme/accounts/c{suffix.lower()}", f"Customer {suffix}"
        for person in self.world.fault_people.values():
            yield person.trading_account, person.name

    def knows(self, name: str) -> bool:
        """Whether there is such an account."""
        return name == HEDGE or self.world.find_trading_account(name) is not None

    def status(self, name: str) -> str:
        """The status word of the older routes."""
        person = self.world.find_trading_account(name)
        if person is None or not person.number or person.mode:
            return "Active"
        return {6: "Suspended", 8: "Closed"}.get(person.number % 20, "Active")

    def balances(self, name: str) -> dict[str, Row]:
        """Currency to balance of a known account."""
        if name == JOHN_TRADING_ACCOUNT:
            return {
                "USD": balance(
                    "10000.0364",
                    buying_power="8450.0364",
                    excess="9000.0364",
                    margin="1000.00",
                    orders="550.00",
                )
            }
        person = self.world.find_trading_account(name)
        if person is None:
            return {"USD": balance("2500.00", buying_power="2454.25", excess="2500.00", margin="0.00", orders="45.75")}
        if person.mode:
            held = LONGEST_AMOUNT if person.mode == "json_numbers" else "321.5"
            return {"USD": balance(held, buying_power=held, excess=held, margin="0.00", orders="0.00")}
        units = int.from_bytes(self.world.digest("trading", person.number)[:5], "big")
        cash = Decimal(units % 10**9).scaleb(-4)
        margin = Decimal(units % 997).scaleb(-1)
        excess = f"{cash - margin:f}"
        return {"USD": balance(f"{cash:f}", buying_power=excess, excess=excess, margin=f"{margin:f}", orders="0.00")}

    def positions(self, name: str) -> list[tuple[Row, str]]:
        """Every position of a known account with its available quantity."""
        if name == JOHN_TRADING_ACCOUNT:
            return list(JOHN_POSITIONS)
        person = self.world.find_trading_account(name)
        if person is None:
            return []
        if person.mode:
            return [(position(name, WHOLE, 10, bought=10, cost=5200), "10")]
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
        if name == JOHN_TRADING_ACCOUNT:
            return list(JOHN_ORDERS)
        if name == HEDGE:
            return list(HEDGE_ORDERS)
        person = self.world.find_trading_account(name)
        return self._member_orders(person) if person and not person.mode else []

    def _member_orders(self, person: Person) -> list[Row]:
        if person.number % 5:
            return []
        symbol = CROWD_SYMBOLS[person.number % len(CROWD_SYMBOLS)]
        quantity = 10 + person.number % 90
        number = f"-{person.code}"
        return [order(person.trading_account, number, symbol, side="SIDE_BUY", quantity=quantity, price=50)]


def balance(cash: str, *, buying_power: str, excess: str, margin: str, orders: str) -> Row:
    """One balance in the venue's fields."""
    return {
        "balance": cash,
        "capitalRequirement": "0.00",
        "excessCapital": excess,
        "buyingPower": buying_power,
        "securities": {},
        "totalSecurityNotionalValue": "0",
        "totalSecurityAvailableValue": "0",
        "openOrders": orders,
        "unsettledFunds": "0.00",
        "marginRequirement": margin,
        "updateTime": UPDATED,
    }


def instrument(symbol: str) -> Row:
    """The reference data of a known instrument."""
    return {
        "symbol": symbol,
        "tickSize": 1,
        "baseCurrency": "USD",
        "minimumTradeQty": "1",
        "description": f"Sandbox event contract {symbol}",
        "settlementCurrency": "USD",
        **INSTRUMENTS[symbol],
        "createTime": "2025-12-01T00:00:00Z",
        "updateTime": UPDATED,
    }
