"""How each ledger row of zerohash came to its balance: three movements, more where the history is long."""

from decimal import Context, Decimal, localcontext

from sandbox.overlay import Place
from sandbox.world import LONG_NUMBER
from sandbox.zerohash.checks import UUID
from sandbox.zerohash.state import Ledger, Row

EXACT = Context(prec=100)
DAY = 86_400_000
LONG_HISTORY = 450
"""Further movements, in pairs that undo each other, of the first row of the one with long labels."""

TYPES = ("final_settlement", "transfer", "deposit")
"""What happened to each row, newest first; the last of them brought what is there, and what the others took."""

RUN_TYPES = {"final_settlement": "settlement", "transfer": "transfer", "deposit": "deposit"}
TRADED = Decimal("-0.25")
TRANSFERRED = Decimal(-1)
RUN_ID = 67_000_000


class History:
    """The movements and runs of one ledger, newest first."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def of(self, place: Place) -> list[Row]:
        """Every movement of one row; their changes add up to its balance."""
        row = self._ledger.row(*place)
        with localcontext(EXACT):
            brought = Decimal(str(row["balance"])) - TRADED - TRANSFERRED
            changes = [("final_settlement", TRADED), ("transfer", TRANSFERRED)]
            further = range(LONG_HISTORY if place == (LONG_NUMBER, 0) else 0)
            changes += [("transfer", Decimal(1 if number % 2 else -1) * (number // 2 + 1)) for number in further]
            changes.append(("deposit", brought))
        return [self._movement(place, row, at, *change) for at, change in enumerate(changes)]

    def everywhere(self, kinds: tuple[str, ...], start: int, stop: int) -> tuple[list[Row], int]:
        """A part of the platform's movements of these types, row by row of its listing, and the number of all."""
        places = self._ledger.places({})
        total = len(places) * len(kinds)
        found = []
        for index in range(start, min(stop, total)):
            at, kind = divmod(index, len(kinds))
            found.append(next(move for move in self.of(places[at]) if move["movement_type"] == kinds[kind]))
        return found, total

    def linked(self, parent: str) -> list[Row]:
        """The movements of one trade, if it is one."""
        if not UUID.fullmatch(parent):
            return []
        place = self._ledger.place(parent, "trade")
        return [] if place is None else [row for row in self.of(place) if row["parent_link_id"] == parent]

    def runs(self, place: Place) -> list[Row]:
        """The runs that changed one row; each has one movement here, and the newest ends at today's balance."""
        balance = str(self._ledger.row(*place)["balance"])
        found: list[Row] = []
        with localcontext(EXACT):
            for move in self.of(place):
                found.append(
                    {
                        "run_timestamp": move["movement_timestamp"],
                        "run_type": RUN_TYPES[str(move["movement_type"])],
                        "run_id": move["run_id"],
                        "change": move["change"],
                        "new_balance": balance,
                    }
                )
                balance = f"{Decimal(balance) - Decimal(str(move['change'])):f}"
        return found

    def _movement(self, place: Place, row: Row, at: int, kind: str, change: Decimal) -> Row:
        traded, moved = kind == "final_settlement", kind == "transfer"
        trade = self._ledger.account_id(*place, kind="trade") if traded else None
        return {
            "run_id": str(RUN_ID - at),
            "movement_timestamp": int(str(row["last_update"])) - at * DAY,
            "account_id": row["account_id"],
            "movement_id": self._ledger.account_id(*place, kind=f"movement-{at}"),
            "movement_type": kind,
            "transfer_type": "pay" if moved else None,
            "transfer_id": str(70_000 + at) if moved else None,
            "trade_id": trade,
            "deposit_reference_id": None if traded or moved else f"wire-{row['account_id']}",
            "withdrawal_request_id": None,
            "change": f"{change:f}",
            "parent_link_id": trade,
            "origin": "rest_api" if moved else None,
        }
