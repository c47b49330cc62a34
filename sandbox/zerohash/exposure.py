"""What is traded and not yet settled at zerohash: positions, and what the platform has to deliver."""

from collections.abc import Iterable
from decimal import Decimal

from sandbox.world import PERIOD, World, code_of
from sandbox.zerohash.crowd import EXTRAS, LABELS, PLATFORM, slot_of
from sandbox.zerohash.state import Ledger, Row

PLATFORM_OWES = ("USD", PLATFORM, LABELS[0], Decimal("10532.15"))
"""The platform's daily net settlement."""


class Exposure:
    """The open trades of one world; John has none, every ninth of the crowd from the fourth on has some."""

    def __init__(self, world: World, ledger: Ledger) -> None:
        self._world = world
        self._ledger = ledger

    def positions(self, codes: Iterable[str] | None, label: str | None) -> list[Row]:
        """The positions of these participants, or of all, in the order of the listings."""
        if codes is None:
            numbers: Iterable[int] = range(4, self._world.participants, 9)
        else:
            people = (self._world.find(code) for code in dict.fromkeys(codes))
            numbers = (person.number for person in people if person)
        rows = [row for number in numbers for row in self._of(number)]
        return [row for row in rows if label in (None, row["account_label"])]

    def obligations(self) -> list[Row]:
        """One row per asset, group and label: what its payable rows sum up to, less what is receivable."""
        sums: dict[tuple[str, str, str], Decimal] = {PLATFORM_OWES[:3]: PLATFORM_OWES[3]}
        rounds, rest = divmod(self._world.participants - 1, PERIOD)
        for residue, extras in EXTRAS.items():
            people = rounds + int(residue <= rest)
            for extra in extras:
                label, asset, kind = extra.names
                sign = {"payable": 1, "receivable": -1}.get(kind, 0) * people
                if sign:
                    key = (asset, extra.group, label)
                    sums[key] = sums.get(key, Decimal(0)) + sign * Decimal(extra.balance)
        return [
            {"asset": asset, "amount": f"{amount:f}", "account_group": group, "account_label": label}
            for (asset, group, label), amount in sums.items()
            if amount
        ]

    def _of(self, number: int) -> list[Row]:
        """A long position under `general`, and for every second one a short one under `label-2`."""
        if not 0 < number < self._world.participants or number % 9 != 4:
            return []
        accepted, active = Decimal(f"{1 + number % 50}.02"), Decimal(number % 3)
        long = self._position(number, 0, accepted, active)
        return [long, self._position(number, 2, -accepted, Decimal(0))] if number % 2 else [long]

    def _position(self, number: int, slot: int, accepted: Decimal, active: Decimal) -> Row:
        label, asset, _ = slot_of(number, slot)
        return {
            "platform_code": PLATFORM,
            "participant_code": code_of(number),
            "account_label": label,
            "asset": asset,
            "position_all_open_trades": f"{accepted + active:f}",
            "position_accepted_trades_only": f"{accepted:f}",
            "position_active_trades_only": f"{active:f}",
            "trade_ids_list": [self._ledger.account_id(number, slot, f"open-{at}") for at in range(2 if active else 1)],
        }
