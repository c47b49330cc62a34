"""GraphQL over HTTP: media types, statuses, limits, and what a broken or hostile request is told."""

import asyncio
import json
import re
from typing import Any

import httpx
import pytest

from domain.venues import Venue
from tests.house import House, OpenHouse

GRAPHQL_JSON = "application/graphql-response+json"
JSON = {"content-type": "application/json"}


async def post(house: House, body: bytes, **headers: str) -> httpx.Response:
    """POST bytes as they are."""
    return await house.client.post("/graphql", content=body, headers={**JSON, **headers})


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        (GRAPHQL_JSON, GRAPHQL_JSON),
        (f"application/json;q=0.5, {GRAPHQL_JSON}", GRAPHQL_JSON),
        (f"{GRAPHQL_JSON};q=0.1, application/json", "application/json"),
        ("application/*", "application/json"),
    ],
)
async def test_the_media_type_is_the_one_liked_best(house: House, accept: str, media_type: str) -> None:
    """Accept decides between the two media types of GraphQL."""
    response = await post(house, b'{"query": "{ __typename }"}', accept=accept)
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert response.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"null", b"7", b'"x"', b"[]", b"{", b"{}", b'{"query": 7}', b'{"query": null}', b"\xff\xfe",
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": {"x": NaN}}',
        b'{"query": "{ __typename }", "variables": {"x": Infinity}}',
        b'{"query": "{ __typename }", "operationName": 0}',
        b'{"query": "{ __typename }", "extensions": false}',
        b'{"query": "\\ud800"}',
        b"[" * 100_000,
        b'[{"query": "{ __typename }"}]',
    ],
    ids=range(18),
)  # fmt: skip
async def test_a_body_that_is_no_question_is_a_bad_request(house: House, body: bytes) -> None:
    """Whatever is sent, the answer is 400 with one sentence and a code, never 500."""
    response = await post(house, body)
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert error["message"].endswith(".")
    assert "data" not in response.json()


async def test_limits_and_encodings_of_the_body(house: House) -> None:
    """Too large is 413, compressed or of another type 415, an Accept that allows neither media type 406."""
    assert (await post(house, b'{"query": "' + b" " * 300_000 + b'"}')).status_code == 413
    assert (await post(house, b"x", **{"content-encoding": "gzip"})).status_code == 415
    assert (await post(house, b"x", **{"content-type": "text/plain"})).status_code == 415
    assert (await post(house, b"x", accept="image/png")).status_code == 406
    assert (await house.client.put("/graphql")).status_code == 405


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ a" * 3000, "GRAPHQL_PARSE_FAILED"),
        ("{ __typename }" + " { __typename }" * 6000, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("query A { __typename } query B { __typename }", "OPERATION_RESOLUTION_FAILURE"),
        ("query($x: Int!) { __typename }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($x: String!) { participant(code: $x) { code } }", "BAD_USER_INPUT"),
    ],
)
async def test_a_refused_document_has_a_code_and_no_data(house: House, query: str, code: str) -> None:
    """A document that cannot be executed is 400 in GraphQL's media type, 200 in plain JSON, without `data`."""
    for accept, status in ((GRAPHQL_JSON, 400), ("application/json", 200)):
        response = await post(house, json.dumps({"query": query}).encode(), accept=accept)
        assert response.status_code == status
        assert "data" not in response.json()
        assert response.json()["errors"][0]["extensions"]["code"] == code
    assert not house.records


async def test_operations_are_chosen_by_name(house: House) -> None:
    """OperationName picks one of several operations; a name that is not there is refused."""
    document = "query A { a: __typename } query B { b: __typename }"
    chosen = await post(house, json.dumps({"query": document, "operationName": "B"}).encode())
    assert chosen.json()["data"] == {"b": "Query"}
    missing = await post(house, json.dumps({"query": document, "operationName": "C"}).encode())
    assert missing.json()["errors"][0]["extensions"]["code"] == "OPERATION_RESOLUTION_FAILURE"


async def test_get_asks_queries_only(house: House) -> None:
    """GET answers queries with variables, refuses mutations with 405, and shows a browser the page."""
    asked = await house.client.get(
        "/graphql",
        params={"query": "query($c: String!) { participant(code: $c) { code } }", "variables": '{"c": "ABC123"}'},
    )
    assert asked.json()["data"] == {"participant": {"code": "ABC123"}}
    refused = await house.client.get("/graphql", params={"query": "mutation { __typename }"})
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert refused.json()["errors"][0]["extensions"] == {"code": "BAD_REQUEST"}
    page = await house.client.get("/graphql", headers={"accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert (await house.client.get("/graphql")).status_code == 400


async def test_one_field_two_nullabilities(house: House) -> None:
    """Only a clash of nullability between kinds of account is forgiven; a real clash is not."""
    clash = '{ node(id: "x") { ... on Firm { a: name } ... on TradingAccount { a: cash { currency } } } }'
    answer = await house.ask(clash)
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_a_client_that_leaves_cancels_its_upstream_calls(open_gateway: OpenHouse) -> None:
    """When the client goes away the upstream calls end with it, and the next client is answered."""
    house = await open_gateway()
    question = b'{"query": "{ participant(code: \\"ABC123\\") { name } }"}'
    house.sandbox.faults.set("zerohash", "slow")
    left = asyncio.Event()
    sent: list[Any] = [{"type": "http.request", "body": question}]

    async def receive() -> Any:
        if sent:
            return sent.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        return None

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "method": "POST", "path": "/graphql", "raw_path": b"/graphql",
        "query_string": b"", "headers": [(b"content-type", b"application/json")], "http_version": "1.1",
        "scheme": "http", "server": ("gateway", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    transport = house.client._transport
    assert isinstance(transport, httpx.ASGITransport)
    app: Any = transport.app
    serving = asyncio.create_task(app(scope, receive, send))
    while house.sandbox.count("zerohash") == 0:  # noqa: ASYNC110 - the sandbox counts, it does not signal
        await asyncio.sleep(0)  # the venue has the call before the client leaves
    left.set()
    await asyncio.wait_for(serving, 1)
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith(Venue.ZEROHASH.value)]
    house.sandbox.faults.clear()
    assert (await house.data('{ participant(code: "ABC123") { name } }'))["participant"]["name"] == "John Smith"


async def test_the_other_addresses(house: House) -> None:
    """Liveness, readiness, metrics and the way from the root to the page."""
    assert (await house.client.get("/livez")).text == "ok\n"
    ready = (await house.client.get("/readyz")).json()
    assert ready == {"ready": True, "venues": ["ZEROHASH", "POLYMARKET_US", "ARCUS"]}
    await house.ask("{ __typename }")
    metrics = (await house.client.get("/metrics")).text
    assert 'gateway_requests_total{outcome="answered"} 1.0' in metrics
    assert (await house.client.get("/")).headers["location"] == "/graphql"


REPEATED_THROUGH_FRAGMENTS = (
    "{ venues { ...A } } fragment A on VenueState { " + "venue " * 10 + "...B } "
    "fragment B on VenueState { " + "venue " * 11 + "}"
)


@pytest.mark.parametrize(
    "query",
    [
        "{ venues { " + "venue " * 2000 + "} }",
        REPEATED_THROUGH_FRAGMENTS,
        "{ venues { " + "... on VenueState { " * 60 + "venue" + " }" * 62,
        "{ participants(first: " + "1" * 5000 + ") { edges { cursor } } }",
        "query($x: [Int] = " + "[" * 60 + "]" * 60 + ") { venues { venue } }",
    ],
    ids=["repeated", "through fragments", "deep", "long number", "deep value"],
)
async def test_a_hostile_document_is_refused_before_it_is_validated(house: House, query: str) -> None:
    """Many equal names in one place and deep nesting are refused with a code, by one pass over the document."""
    answer = await house.ask(query)
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}
    assert re.search("allowed|nested|more than 64", error["message"])


async def test_thirty_levels_of_fragments_are_counted_without_expanding_them(house: House) -> None:
    """Fragments that spread each other twice, thirty levels deep, are answered at once, if only with a refusal."""
    levels = " ".join(f"fragment F{n} on Query {{ ...F{n + 1} ...F{n + 1} }}" for n in range(30))
    answer = await house.ask(f"{{ ...F0 }} {levels} fragment F30 on Query {{ __typename }}")
    assert answer["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"


async def test_head_is_answered_like_get(house: House) -> None:
    """HEAD of the page is 200."""
    response = await house.client.head("/graphql", headers={"accept": "text/html"})
    assert response.status_code == 200
