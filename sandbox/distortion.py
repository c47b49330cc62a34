"""What each fault makes of an answer: the venue-specific forms and the ways to spoil a healthy body."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from sandbox.faults import Fault

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
HTML = b"<!doctype html><html><head><title>One moment</title></head><body>Please wait.</body></html>"
JSON_TYPE = "application/json"

NO_ANSWER_NEEDED = frozenset({"down", "rate_limited", "error", "html", "empty", "forbidden"})
"""These replace the answer, so the venue is not asked for one."""


class Reply(NamedTuple):
    """A whole HTTP answer; `missing` is how many announced bytes never come."""

    status: int
    body: bytes
    headers: Mapping[str, str] = {}
    content_type: str = JSON_TYPE
    missing: int = 0


class Forms(NamedTuple):
    """How one venue words its faults."""

    rate_limited: Callable[[Fault], Reply]
    error: Callable[[Fault], Reply]
    forbidden: Callable[[Fault, str], Reply]
    """From the fault and the path of the call."""
    expired_token: Reply | None
    """None where the venue judges tokens itself."""
    required: frozenset[str]
    """Members that `missing_fields` leaves out, wherever they stand."""
    owners: Mapping[str, object]
    """Members that say whose answer it is, and what `wrong_echo` puts there."""


def distort(fault: Fault, reply: Reply, forms: Forms, path: str) -> Reply:
    """The answer as the fault shows it; `down` and `slow` concern the connection, `moving` the venue itself."""
    match fault.mode:
        case "rate_limited":
            return forms.rate_limited(fault)
        case "error":
            return forms.error(fault)
        case "forbidden":
            return forms.forbidden(fault, path)
        case "expired_token":
            return forms.expired_token or reply
        case "html":
            return Reply(200, HTML, content_type="text/html; charset=utf-8")
        case "empty":
            return Reply(200, b"")
        case "truncated":
            cut = reply.body[: len(reply.body) // 2]
            return reply._replace(body=cut, missing=len(reply.body) - len(cut) if fault.how == "length" else 0)
        case "not_json_charset":
            return reply._replace(body=reply.body.decode().encode("utf-16"))
    spoil = SPOILERS.get(fault.mode)
    if spoil is None or reply.status != 200:
        return reply
    return reply._replace(body=msgspec.json.encode(spoil(msgspec.json.decode(reply.body), forms)))


def wrong_types(value: object, _forms: Forms) -> object:
    """Containers become numbers and everything else becomes a list, one level deep."""
    if isinstance(value, dict):
        return {name: 7 if isinstance(held, dict | list) else [held] for name, held in value.items()}
    return 7


def missing_fields(value: object, forms: Forms) -> object:
    """The required members are gone, wherever they stood."""
    if isinstance(value, dict):
        return {name: missing_fields(held, forms) for name, held in value.items() if name not in forms.required}
    return [missing_fields(held, forms) for held in value] if isinstance(value, list) else value


def wrong_echo(value: object, forms: Forms) -> object:
    """The answer names another owner than was asked about."""
    if isinstance(value, dict):
        return {
            name: forms.owners[name] if name in forms.owners and held is not None else wrong_echo(held, forms)
            for name, held in value.items()
        }
    return [wrong_echo(held, forms) for held in value] if isinstance(value, list) else value


def json_numbers(value: object, forms: Forms) -> object:
    """Amounts in text become JSON numbers, digit for digit."""
    if isinstance(value, dict):
        return {name: json_numbers(held, forms) for name, held in value.items()}
    if isinstance(value, list):
        return [json_numbers(held, forms) for held in value]
    return msgspec.Raw(value.encode()) if isinstance(value, str) and NUMBER.fullmatch(value) else value


SPOILERS: Mapping[str, Callable[[object, Forms], object]] = {
    "wrong_types": wrong_types,
    "missing_fields": missing_fields,
    "wrong_echo": wrong_echo,
    "json_numbers": json_numbers,
}


def json_reply(status: int, body: object, headers: Mapping[str, str] | None = None) -> Reply:
    """A reply with a JSON body."""
    return Reply(status, msgspec.json.encode(body), headers or {})


def retry_headers(fault: Fault, habit: int | None = None) -> dict[str, str]:
    """`Retry-After` as the fault asks for it, else as is the venue's habit."""
    wait = habit if fault.retry_after is msgspec.UNSET else fault.retry_after
    return {} if wait is None else {"retry-after": str(wait)}
