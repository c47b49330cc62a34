"""What clients read of the fourth venue; run by `test_fourth_venue` in the copy in which the venue is."""

from typing import Any

from tests.house import House

PORTFOLIO = """{ portfolio(participantCode: "ABC123") { sections {
  ... on VenueAccounts { venue accounts { id name balances { asset total available locked }
    ... on MarginAccount { equity netDeposits pendingDeposits sequenceNumber positions { market } } } }
  ... on VenueUnavailable { venue code }
  ... on VenueForbidden { venue message } } } }"""


def umbra(answer: Any) -> Any:
    """The section of the fourth venue, which is the last."""
    *others, section = answer["portfolio"]["sections"]
    assert [other["venue"] for other in others] == ["ZEROHASH", "POLYMARKET_US", "ARCUS"]
    assert section.pop("venue") == "UMBRA"
    return section


async def test_a_portfolio_has_its_section(house: House) -> None:
    """John's linked book with every digit, and the same book by its id."""
    (account,) = umbra(await house.data(PORTFOLIO))["accounts"]
    node = await house.data(
        "query($id: ID!) { node(id: $id) { id ... on MarginAccount { address } } }", {"id": account["id"]}
    )
    assert node["node"] == {"id": account.pop("id"), "address": "0x0000000000"}
    assert account == {
        "name": "0x0000000000 #0",
        "balances": [{"asset": "USD", "total": "1250.50", "available": "1050.25", "locked": "200.25"}],
        "equity": "1250.50",
        "netDeposits": "900",
        "pendingDeposits": None,
        "sequenceNumber": "7",
        "positions": [],
    }


async def test_a_fault_costs_its_section(house: House) -> None:
    """A refused key, a forbidden wallet and a venue that is down are said in its section, and none looks empty."""
    house.sandbox.faults.set("umbra", "expired_token")
    assert umbra(await house.data(PORTFOLIO)) == {"code": "VENUE_CREDENTIALS"}
    house.sandbox.faults.set("umbra", "forbidden")
    message = "Umbra does not let the gateway read this (call: book)."
    assert umbra(await house.data(PORTFOLIO)) == {"message": message}
    house.sandbox.faults.set("umbra", "down")
    assert umbra(await house.data(PORTFOLIO)) == {"code": "VENUE_UNAVAILABLE"}


async def test_margin_accounts_by_address_are_the_first_venue_s(house: House) -> None:
    """`marginAccount` asks Arcus alone, as the guide says, in whose grammar a wallet is no address."""
    answer = await house.ask('{ marginAccount(address: "0x0000000000") { equity } }')
    assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "address"}
    assert house.sandbox.count("umbra") == 0
