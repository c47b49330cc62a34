"""GraphQL over HTTP: what may be sent, in which media type the answer goes back, and with which status."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from domain.errors import INTERNAL, FaultError
from gateway.execution.answers import Answer, Outcome, Question, refusal
from gateway.execution.decoding import UnreadableError, decode_sent
from gateway.runtime import Gateway

T = TypeVar("T")

LARGEST_BODY = 256 * 1024
JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"

STATUSES = {
    Outcome.ANSWERED: 200,
    Outcome.WITH_ERRORS: 200,
    Outcome.REFUSED: 400,
    Outcome.BAD_REQUEST: 400,
    Outcome.DEADLINE_EXCEEDED: 504,
    Outcome.CLIENT_LEFT: 499,
    Outcome.FAILED: 500,
}
"""The status of each outcome; a bad request may have a more exact one."""
STATUSES_IN_PLAIN_JSON = {**STATUSES, Outcome.REFUSED: 200}
"""In `application/json` a refused document is 200: older clients take any other status for a broken connection."""


class BadRequest(Exception):  # noqa: N818 - the name of the status
    """A request that is not GraphQL over HTTP; answered before anything is parsed."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


async def serve_graphql(request: Request, gateway: Gateway, page: Response) -> Response:
    """Answer one HTTP request; a fault of ours is an answer of GraphQL's shape, too, and its traceback is logged."""
    started = time.monotonic()
    try:
        return await _served(request, gateway, page)
    except Exception as fault:  # noqa: BLE001 - the outermost place that catches; Starlette's answer would be no JSON
        gateway.telemetry.unexpected(fault)
        answer = refusal(INTERNAL, FaultError.code, Outcome.FAILED)
        gateway.telemetry.request(answer.outcome.value, (time.monotonic() - started) * 1000)
        return _response(answer, JSON)


async def _served(request: Request, gateway: Gateway, page: Response) -> Response:
    """Answer one HTTP request: GraphQL by POST or GET, the page for a browser that asks without a query."""
    if request.method != "POST" and "query" not in request.query_params and _wants_page(request):
        return page
    started = time.monotonic()
    with gateway.telemetry.under_way():
        answer, response = await _answered(request, gateway)
    gateway.telemetry.request(answer.outcome.value, (time.monotonic() - started) * 1000)
    return response


async def _answered(request: Request, gateway: Gateway) -> tuple[Answer, Response]:
    try:
        media_type = _media_type(request.headers.get("accept", "*/*"))
        question = await _question(request)
    except BadRequest as error:
        answer = refusal(str(error), "BAD_REQUEST", Outcome.BAD_REQUEST)
        response = _response(answer, JSON, error.status)
    else:
        if request.method != "POST" and gateway.executor.changes_something(question):
            message = "GET asks queries only; send this with POST."
            answer = refusal(message, "BAD_REQUEST", Outcome.BAD_REQUEST)
            response = _response(answer, media_type, 405, {"allow": "POST"})
        else:
            answer = await _unless_disconnected(request, gateway.answer(question))
            response = _response(answer, media_type)
    return answer, response


def _response(
    answer: Answer, media_type: str, status: int | None = None, headers: dict[str, str] | None = None
) -> Response:
    """The answer with the status of its outcome, unless a more exact one is given."""
    statuses = STATUSES if media_type == GRAPHQL_JSON else STATUSES_IN_PLAIN_JSON
    return Response(
        answer.body,
        status or statuses[answer.outcome],
        {"content-type": f"{media_type}; charset=utf-8", "cache-control": "no-store", **(headers or {})},
    )


def _media_type(accept: str) -> str:
    """The better liked of the two media types; `application/json` on a tie through a wildcard."""
    liked: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = next((piece[2:] for piece in parameters if piece.startswith("q=")), "1")
        try:
            liked[name] = float(quality)
        except ValueError:
            liked[name] = 0.0
    wildcard = liked.get("application/*", liked.get("*/*", 0.0))
    plain, graphql = liked.get(JSON, wildcard), liked.get(GRAPHQL_JSON, 0.0)
    if max(plain, graphql) <= 0:
        raise BadRequest(406, f"The answer comes as {GRAPHQL_JSON} or {JSON}, which Accept must allow.")
    return GRAPHQL_JSON if graphql >= plain else JSON


def _wants_page(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


async def _question(request: Request) -> Question:
    if request.method != "POST":
        _check_query_string(request.scope["query_string"])
        parameters: Any = {
            name: request.query_params[name] for name in ("query", "operationName") if name in request.query_params
        }
        for name in ("variables", "extensions"):
            if request.query_params.get(name):
                parameters[name] = _decoded(request.query_params[name].encode(), name)
    else:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
            raise BadRequest(415, f"The body must be sent as {JSON}.")
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            raise BadRequest(415, "The body must not be compressed.")
        parameters = _decoded(await _body(request), "The body")
    if not isinstance(parameters, dict):
        raise BadRequest(400, "The body must be a JSON object.")
    query = parameters.get("query")
    if not isinstance(query, str):
        raise BadRequest(400, "query must be there, as text.")
    _typed(parameters, "extensions", dict, "an object")
    return Question(
        query=query,
        variables=_typed(parameters, "variables", dict, "an object"),
        operation_name=_typed(parameters, "operationName", str, "text") or None,
    )


def _typed(parameters: dict[str, Any], name: str, kind: type[T], words: str) -> T | None:
    value = parameters.get(name)
    if value is not None and not isinstance(value, kind):
        raise BadRequest(400, f"{name} must be {words}.")
    return value


def _decoded(text: bytes, name: str) -> Any:  # noqa: ANN401 - any JSON
    try:
        return decode_sent(text)
    except UnreadableError as error:
        raise BadRequest(400, f"{name} {error}.") from None


def _check_query_string(sent: bytes) -> None:
    """Starlette would replace what is not UTF-8, and so answer another question."""
    try:
        unquote_to_bytes(sent).decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest(400, "The query string is not UTF-8.") from None


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_BODY:
                raise BadRequest(413, f"The body is larger than {LARGEST_BODY} bytes.")
    except ClientDisconnect:
        raise BadRequest(400, "The body broke off.") from None
    return bytes(body)


async def _unless_disconnected(request: Request, work: Awaitable[Answer]) -> Answer:
    """Do the work, and cancel it when the client leaves before it is done."""
    task = asyncio.ensure_future(work)
    left = asyncio.ensure_future(_disconnected(request.receive))
    try:
        await asyncio.wait({task, left}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return task.result()
        return refusal("The client has left.", "CLIENT_CLOSED_REQUEST", Outcome.CLIENT_LEFT)
    finally:
        left.cancel()
        task.cancel()
        await asyncio.gather(task, left, return_exceptions=True)


async def _disconnected(receive: Callable[[], Awaitable[Any]]) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
