"""One raw read of a venue, healthy for John and faulty for the fault people, and ways to look at the answers.

A venue without one here has its faults tried through its adapter only.
"""

import re
from collections.abc import Awaitable, Callable
from decimal import Decimal

import httpx

from sandbox import Sandbox
from tests.sandbox.clients import Clients

JOHN = "0x00000000000000000000000000000000000000a1"
MAIN = "firms/acme/accounts/main"

Read = Callable[[Clients], Awaitable[httpx.Response]]


def trading_account(sandbox: Sandbox, code: str) -> str:
    """The name of the trading account of one of the fault people."""
    name: str = sandbox.polymarket_us.trading.name_of(sandbox.world.fault_people[code])
    return name


def address(sandbox: Sandbox, code: str) -> str:
    """The address of the margin account of one of the fault people."""
    found: str = sandbox.arcus.margin.address_of(sandbox.world.fault_people[code])
    return found


READS: dict[str, Read] = {
    "zerohash": lambda clients: clients.zerohash("/accounts?account_owner=ABC123"),
    "polymarket_us": lambda clients: clients.polymarket("GET", f"/v1/positions?name={MAIN}"),
    "arcus": lambda clients: clients.arcus(f"/account?address={JOHN}"),
}
PEOPLE_READS: dict[str, Callable[[Clients, str], Awaitable[httpx.Response]]] = {
    "zerohash": lambda clients, code: clients.zerohash(f"/accounts?account_owner={code}"),
    "polymarket_us": lambda clients, code: clients.polymarket(
        "GET", f"/v1/positions?name={trading_account(clients.sandbox, code)}"
    ),
    "arcus": lambda clients, code: clients.arcus(f"/account?address={address(clients.sandbox, code)}"),
}

MEMBERS = {"zerohash": '"balance"', "polymarket_us": '"symbol"', "arcus": '"equity"'}
"""Members that are always there."""


def amounts(value: object) -> list[str]:
    """Every amount that stands as text in a JSON value."""
    if isinstance(value, dict | list):
        held = value.values() if isinstance(value, dict) else value
        return [amount for inner in held for amount in amounts(inner)]
    return [value] if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) else []


def numbers(value: object) -> set[Decimal]:
    """Every number in a JSON value."""
    if isinstance(value, dict | list):
        held = value.values() if isinstance(value, dict) else value
        return {number for inner in held for number in numbers(inner)}
    return {value} if isinstance(value, Decimal) else set()


def is_json(answer: httpx.Response) -> bool:
    """Whether the body can be read as JSON at all."""
    try:
        answer.json()
    except ValueError:
        return False
    return True
