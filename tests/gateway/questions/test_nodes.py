"""Things by their id or key, and what names nothing."""

from domain.keys import LabeledKey
from domain.venues import Venue
from resolvers.ids import NodeId
from tests.house import House


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
