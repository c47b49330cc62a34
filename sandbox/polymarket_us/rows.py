"""The rows of Polymarket US in the venue's fields: positions, orders, balances, instruments, and what John has."""

Row = dict[str, object]

FIRM = "acme-trading"
JOHN_USER = f"firms/{FIRM}/users/john-smith"
DROP_COPY_USER = f"firms/{FIRM}/users/drop-copy"
USERS = (JOHN_USER, DROP_COPY_USER)
MAIN = "firms/acme/accounts/main"
HEDGE = "firms/acme/accounts/hedge"
UPDATED = "2026-10-01T14:30:00.123456Z"
CREATED = "2026-10-01T14:00:00Z"

WHOLE = "tec-nfl-sbw-2026-02-08-kc"
PARTIAL = "tec-fed-rate-2026-12-09-cut"
UNKNOWN = "tec-nba-champion-2026-06-21-bos"
UNSCALED = "tec-nfl-sbw-2026-02-08-phi"
UNPRICED = "tec-oscar-2027-03-07-best-picture"
EXPIRED = "tec-cpi-2026-01-13-above-3"

INSTRUMENTS: dict[str, Row] = {
    WHOLE: {"priceScale": "1000", "fractionalQtyScale": "1", "state": "INSTRUMENT_STATE_OPEN"},
    PARTIAL: {"priceScale": "1000", "fractionalQtyScale": "100", "state": "INSTRUMENT_STATE_OPEN"},
    # Older instruments leave the quantity scale out, which counts as 1.
    UNSCALED: {"priceScale": "100", "state": "INSTRUMENT_STATE_OPEN"},
    # The closed state is the zero value of its enumeration, which the venue's JSON leaves out.
    EXPIRED: {"priceScale": "100", "fractionalQtyScale": "1"},
    # Without a price scale nobody can say what its prices mean.
    UNPRICED: {"fractionalQtyScale": "100", "state": "INSTRUMENT_STATE_OPEN"},
}
CROWD_SYMBOLS = (WHOLE, PARTIAL, UNSCALED)


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
    scale = {"priceScale": instrument["priceScale"]} if "priceScale" in instrument else {}
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
        **scale,
        "fractionalQuantityScale": instrument.get("fractionalQtyScale", "1"),
        "createTime": CREATED,
    }


JOHN_POSITIONS: tuple[tuple[Row, str], ...] = (
    # The row, and how much of it is still free to trade.
    (position(MAIN, WHOLE, 150, bought=200, cost=78000, realized=1500, begin=100), "120"),
    (
        position(MAIN, PARTIAL, -2550, bought=450, cost=-1_045_500, realized=-225, begin=-2000),
        "-2550",
    ),
    (position(MAIN, UNKNOWN, 40, bought=40, cost=22000, begin=40), "40"),
    (
        {
            "account": MAIN,
            "symbol": UNSCALED,
            "qtyBought": "10",
            "qtySold": "10",
            "realized": "120",
            "updateTime": CREATED,
        },
        "0",
    ),
    ({**position(MAIN, EXPIRED, 25, bought=25, cost=1250, begin=25), "expired": True}, "0"),
)
JOHN_ORDERS = (
    order(MAIN, "1", WHOLE, side="SIDE_BUY", quantity=1000, price=550),
    {
        **order(MAIN, "2", PARTIAL, side="SIDE_SELL", quantity=600, price=415),
        "state": "ORDER_STATE_PARTIALLY_FILLED",
        "cumQty": "250",
        "leavesQty": "350",
        "avgPx": "418",
        "lastTransactTime": "2026-10-01T14:10:00.5Z",
    },
)
HEDGE_ORDERS = (order(HEDGE, "3", WHOLE, side="SIDE_SELL", quantity=75, price=610),)


def balance(cash: str, *, buying_power: str, excess: str, margin: str, orders: str, updated: str = UPDATED) -> Row:
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
        "updateTime": updated,
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
