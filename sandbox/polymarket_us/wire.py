"""Polymarket US's wire conventions: JSON bodies, gRPC statuses, names in two cases, page sizes and page tokens."""

import base64
import binascii
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.requests import Request

from sandbox.answers import refuse

Body = dict[str, Any]

LARGEST_PAGE = 1000


def asked(request: Request, name: str) -> str | None:
    """A query value by its camel case name, or in snake case, which the venue takes too."""
    query = request.query_params
    snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
    return query.get(name, query.get(snake))


async def read_body(request: Request) -> Body:
    """The JSON object in the body; refuses anything else."""
    try:
        return msgspec.json.decode(await request.body(), type=Body)
    except msgspec.DecodeError:
        refuse(400, status_body(3, "invalid argument: the body must be a JSON object"))


async def read_fields(request: Request) -> Body:
    """The members of a JSON body or the fields of a form."""
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
    return await read_body(request)


def page_size(value: object, default: int) -> int:
    """The asked page size; refuses more than a thousand."""
    if value in (None, "", 0, "0"):
        return default
    text = str(value)
    if not text.isascii() or not text.isdigit() or int(text) > LARGEST_PAGE:
        refuse(400, status_body(3, f"invalid argument: pageSize must be 1 to {LARGEST_PAGE}"))
    return int(text)


def token_offset(token: object) -> int:
    """Where a page token points; refuses what was not given out here."""
    if token in (None, ""):
        return 0
    try:
        return int(base64.urlsafe_b64decode(str(token)).removeprefix(b"offset:"))
    except (binascii.Error, ValueError):
        refuse(400, status_body(3, "invalid argument: pageToken is not valid"))


def next_page(stop: int, total: int) -> Body:
    """The end of a paged reply: a token for the rest, or the empty one."""
    if stop >= total:
        return {"nextPageToken": "", "eof": True}
    return {"nextPageToken": base64.urlsafe_b64encode(f"offset:{stop}".encode()).decode(), "eof": False}


def status_body(code: int, message: str) -> Body:
    """A gRPC status as JSON."""
    return {"code": code, "message": message, "details": []}


def left_out(value: object) -> object:
    """The answer as proto3 may print it: empty text, lists and maps, zero and `false` are not there."""
    if isinstance(value, dict):
        kept = {name: left_out(held) for name, held in value.items()}
        return {name: held for name, held in kept.items() if held not in ("", [], {}, 0, False, None)}
    return [left_out(held) for held in value] if isinstance(value, list) else value
