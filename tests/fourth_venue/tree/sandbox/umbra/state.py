"""What Umbra keeps: the books of wallets."""

from sandbox.world import Person, World

BIG = {"cash": "1234567890123456.12345678901234", "held": "0.00000000000001", "paid": "-0.50", "version": 2**53 + 1}
SMALL = {"cash": "1250.50", "held": "200.25", "paid": "900", "version": 7}


class Books:
    """The books of one world: everybody has book 0, and John book 3 beside it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def wallet_of(self, person: Person) -> str:
        """A person's wallet."""
        return f"0x{person.number:010x}"

    def owner(self, wallet: str) -> Person | None:
        """Whose wallet it is."""
        try:
            return self._world.person(int(wallet, 16))
        except IndexError:
            return None

    def book(self, person: Person, number: int) -> dict[str, object] | None:
        """A book, or None where it was never used."""
        return {0: SMALL, 3: None if person.number else BIG}.get(number)
