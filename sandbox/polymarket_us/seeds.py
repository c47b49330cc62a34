"""The cash that everybody has at Polymarket US without any write."""

from collections.abc import Mapping
from decimal import Decimal

from sandbox.polymarket_us import cases
from sandbox.polymarket_us.rows import HEDGE, MAIN, Row, balance
from sandbox.world import Person, World

LONGEST_AMOUNT = "1234567890123456.12345678901234"
"""Thirty digits: what a float cannot hold."""


def seeded_balances(world: World, name: str, person: Person | None) -> Mapping[str, Row]:
    """Currency to balance of an account, and of the person whose it is."""
    if name == MAIN:
        return {
            "USD": balance(
                "10000.0364",
                buying_power="8450.0364",
                excess="9000.0364",
                margin="1000.00",
                orders="550.00",
            )
        }
    if name == HEDGE:
        return {"USD": balance("2500.00", buying_power="2454.25", excess="2500.00", margin="0.00", orders="45.75")}
    if person is None:
        return {}
    if person.mode:
        held = LONGEST_AMOUNT if person.mode == "json_numbers" else "321.5"
        return {"USD": balance(held, buying_power=held, excess=held, margin="0.00", orders="0.00")}
    units = int.from_bytes(world.digest("trading", person.number)[:5], "big")
    cash = Decimal(units % 10**9).scaleb(-4)
    margin = Decimal(units % 997).scaleb(-1)
    excess = f"{cash - margin:f}"
    usual = balance(f"{cash:f}", buying_power=excess, excess=excess, margin=f"{margin:f}", orders="0.00")
    return cases.balances(person.number, usual)
