"""How many upstream calls a question takes."""

from tests.house import OpenHouse


async def test_two_hundred_accounts_of_twenty_participants_take_two_calls(open_gateway: OpenHouse) -> None:
    """The 200 accounts of 20 named participants are one sweep of each listing."""
    house = await open_gateway(participants=21)
    codes = [person.code for person in house.sandbox.world.people() if person.code != "ABC123"]
    assert len(codes) == 20
    page = "labeledAccounts(filter: {participantCodes: $codes}, first: 100, after: $after)"
    query = f"query($codes: [String!], $after: String) {{ {page} {{ edges {{ node {{ balances {{ asset total }} }} }} "
    query += "pageInfo { endCursor } } }"
    found, after = 0, None
    for _ in range(2):
        house.sandbox.reset_calls()
        answer = await house.ask(query, {"codes": codes, "after": after})
        found += len(answer["data"]["labeledAccounts"]["edges"])
        after = answer["data"]["labeledAccounts"]["pageInfo"]["endCursor"]
        usage = answer["extensions"]["upstream"]["ZEROHASH"]
        assert usage["calls"] == house.sandbox.count("zerohash") == 2
    assert found == 200


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
