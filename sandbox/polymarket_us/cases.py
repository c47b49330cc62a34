"""What few of the crowd have at Polymarket US: by their number modulo `PERIOD`, none of them among the first twenty."""

from collections.abc import Mapping

from sandbox.polymarket_us.rows import EXPIRED, PARTIAL, UNPRICED, UNSCALED, WHOLE, Row, balance, order, position
from sandbox.world import PERIOD

BARE = 24
"""Who has nothing, so that the venue's answers about them alone have nothing in them: `{}`."""

ZERO = "0.00"
SECURITIES: Row = {
    "UST-2027-06-30": {
        "balance": "15",
        "marketValue": "1000.00",
        "notionalValue": "15000.00",
        "availableValue": "13500.00",
        "haircut": "1000",
    }
}
OPEN_STATES = ("", "PARTIALLY_FILLED", "PENDING_NEW", "PENDING_REPLACE", "PENDING_CANCEL", "PENDING_RISK")
CLOSED_STATES = ("FILLED", "CANCELED", "REPLACED", "REJECTED", "EXPIRED")


def balances(number: int, usual: Row) -> Mapping[str, Row]:
    """Currency to balance of a member of the crowd, of whom most have the usual one."""
    match number % PERIOD:
        case 21:
            totals = {"totalSecurityNotionalValue": "15000.00", "totalSecurityAvailableValue": "13500.00"}
            return {"USD": {**usual, "securities": SECURITIES, **totals}}
        case 22:
            return {"USD": {**usual, "unsettledFunds": "125.50"}}
        case 23:
            return {"USD": balance(ZERO, buying_power=ZERO, excess=ZERO, margin=ZERO, orders=ZERO)}
        case 24:
            return {}
        case 25:
            # What is empty is left out of the venue's JSON.
            return {"USD": {name: usual[name] for name in ("balance", "buyingPower", "updateTime")}}
        case 26:
            return {"USD": {"updateTime": usual["updateTime"]}}
    return {"USD": usual}


def positions(name: str, number: int) -> list[tuple[Row, str]] | None:
    """The positions of one of the few, with their available quantities; None of everybody else."""
    match number % PERIOD:
        case 24:
            return []
        case 28:
            # Expired and not paid yet: only shown without `activeOnly`.
            expired = {**position(name, EXPIRED, 30, bought=30, cost=1800), "expired": True}
            return [(position(name, WHOLE, 12, bought=12, cost=6600), "12"), (expired, "0")]
        case 33:
            return [(position(name, UNPRICED, 70, bought=70, cost=2100), "70")]
        case 34:
            return [(position(name, UNSCALED, 8, bought=8, cost=320), "8")]
    return None


def orders(name: str, number: int) -> list[Row] | None:
    """What the open-orders call shows of one of the few; None of everybody else."""
    match number % PERIOD:
        case 31:
            return [in_state(name, at, state) for at, state in enumerate(OPEN_STATES)]
        case 32:
            # As a venue might: some that are closed by now are still shown.
            return [in_state(name, at, state) for at, state in enumerate(("", *CLOSED_STATES))]
        case 33:
            return [order(name, f"-{number}", UNPRICED, side="SIDE_BUY", quantity=70, price=31)]
    return None


def in_state(name: str, at: int, state: str) -> Row:
    """One order in this state; a new one has none in the venue's JSON, nor what is left of a closed one."""
    account = name.rpartition("/")[2]
    row = order(name, f"-{account}-{at}", PARTIAL, side="SIDE_SELL", quantity=400, price=500 + at)
    filled = {"PARTIALLY_FILLED": 150, "FILLED": 400}.get(state, 0)
    if filled:
        row |= {"cumQty": str(filled), "avgPx": str(500 + at), "leavesQty": str(400 - filled)}
    if state in CLOSED_STATES:
        del row["leavesQty"]
    return {**row, "state": f"ORDER_STATE_{state}"} if state else row
