"""Pages and filters of the lists."""

import pytest

from tests.house import House, OpenHouse


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


async def test_a_list_of_which_nothing_can_be_read_is_null(house: House) -> None:
    """A listing whose every owner fails is an error and not an empty page; where some fail, they are named."""
    question = "query($codes: [String!]) { labeledAccounts(filter: {participantCodes: $codes}) { edges { cursor } } }"
    broken = await house.ask(question, {"codes": ["F0HTML"]})
    assert broken["data"] == {"labeledAccounts": None}
    partly = await house.ask(question, {"codes": ["ABC123", "F0HTML"]})
    assert len(partly["data"]["labeledAccounts"]["edges"]) == 2
    (error,) = partly["errors"]
    assert (error["extensions"]["code"], error["extensions"]["participantCode"]) == ("VENUE_ANSWER", "F0HTML")


async def test_a_filter_that_finds_nothing_costs_few_calls(open_gateway: OpenHouse) -> None:
    """However small the page, a filtered list reads whole pages of participants at a time."""
    house = await open_gateway(participants=130)
    answer = await house.ask('{ labeledAccounts(first: 1, filter: {labels: ["nothere"]}) { edges { cursor } } }')
    assert answer["data"]["labeledAccounts"]["edges"] == []
    assert house.sandbox.count("zerohash") <= 35
