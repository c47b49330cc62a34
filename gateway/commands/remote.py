"""Speaks to a gateway that runs in another process, over HTTP and with the standard library alone."""

import secrets
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec

from gateway.execution.answers import Question

LONGEST_WAIT = 310.0
"""Seconds: a little more than the longest deadline that a gateway may have."""
REQUEST_ID = "x-request-id"

ENCODER = msgspec.json.Encoder(decimal_format="number")
"""A number among the variables is sent digit for digit."""


class UnreachableError(Exception):
    """No GraphQL answer came back; the text is one sentence."""


class Address(NamedTuple):
    """Where a gateway listens."""

    host: str
    port: int | None
    encrypted: bool
    path: str

    @classmethod
    def read(cls, url: str) -> "Address":
        """The endpoint that a URL means; without a path, /graphql. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise ValueError(url)
        return cls(parts.hostname, parts.port, parts.scheme == "https", parts.path.rstrip("/") or "/graphql")

    def connect(self, seconds: float) -> HTTPConnection:
        """A connection that is opened by its first request; no proxy, no redirects."""
        kind = HTTPSConnection if self.encrypted else HTTPConnection
        return kind(self.host, self.port, timeout=seconds)


def ask(address: Address, question: Question) -> bytes:
    """The body of the answer, which is a JSON object. Raises UnreachableError."""
    sent = {
        "query": question.query,
        "variables": question.variables,
        "operationName": question.operation_name,
    }
    headers = {"content-type": "application/json", "accept": "application/graphql-response+json, application/json"}
    connection = address.connect(LONGEST_WAIT)
    try:
        connection.request("POST", address.path, ENCODER.encode(sent), headers)
        response = connection.getresponse()
        body = response.read()
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise UnreachableError(f"The gateway could not be reached: {reason}.") from None
    finally:
        connection.close()
    try:
        msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except msgspec.DecodeError:
        raise UnreachableError(f"What answered there is no gateway: status {response.status}, no JSON.") from None
    return body


def is_gateway(url: str) -> bool:
    """Whether a gateway answers there: it says that it lives, and gives the id of the request back."""
    sent = secrets.token_hex(8)
    connection = Address.read(url).connect(2.0)
    try:
        connection.request("GET", "/livez", headers={REQUEST_ID: sent})
        response = connection.getresponse()
        return response.status == 200 and response.getheader(REQUEST_ID) == sent
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        connection.close()
