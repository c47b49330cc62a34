"""Reading documents: what is kept, what is chosen, and what may stand under one name."""

from gateway.execution.documents import ROOM, Documents
from tests.gateway.execution.small_schema import SCHEMA
from tests.house import House


def test_a_document_is_read_once() -> None:
    """The same text is the same document, right or wrong; the oldest make room, and very long ones are not kept."""
    documents = Documents(SCHEMA)
    for text in ("{ whole }", "{ nothing }"):
        assert documents.read(text) is documents.read(text)
    long = "{ whole }" + " " * ROOM.longest
    assert documents.read(long) is not documents.read(long)
    first = documents.read("{ whole }")
    for number in range(ROOM.entries):
        documents.read(f"{{ a{number}: whole }}")
    assert documents.read("{ whole }") is not first


async def test_operations_are_chosen_by_name(house: House) -> None:
    """OperationName picks one of several operations; a name that is not there is refused."""
    document = "query A { a: __typename } query B { b: __typename }"
    chosen = await house.client.post("/graphql", json={"query": document, "operationName": "B"})
    assert chosen.json()["data"] == {"b": "Query"}
    missing = await house.client.post("/graphql", json={"query": document, "operationName": "C"})
    assert missing.json()["errors"][0]["extensions"]["code"] == "OPERATION_RESOLUTION_FAILURE"


async def test_positions_of_two_kinds_of_account_stand_under_one_name(house: House) -> None:
    """`positions` is nullable on both kinds of account that have it, so that one document may select both."""
    answer = await house.ask(
        """{ node(id: "x") { ... on TradingAccount { positions { symbol } }
                             ... on MarginAccount { positions { marketId } } } }"""
    )
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


async def test_one_name_for_two_shapes_is_refused(house: House) -> None:
    """One response name for a text and a list is a mistake, whichever kinds of thing they belong to."""
    clash = '{ node(id: "x") { ... on Firm { a: name } ... on TradingAccount { a: cash { currency } } } }'
    answer = await house.ask(clash)
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
