"""Whatever is sent to /graphql is answered in GraphQL's shape, and never with a fault of the gateway's."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_from_bytes

import httpx
import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from domain.budget import Allowance
from domain.errors import INTERNAL
from gateway.execution.answers import Answer, Question
from gateway.execution.stock import Executor
from gateway.http.app import create_app
from gateway.http.graphql import serve_graphql
from gateway.runtime import Gateway
from gateway.settings import load_settings
from gateway.telemetry import configure_logging
from resolvers.context import Context
from tests.gateway.execution.small_schema import SCHEMA, SECRET
from tests.house import House

JSON = {"content-type": "application/json"}
HUGE = "1e9999999999999999999999"

CASES = {
    "a byte that is no UTF-8": (b'{"query": "{ __typename \xff }"}', "UTF-8"),
    "a huge exponent": (b'{"query": "{ __typename }", "variables": {"x": %b}}' % HUGE.encode(), "40 digits"),
    "an exponent of 41 digits": (b'{"query": "{ __typename }", "variables": {"x": 1e40}}', "40 digits"),
    "41 digits": (b'{"query": "{ __typename }", "variables": {"x": %b}}' % (b"1" * 41), "40 digits"),
    "5,000 digits": (b'{"query": "{ __typename }", "variables": {"x": %b}}' % (b"1" * 5000), "40 digits"),
    "41 places": (b'{"query": "{ __typename }", "variables": {"x": 0.%b1}}' % (b"0" * 40), "40 digits"),
    "a lone surrogate": (b'{"query": "{ __typename }", "variables": {"x": "\\ud800"}}', "surrogate"),
    "a lone surrogate as a name": (b'{"query": "{ __typename }", "variables": {"\\udc00": 1}}', "surrogate"),
    "NaN": (b'{"query": "{ __typename }", "variables": {"x": NaN}}', "JSON"),
    "minus Infinity": (b'{"query": "{ __typename }", "variables": {"x": -Infinity}}', "JSON"),
    "a member twice": (b'{"query": "{ __typename }", "query": "{ venues { venue } }"}', "twice"),
    "100,000 brackets": (b"[" * 100_000, "64 levels"),
    "100,000 braces": (b'{"a":' * 50_000, "64 levels"),
    "65 levels": (b"[" * 65 + b"]" * 65, "64 levels"),
    "brackets in an open text": (b'{"query": "' + b'\\"[' * 80_000, "JSON"),
    "a long list": (b'{"query": "{ __typename }", "variables": {"x": [%b1]}}' % (b"1," * 100_000), "5000 values"),
    "many lists": (b"[%b[]]" % (b"[]," * 80_000), "5000 values"),
    "many objects side by side": (b"{}" * 100_000, "5000 values"),
    "closing brackets": (b"]" * 200_000, "JSON"),
    "null": (b"null", "object"),
    "a number": (b"7", "object"),
    "a text": (b'"x"', "object"),
    "nothing": (b"", "JSON"),
    "a byte order mark": (b'\xef\xbb\xbf{"query": "{ __typename }"}', "JSON"),
    "a zero byte": (b'{"query": "\x00"}', "JSON"),
    "UTF-16": ('{"query": "{ __typename }"}'.encode("utf-16"), "UTF-8"),
}


@pytest.mark.parametrize("case", CASES)
async def test_a_body_that_cannot_be_read_is_one_sentence(house: House, case: str) -> None:
    """It is 400 with one sentence that says what is wrong, and no data."""
    body, words = CASES[case]
    response = await house.client.post("/graphql", content=body, headers=JSON)
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert words in error["message"]
    assert error["message"].endswith(".")


@pytest.mark.parametrize("variables", [HUGE, "1" * 5000, "NaN", "[" * 10_000, '{"a": 1, "a": 2}', '{"a": "\\ud800"}'])
async def test_variables_of_a_get_are_read_as_strictly(house: House, variables: str) -> None:
    """What a body must not hold, a query string must not hold either."""
    sent = variables if variables.startswith("{") else f'{{"x": {variables}}}'
    response = await house.client.get(f"/graphql?query=%7B__typename%7D&variables={quote(sent)}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["message"].startswith("variables ")


async def test_a_query_string_that_is_no_utf_8_is_refused(house: House) -> None:
    """It is not another question with the wrong characters replaced."""
    for sent in (
        "query=%7B__typename%7D%ff",
        "query=%7B__typename%7D&operationName=%c3",
        "%fe=1&query=%7B__typename%7D",
    ):
        response = await house.client.get(f"/graphql?{sent}")
        assert response.status_code == 400
        assert response.json()["errors"][0]["message"] == "The query string is not UTF-8."


async def test_numbers_of_forty_digits_are_taken(house: House) -> None:
    """Forty digits are within the limit, in front of the point, behind it, and as an exponent."""
    for written in ("1" * 40, "-" + "1" * 40, "0." + "1" * 39, "1e39", "1E-39"):
        body = f'{{"query": "query($x: Int) {{ __typename }}", "variables": {{"x": {written}}}}}'
        response = await house.client.post("/graphql", content=body.encode(), headers=JSON)
        assert response.status_code == 200
        assert response.json()["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"  # $x is not used


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    """A gateway without venues: what is sent is read and refused in it like in any other."""
    app = create_app(load_settings({}, Path("/dev/null")))
    async with app.router.lifespan_context(app) as state:

        async def with_state(scope: Any, receive: Any, send: Any) -> None:
            await app({**scope, "state": dict(state or {})}, receive, send)

        transport = httpx.ASGITransport(app=with_state)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            yield client


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("{ __typename }")
ANY_JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10)
MEMBERS = st.dictionaries(st.sampled_from(["query", "variables", "operationName", "extensions", "other"]), ANY_JSON)
DOCUMENTS = st.text('{}()[]:$!@."#\\ \n\ufeffaé\ud800 query fragment on 1e-', max_size=60)
FIELDS = st.fixed_dictionaries({"query": DOCUMENTS}, optional={"variables": ANY_JSON, "operationName": ANY_JSON})
BODIES = (
    st.binary()
    | (ANY_JSON | MEMBERS | FIELDS).map(lambda value: json.dumps(value).encode())
    | st.tuples(st.binary(), st.binary()).map(lambda parts: b'{"query": "' + parts[0] + b'", "x": ' + parts[1] + b"}")
)
HEADERS = st.fixed_dictionaries({}, optional={"accept": st.sampled_from(["*/*", "text/html", "a;q=nan", ";;,q=1e999"])})
STEADY = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def holds(response: httpx.Response) -> None:
    """The answer is not a fault, and it is the page or has GraphQL's shape."""
    assert response.status_code < 500, response.text
    if response.headers["content-type"].startswith("text/html"):
        return
    answer = response.json()
    assert set(answer) <= {"data", "errors", "extensions"}
    assert "data" in answer or answer["errors"]
    for error in answer.get("errors", []):
        assert len(error["message"]) <= 300
        assert error["extensions"]["code"] != "INTERNAL_SERVER_ERROR"


@given(body=BODIES, headers=HEADERS)
@STEADY
async def test_any_body_is_answered(client: httpx.AsyncClient, body: bytes, headers: dict[str, str]) -> None:
    """Any bytes and any JSON, posted as JSON, are answered in GraphQL's shape below status 500."""
    holds(await client.post("/graphql", content=body, headers={**JSON, **headers}))


@given(query=st.binary() | DOCUMENTS.map(lambda text: text.encode("utf-8", "surrogatepass")), variables=BODIES)
@STEADY
async def test_any_query_string_is_answered(client: httpx.AsyncClient, query: bytes, variables: bytes) -> None:
    """Any bytes as query and as variables of a GET are answered in GraphQL's shape below status 500."""
    sent = f"query={quote_from_bytes(query)}&variables={quote_from_bytes(variables)}"
    holds(await client.get(f"/graphql?{sent}"))


class Broken(Executor):
    """An executor with a fault that nobody thought of."""

    async def execute(self, question: Question, context: Context, allowance: Allowance | None = None) -> Answer:
        """Fail."""
        raise ZeroDivisionError(SECRET)


async def test_a_fault_of_ours_is_answered_and_logged(capsys: pytest.CaptureFixture[str]) -> None:
    """An exception that nothing else catches is 500 in GraphQL's shape, counted, and one line of JSON in the log."""
    try:
        configure_logging()
        async with Gateway.open(load_settings({}, Path("/dev/null"))) as gateway:
            gateway.executor = Broken(SCHEMA, gateway.telemetry.unexpected)

            async def graphql(request: Request) -> Response:
                return await serve_graphql(request, gateway, Response())

            transport = httpx.ASGITransport(app=Starlette(routes=[Route("/graphql", graphql, methods=["POST"])]))
            async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
                response = await client.post("/graphql", json={"query": "{ whole }"})
            assert b'gateway_requests_total{operation="other",outcome="failed"} 1.0' in gateway.telemetry.exposition()
    finally:
        structlog.reset_defaults()
    assert response.status_code == 500
    assert response.json() == {"errors": [{"message": INTERNAL, "extensions": {"code": "INTERNAL_SERVER_ERROR"}}]}
    faults = [line for line in capsys.readouterr().err.splitlines() if "unexpected_error" in line]
    assert len(faults) == 1
    assert "ZeroDivisionError" in json.loads(faults[0])["exception"]
