"""What may be sent as a request, and in which media type the answer goes back."""

import httpx
import pytest

from tests.house import House

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


async def test_head_is_answered_like_get(house: House) -> None:
    """HEAD of the page is 200."""
    response = await house.client.head("/graphql", headers={"accept": "text/html"})
    assert response.status_code == 200
