"""What the venues and their accounts say."""

from domain.venues import Venue
from tests.gateway.questions.answers import JOHN, only
from tests.house import House, OpenHouse


async def test_an_account_without_rows_is_empty_and_not_missing(house: House) -> None:
    """Zerohash leaves zero rows out: an account that only the customer listing knows has empty balances."""
    answer = await house.data(
        "{ labeledAccounts(first: 100) { edges { node { label ledgers { asset } balances { asset } } } } }"
    )
    accounts = [edge["node"] for edge in answer["labeledAccounts"]["edges"]]
    empty = [account for account in accounts if account["ledgers"] == []]
    assert empty
    assert all(account["balances"] == [] for account in empty)


async def test_the_platforms_float_is_nobodys(house: House) -> None:
    """No list shows a balance of the house, and a customer who is not prefunded holds no US dollars here."""
    answer = await house.data(
        """{ participants(first: 100) { edges { node { code labeledAccounts {
             participantCode fundingModel balances { asset } } } } } }"""
    )
    accounts = [account for edge in answer["participants"]["edges"] for account in edge["node"]["labeledAccounts"]]
    assert "00SCXM" not in {account["participantCode"] for account in accounts}
    not_prefunded = [account for account in accounts if account["fundingModel"] == "NON_PREFUNDED"]
    assert not_prefunded
    assert all(balance["asset"] != "USD" for account in not_prefunded for balance in account["balances"])


async def test_the_firm_its_users_and_orders(house: House) -> None:
    """The firm with its granted scopes, its users, a user's accounts, and orders whose absent state is NEW."""
    answer = await house.data(
        """{ firm { name displayName kind scopes users { name displayName tradingAccounts { name } } }
             tradingAccount(name: "firms/acme/accounts/main") { displayName openOrders {
               state side price quantity filledQuantity remainingQuantity }
               positions { symbol cost availablePosition } } }"""
    )
    assert answer["firm"]["name"] == "firms/acme-trading"
    assert "read:positions" in answer["firm"]["scopes"]
    users = answer["firm"]["users"]
    assert [user["displayName"] for user in users].count(None) >= 1
    orders = answer["tradingAccount"]["openOrders"]
    assert {order["state"] for order in orders} >= {"NEW", "PARTIALLY_FILLED"}
    new = next(order for order in orders if order["state"] == "NEW")
    assert new["filledQuantity"] == "0"
    positions = {row["symbol"]: row for row in answer["tradingAccount"]["positions"]}
    assert positions["tec-nfl-sbw-2026-02-08-kc"]["availablePosition"] == "120"
    assert positions["tec-nba-champion-2026-06-21-bos"]["cost"] is None


async def test_any_spelling_of_an_address_is_one_account(house: House) -> None:
    """Case and prefix of an address do not matter, and equal accounts are one upstream call."""
    spellings = [JOHN, JOHN.upper().replace("0X", "0X"), JOHN.removeprefix("0x").upper()]
    answer = await house.ask(
        "query($keys: [MarginAccountKey!]!) { marginAccounts(keys: $keys) { address accountIndex sequenceNumber } }",
        {"keys": [{"address": spelling} for spelling in spellings] + [{"address": JOHN, "accountIndex": 9}]},
    )
    found = answer["data"]["marginAccounts"]
    assert [only(account, "address", "accountIndex") for account in found] == [(JOHN, 0)] * 3 + [(JOHN, 9)]
    assert found[3]["sequenceNumber"] == "9007199254740993"
    assert answer["extensions"]["upstream"]["ARCUS"]["calls"] == 2


async def test_profit_is_computed_and_not_taken_from_the_wire(house: House) -> None:
    """UnrealizedPnl is size x (mark - entry); the wire's field of that name says otherwise."""
    answer = await house.data(
        f'{{ marginAccount(address: "{JOHN}") {{ positions {{ side unrealizedPnl markPrice notional }} }} }}'
    )
    assert [row["unrealizedPnl"] for row in answer["marginAccount"]["positions"]] == ["3000.0", "1000"]


async def test_legacy_routes_tell_a_status(open_gateway: OpenHouse) -> None:
    """The older routes answer with object rows, whose status words are passed on."""
    house = await open_gateway(POLYMARKET_US__ROUTES="legacy")
    answer = await house.data("{ tradingAccounts(first: 100) { edges { node { name status } } } firm { name } }")
    statuses = {edge["node"]["status"] for edge in answer["tradingAccounts"]["edges"]}
    assert "ACTIVE" in statuses
    assert answer["firm"]["name"] == "firms/acme-trading"


async def test_the_state_of_the_venues(house: House) -> None:
    """Before any traffic the venues are asked; all are UP and name when they last answered."""
    states = (await house.data("{ venues { venue health lastSuccessAt lastErrorCode } }"))["venues"]
    assert [only(state, "venue", "health", "lastErrorCode") for state in states] == [
        (venue.value, "UP", None) for venue in Venue
    ]
    assert all(state["lastSuccessAt"].endswith("Z") for state in states)
