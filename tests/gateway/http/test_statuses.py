"""Which status an outcome has, and the word that the metrics count."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from gateway.execution.answers import Outcome
from gateway.execution.stock import Executor
from gateway.http.graphql import GRAPHQL_JSON, JSON, STATUSES, STATUSES_IN_PLAIN_JSON, serve_graphql
from gateway.runtime import Gateway
from gateway.settings import load_settings
from tests.gateway.execution.small_schema import SCHEMA
from tests.house import House


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """GraphQL over HTTP in front of the small schema, with a deadline of 0.1 s, and its metrics."""
    settings = load_settings({"GATEWAY_DEADLINE_SECONDS": "0.1"}, Path("/dev/null"))
    async with Gateway.open(settings) as gateway:
        gateway.executor = Executor(SCHEMA, gateway.telemetry.unexpected)

        async def graphql(request: Request) -> Response:
            return await serve_graphql(request, gateway, Response())

        async def metrics(_: Request) -> Response:
            return Response(gateway.telemetry.exposition())

        app = Starlette(routes=[Route("/graphql", graphql, methods=["GET", "POST"]), Route("/metrics", metrics)])
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://gateway") as client:
            yield client


@pytest.mark.parametrize(
    ("query", "outcome", "in_graphql_json", "in_plain_json"),
    [
        ("{ whole }", Outcome.ANSWERED, 200, 200),
        ("{ late }", Outcome.WITH_ERRORS, 200, 200),
        ("{ nothing }", Outcome.REFUSED, 400, 200),
        (None, Outcome.BAD_REQUEST, 400, 400),
        ("{ slow }", Outcome.DEADLINE_EXCEEDED, 504, 504),
    ],
)
async def test_each_outcome_has_its_status_and_its_word(
    client: httpx.AsyncClient, query: str | None, outcome: Outcome, in_graphql_json: int, in_plain_json: int
) -> None:
    """The status follows from outcome and media type alone; the metrics count the outcome's word."""
    for media_type, status in ((GRAPHQL_JSON, in_graphql_json), (JSON, in_plain_json)):
        response = await client.post("/graphql", json={"query": query}, headers={"accept": media_type})
        assert response.status_code == status
    assert (
        f'gateway_requests_total{{operation="other",outcome="{outcome.value}"}} 2.0'
        in (await client.get("/metrics")).text
    )


async def test_a_late_answer_says_so(client: httpx.AsyncClient) -> None:
    """When the deadline passes before anything is there, the answer is one error with a code, without data."""
    response = await client.post("/graphql", json={"query": "{ slow }"})
    message = "The question took longer than the gateway allows."
    assert response.json() == {"errors": [{"message": message, "extensions": {"code": "DEADLINE_EXCEEDED"}}]}


def test_no_outcome_is_without_a_status() -> None:
    """Whatever becomes of a request, there is a status for it."""
    assert set(STATUSES) == set(STATUSES_IN_PLAIN_JSON) == set(Outcome)


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
    for accept, status in ((GRAPHQL_JSON, 400), (JSON, 200)):
        headers = {"accept": accept, "content-type": JSON}
        response = await house.client.post("/graphql", content=json.dumps({"query": query}), headers=headers)
        assert response.status_code == status
        assert "data" not in response.json()
        assert response.json()["errors"][0]["extensions"]["code"] == code
    assert not house.records
