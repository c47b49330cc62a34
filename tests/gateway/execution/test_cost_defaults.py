"""The default limits on a platform of 50,000: what they are for passes, with nothing seen before."""

import pytest

from schema.operations import load_operations
from tests.gateway.execution.pricing import NO_RATES
from tests.house import House, OpenHouse

EVERYTHING = """{ participants(first: 50) { edges { node {
  code name status
  labeledAccounts { label fundingModel balances { asset total } }
  tradingAccounts { name balances { asset total } }
  marginAccounts { name equity balances { asset total } }
} } } }"""


@pytest.fixture
async def large(open_gateway: OpenHouse) -> House:
    """A gateway on a platform of 50,000 people."""
    return await open_gateway(participants=50_000, DEADLINE_SECONDS="60", **NO_RATES)


async def test_what_a_platform_asks_passes(large: House) -> None:
    """Every example operation, and a page of 50 people with all their accounts, also as the first question of all."""
    first = await large.ask(EVERYTHING)
    assert "errors" not in first
    assert len(first["data"]["participants"]["edges"]) == 50
    for operation in load_operations():
        answer = await large.ask(operation.text)
        assert "errors" not in answer, (operation.name, answer["errors"])
    again = await large.ask(EVERYTHING)
    assert again["extensions"]["cost"]["spent"]["cost"] <= again["extensions"]["cost"]["estimate"]["cost"] <= 5000
