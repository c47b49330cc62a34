"""Every root field over HTTP, on the sandbox's data: what it answers and how many upstream calls that takes."""

from typing import Any

import pytest

from domain.keys import LabeledKey
from domain.venues import Venue
from resolvers.ids import NodeId, encode_cursor
from tests.house import House, OpenHouse

JOHN = "0x00000000000000000000000000000000000000a1"
ISSUED = """
{ portfolio(participantCode: "ABC123") { sections {
    __typename
    ... on VenueAccounts { venue accounts { id name status balances { asset total available locked }
      ... on LabeledAccount { label ledgers { asset accountType balance accountId } }
      ... on TradingAccount { cash { currency balance buyingPower } positions { symbol netPosition } }
      ... on MarginAccount { equity availableCollateral netQuoteBalance sequenceNumber
        positions { marketId market size } } } }
    ... on VenueUnavailable { venue code message retryable } } } }
"""


def only(node: dict[str, Any], *names: str) -> tuple[Any, ...]:
    """Some fields of an answer, in that order."""
    return tuple(node[name] for name in names)


async def test_one_question_three_venues(house: House) -> None:
    """John's accounts at all venues, exact, though `positions` is asked of two kinds of account under one name."""
    answer = await house.ask(ISSUED)
    assert "errors" not in answer
    zerohash, polymarket, arcus = answer["data"]["portfolio"]["sections"]
    assert [only(account, "label", "balances") for account in zerohash["accounts"]] == [
        ("general", [{"asset": "BTC", "total": "1.4", "available": "1.4", "locked": "0"}]),
        ("scalping", [{"asset": "BTC", "total": "2.3", "available": "2.3", "locked": "0"}]),
    ]
    (trading,) = polymarket["accounts"]
    assert trading["cash"] == [{"currency": "USD", "balance": "10000.0364", "buyingPower": "8450.0364"}]
    assert {row["symbol"]: row["netPosition"] for row in trading["positions"]} == {
        "tec-fed-rate-2026-12-09-cut": "-25.5",
        "tec-nba-champion-2026-06-21-bos": None,
        "tec-nfl-sbw-2026-02-08-kc": "150",
    }
    (margin,) = arcus["accounts"]
    assert only(margin, "equity", "availableCollateral", "netQuoteBalance", "sequenceNumber") == (
        "103960.5",
        "100475.5",
        "39960.5",
        "5001",
    )
    assert margin["positions"] == [
        {"marketId": 1, "market": "BTC-USD", "size": "1.5"},
        {"marketId": 2, "market": "ETH-USD", "size": "-10"},
    ]
    usage = answer["extensions"]["upstream"]
    assert {venue: usage[venue]["calls"] for venue in usage} == {"ZEROHASH": 2, "POLYMARKET_US": 5, "ARCUS": 1}


async def test_net_worth_adds_what_can_be_valued(house: House) -> None:
    """US dollars at par and bitcoin at Arcus's oracle price add up exactly; event contracts are named as left out."""
    worth = (
        await house.data(
            '{ portfolio(participantCode: "ABC123") { netWorth { currency total complete '
            "omitted { venue asset } prices { asset price source } } } }"
        )
    )["portfolio"]["netWorth"]
    # 3.7 BTC at 62,000, 10,000.0364 USD of cash, 103,960.5 USD of equity
    assert only(worth, "currency", "total", "complete") == ("USD", "343360.5364", False)
    assert [only(omission, "venue", "asset") for omission in worth["omitted"]] == [
        ("POLYMARKET_US", "tec-fed-rate-2026-12-09-cut"),
        ("POLYMARKET_US", "tec-nba-champion-2026-06-21-bos"),
        ("POLYMARKET_US", "tec-nfl-sbw-2026-02-08-kc"),
        ("ARCUS", "USD"),
    ]
    assert worth["prices"] == [{"asset": "BTC", "price": "62000", "source": "Arcus oracle BTC-USD"}]
    refused = await house.ask('{ portfolio(participantCode: "ABC123") { netWorth(currency: "EUR") { total } } }')
    assert refused["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "currency"}


async def test_each_node_type_comes_back_by_its_id(house: House) -> None:
    """The id of each Node type, handed to node and nodes, gives the same thing."""
    found = await house.data(
        """{ participant(code: "ABC123") { id labeledAccounts { id } tradingAccounts { id } marginAccounts { id } }
             firm { id users { id } } }"""
    )
    john, firm = found["participant"], found["firm"]
    ids = {
        "Participant": john["id"],
        "LabeledAccount": john["labeledAccounts"][0]["id"],
        "TradingAccount": john["tradingAccounts"][0]["id"],
        "MarginAccount": john["marginAccounts"][0]["id"],
        "Firm": firm["id"],
        "TradingUser": firm["users"][0]["id"],
    }
    for name, one in ids.items():
        answer = await house.data("query($id: ID!) { node(id: $id) { __typename id } }", {"id": one})
        assert answer["node"] == {"__typename": name, "id": one}
    answer = await house.data("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", {"ids": list(ids.values())})
    assert [(node["__typename"], node["id"]) for node in answer["nodes"]] == list(ids.items())


async def test_nodes_keep_their_index(house: House) -> None:
    """An id that names nothing is null with NOT_FOUND at its index; node answers null alone."""
    labeled = (await house.data('{ labeledAccount(participantCode: "ABC123") { id } }'))["labeledAccount"]["id"]
    missing = NodeId(Venue.ZEROHASH, "LabeledAccount", LabeledKey("ABC123", "nowhere", "DEF456")).encode()
    answer = await house.ask("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": [missing, labeled]})
    assert answer["data"]["nodes"] == [None, {"id": labeled}]
    assert [(error["path"], error["extensions"]["code"]) for error in answer["errors"]] == [(["nodes", 0], "NOT_FOUND")]
    assert (await house.data("query($id: ID!) { node(id: $id) { id } }", {"id": missing}))["node"] is None


async def test_unknown_things_are_null(house: House) -> None:
    """What no venue knows is null without an error."""
    answer = await house.data(
        """{ participant(code: "ZZZ999") { code }
             labeledAccount(participantCode: "ABC123", label: "nowhere") { id }
             tradingAccount(name: "firms/acme/accounts/nowhere") { id }
             marginAccount(address: "0x00000000000000000000000000000000000000ff") { id }
             marginAccounts(keys: [{address: "0x00000000000000000000000000000000000000ff"}]) { id }
             portfolio(participantCode: "ZZZ999") { sections { __typename } } }"""
    )
    assert answer == {
        "participant": None,
        "labeledAccount": None,
        "tradingAccount": None,
        "marginAccount": None,
        "marginAccounts": [None],
        "portfolio": None,
    }


@pytest.mark.parametrize(
    ("question", "argument"),
    [
        ('{ marginAccount(address: "0x12") { id } }', "address"),
        (f'{{ marginAccount(address: "{JOHN}", accountIndex: 10) {{ id }} }}', "accountIndex"),
        ('{ marginAccounts(keys: [{address: "x"}]) { id } }', "keys[0]"),
        ('{ labeledAccount(participantCode: "ABC123", label: "a/b") { id } }', "label"),
        ('{ labeledAccount(participantCode: "abc", label: "general") { id } }', "participantCode"),
        ('{ labeledAccount(participantCode: "ABC123", group: "x/y") { id } }', "group"),
        ('{ participant(code: "no/good") { code } }', "code"),
        ('{ portfolio(participantCode: "") { sections { __typename } } }', "participantCode"),
        ("{ participants(first: 0) { edges { cursor } } }", "first"),
        ("{ participants(first: 10000) { edges { cursor } } }", "first"),
        ("{ participants(status: UNKNOWN) { edges { cursor } } }", "status"),
        ('{ participants(after: "x") { edges { cursor } } }', "after"),
        ("{ labeledAccounts(first: -1) { edges { cursor } } }", "first"),
        ('{ labeledAccounts(filter: {labels: ["a/b"]}) { edges { cursor } } }', "labels"),
        ('{ labeledAccounts(filter: {participantCodes: ["a"]}) { edges { cursor } } }', "participantCodes"),
        ("{ tradingAccounts(first: 101) { edges { cursor } } }", "first"),
        ('{ tradingAccount(name: "") { id } }', "name"),
        ('{ node(id: "WzFd") { id } }', "id"),
        ('{ nodes(ids: ["x"]) { id } }', "ids[0]"),
    ],
)
async def test_bad_input_is_refused_before_any_upstream_call(house: House, question: str, argument: str) -> None:
    """A value that cannot be right is BAD_USER_INPUT, names its argument, and costs no upstream call."""
    answer = await house.ask(question)
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": argument}
    assert error["message"].endswith(".")
    assert not house.records


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
    assert usage["lookups"] == 200
    assert usage["calls"] == house.sandbox.count("zerohash") <= 3


async def test_a_page_of_participants_with_their_balances_takes_three_calls(open_gateway: OpenHouse) -> None:
    """Twenty participants with all their labeled accounts: the listing, one ledger sweep, one customer listing."""
    house = await open_gateway(participants=20)
    answer = await house.ask(
        "{ participants(first: 20) { edges { node { labeledAccounts { fundingModel balances { total } } } } } }"
    )
    assert len(answer["data"]["participants"]["edges"]) == 20
    assert answer["extensions"]["upstream"]["ZEROHASH"]["calls"] == 3


@pytest.mark.parametrize(
    "field", ["participants", "labeledAccounts", "tradingAccounts"], ids=["participants", "labeled", "trading"]
)
async def test_pages_join_to_the_whole_list(open_gateway: OpenHouse, field: str) -> None:
    """Following endCursor in small pages gives each entry once, in the order of one large page."""
    house = await open_gateway(participants=60)
    inner = {"participants": "code", "labeledAccounts": "name", "tradingAccounts": "name"}[field]
    question = (
        f"query($first: Int!, $after: String) {{ page: {field}(first: $first, after: $after) "
        f"{{ edges {{ cursor node {{ {inner} }} }} "
        "pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"
    )
    pages: dict[int, list[str]] = {}
    for size in (7, 100):
        seen: list[str] = []
        after = None
        for _ in range(60 if field == "participants" else 16):
            page = (await house.data(question, {"first": size, "after": after}))["page"]
            assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
            assert len(page["edges"]) <= size
            seen += [edge["node"][inner] for edge in page["edges"]]
            if page["edges"]:
                assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        pages[size] = seen
    assert len(pages[7]) == len(set(pages[7]))
    assert pages[100][: len(pages[7])] == pages[7]
    if field == "participants":
        assert len(pages[7]) == 60


async def test_labeled_accounts_are_narrowed(house: House) -> None:
    """Filters by participant, label and asset leave what they name, with the balances of those assets only."""
    answer = await house.data(
        """query($only: LabeledAccountFilter) { labeledAccounts(filter: $only) { edges { node {
             participantCode label balances { asset } } } } }""",
        {"only": {"participantCodes": ["ABC123", "ZZZ999"], "labels": ["general", "none"], "assets": ["BTC"]}},
    )
    assert [edge["node"] for edge in answer["labeledAccounts"]["edges"]] == [
        {"participantCode": "ABC123", "label": "general", "balances": [{"asset": "BTC"}]}
    ]
    narrowed = await house.data(
        '{ participant(code: "ABC123") { none: labeledAccounts(assets: ["ETH"]) { label } '
        'one: labeledAccounts(labels: ["scalping"]) { label participant { code kind status rawStatus } } } }'
    )
    assert narrowed["participant"]["none"] == []
    (one,) = narrowed["participant"]["one"]
    assert one["participant"] == {
        "code": "ABC123", "kind": "INDIVIDUAL", "status": "APPROVED", "rawStatus": "approved",
    }  # fmt: skip


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


async def test_the_state_of_the_venues(house: House) -> None:
    """Before any traffic the venues are asked; all are UP and name when they last answered."""
    states = (await house.data("{ venues { venue health lastSuccessAt lastErrorCode } }"))["venues"]
    assert [only(state, "venue", "health", "lastErrorCode") for state in states] == [
        ("ZEROHASH", "UP", None),
        ("POLYMARKET_US", "UP", None),
        ("ARCUS", "UP", None),
    ]
    assert all(state["lastSuccessAt"].endswith("Z") for state in states)


async def test_legacy_routes_tell_a_status(open_gateway: OpenHouse) -> None:
    """The older routes answer with object rows, whose status words are passed on."""
    house = await open_gateway(POLYMARKET_US__ROUTES="legacy")
    answer = await house.data("{ tradingAccounts(first: 100) { edges { node { name status } } } firm { name } }")
    statuses = {edge["node"]["status"] for edge in answer["tradingAccounts"]["edges"]}
    assert "ACTIVE" in statuses
    assert answer["firm"]["name"] == "firms/acme-trading"


@pytest.mark.parametrize("page", [0, -1, 10_000_000])
async def test_a_forged_cursor_is_refused_before_any_upstream_call(house: House, page: int) -> None:
    """A cursor that points where no page can be is the caller's mistake, not the venue's."""
    answer = await house.ask(
        "query($after: String) { participants(after: $after) { edges { cursor } } }",
        {"after": encode_cursor("participants ", page, "ABC123")},
    )
    assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "after"}
    assert not house.records


async def test_a_wrong_entry_of_a_list_costs_itself(house: House) -> None:
    """Among keys and ids one that cannot be right is an error at its index; its neighbours are answered."""
    answer = await house.ask(
        f'{{ marginAccounts(keys: [{{address: "{JOHN}"}}, {{address: "x"}}]) {{ equity }} nodes(ids: ["x"]) {{ id }} }}'
    )
    assert answer["data"] == {"marginAccounts": [{"equity": "103960.5"}, None], "nodes": [None]}
    named = {tuple(error["path"]): error["extensions"]["argument"] for error in answer["errors"]}
    assert named == {("marginAccounts", 1): "keys[1]", ("nodes", 0): "ids[0]"}


async def test_a_list_of_which_nothing_can_be_read_is_null(house: House) -> None:
    """A listing whose every owner fails is an error and not an empty page; where some fail, they are named."""
    question = "query($codes: [String!]) { labeledAccounts(filter: {participantCodes: $codes}) { edges { cursor } } }"
    broken = await house.ask(question, {"codes": ["F0HTML"]})
    assert broken["data"] == {"labeledAccounts": None}
    partly = await house.ask(question, {"codes": ["ABC123", "F0HTML"]})
    assert len(partly["data"]["labeledAccounts"]["edges"]) == 2
    (error,) = partly["errors"]
    assert (error["extensions"]["code"], error["extensions"]["participantCode"]) == ("VENUE_ANSWER", "F0HTML")


async def test_a_cursor_is_of_one_list_only(house: House) -> None:
    """A cursor of the whole list is refused by a filtered one: it would skip accounts there in silence."""
    page = (await house.data("{ labeledAccounts(first: 1) { pageInfo { endCursor } } }"))["labeledAccounts"]
    answer = await house.ask(
        "query($after: String) { labeledAccounts(filter: {labels: []}, after: $after) { edges { cursor } } }",
        {"after": page["pageInfo"]["endCursor"]},
    )
    assert answer["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "after"}


async def test_a_filter_that_finds_nothing_costs_few_calls(open_gateway: OpenHouse) -> None:
    """However small the page, a filtered list reads whole pages of participants at a time."""
    house = await open_gateway(participants=130)
    answer = await house.ask('{ labeledAccounts(first: 1, filter: {labels: ["nothere"]}) { edges { cursor } } }')
    assert answer["data"]["labeledAccounts"]["edges"] == []
    assert house.sandbox.count("zerohash") <= 35


async def test_a_slow_venue_does_not_take_the_others_with_it(open_gateway: OpenHouse) -> None:
    """Sections and the parts of a net worth are read side by side: the others are whole within a short deadline."""
    house = await open_gateway(DEADLINE_SECONDS="1")
    await house.data("{ firm { name } }")
    house.sandbox.faults.set("zerohash", "slow")
    answer = await house.ask(
        """{ portfolio(participantCode: "ABC123") { netWorth { total omitted { venue } } sections {
             ... on VenueUnavailable { code } ... on VenueAccounts { accounts { balances { total } } } } } }"""
    )
    portfolio = answer["data"]["portfolio"]
    assert portfolio["sections"] == [
        {"code": "VENUE_TIMEOUT"},
        {"accounts": [{"balances": [{"total": "10000.0364"}]}]},
        {"accounts": [{"balances": [{"total": "103960.5"}]}]},
    ]
    assert portfolio["netWorth"]["total"] == "113960.5364"
    assert "errors" not in answer
