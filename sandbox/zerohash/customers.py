"""The customer accounts of zerohash: what a zrn names, and in which state it is."""

from sandbox.overlay import Table
from sandbox.world import JOHN, World
from sandbox.zerohash.clob import ClobAccounts
from sandbox.zerohash.crowd import PLATFORM
from sandbox.zerohash.state import Row

STATUSES = ("open", "locked", "withdraw_locked", "divesting", "closed")
PREFIX = "zrn:zh:us:accounts:customer:"


class CustomerAccounts:
    """The customer accounts of one world, by the UUID of their zrn."""

    def __init__(self, world: World, clob: ClobAccounts) -> None:
        self._clob = clob
        self._changed: Table[str, str] = Table(world.overlay)

    def owned(self, identity: str) -> tuple[str, str] | None:
        """Whose customer account it is, and the label that it keeps apart."""
        found = self._clob.of_zrn(f"{PREFIX}{identity}")
        return found and (found[0].code, str(found[1]["account_label"]))

    def details(self, identity: str) -> Row | None:
        """The venue's body of one account."""
        found = self._clob.of_zrn(f"{PREFIX}{identity}")
        if found is None:
            return None
        person, account = found
        business = person.kind == "ENTITY"
        return {
            "zrn": account["customer_account_urn"],
            "participant_code": person.code,
            "platform_code": PLATFORM,
            "account_group": account["account_group"],
            "account_label": account["account_label"],
            "type": "business" if business else "individual",
            "tier": account["account_tier"],
            "status": self._changed.find(identity) or seeded_status(person.number),
            "prefunded": account["prefunded"],
            "tenants": [JOHN] if business else [],
            "financial_advisors": [],
        }

    def set_status(self, zrn: str, status: str) -> None:
        """Changes the state of a customer account. Raises ValueError where there is none, or no such state."""
        identity = zrn.removeprefix(PREFIX)
        if self.owned(identity) is None:
            raise ValueError(f"There is no customer account {zrn!r}.")
        if status not in STATUSES:
            raise ValueError(f"There is no status {status!r}.")
        self._changed.put(identity, status)


def seeded_status(number: int) -> str:
    """John's is open; the crowd's, who have odd numbers, take turns: 1 is open, 3 locked, 9 closed, 11 open again."""
    return STATUSES[number // 2 % len(STATUSES)]
