"""How many upstream calls a question takes."""

from tests.house import OpenHouse


async def test_two_hundred_balances_of_twenty_participants_take_three_calls(open_gateway: OpenHouse) -> None:
    """200 balance lookups over 20 participants in one question make at most 3 zerohash calls."""
    house = await open_gateway(participants=21)
    codes = [person.code for person in house.sandbox.world.people() if person.code != "ABC123"]
    assert len(codes) == 20
    labels = ["general", *(f"label-{number}" for number in range(1, 10))]
    aliases = " ".join(
        f'a{n}: labeledAccount(participantCode: "{code}", label: "{label}") {{ balances {{ asset total }} }}'
        for n, (code, label) in enumerate((code, label) for code in codes for label in labels)
    )
    answer = await house.ask(f"{{ {aliases} }}")
    assert "errors" not in answer
    assert len(answer["data"]) == 200
    assert all(account is not None for account in answer["data"].values())
    usage = answer["extensions"]["upstream"]["ZEROHASH"]
    assert usage["lookups"] == 200 + 20  # each person has one label without rows, which the customer listing decides
    assert usage["calls"] == house.sandbox.count("zerohash") <= 3


async def test_a_page_of_participants_with_their_balances_takes_three_calls(open_gateway: OpenHouse) -> None:
    """Twenty participants with all their labeled accounts: the listing, one ledger sweep, one customer listing."""
    house = await open_gateway(participants=20)
    answer = await house.ask(
        "{ participants(first: 20) { edges { node { labeledAccounts { fundingModel balances { total } } } } } }"
    )
    assert len(answer["data"]["participants"]["edges"]) == 20
    assert answer["extensions"]["upstream"]["ZEROHASH"]["calls"] == 3


async def test_many_accounts_share_calls(open_gateway: OpenHouse) -> None:
    """Cash is one call an account; open orders of 50 accounts are one call, and all scales together one."""
    house = await open_gateway(participants=40)
    question = "{ tradingAccounts(first: 30) { edges { node { cash { balance } openOrders { state } } } } }"
    await house.ask("{ firm { name } }")
    house.sandbox.reset_calls()
    answer = await house.ask(question)
    paths = [call.path for call in house.sandbox.calls if call.venue == "polymarket_us"]
    assert paths.count("/v1/accounts") == 1
    assert paths.count("/v1/positions/balances") == len(answer["data"]["tradingAccounts"]["edges"])
    assert paths.count("/v1/trading/orders/open") == 1
