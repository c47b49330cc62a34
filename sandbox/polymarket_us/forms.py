"""How Polymarket US words its faults."""

from sandbox.distortion import Forms, Reply, json_reply, retry_headers
from sandbox.faults import Fault
from sandbox.polymarket_us.admission import missing_scope, scope_of
from sandbox.polymarket_us.wire import status_body

TOO_MANY = {"code": 8, "message": "rate limit exceeded", "details": []}
ERROR_CODES = {502: (14, "unavailable"), 503: (14, "unavailable"), 504: (4, "deadline exceeded")}


def rate_limited(fault: Fault) -> Reply:
    """The header is only said to be honoured where there is one, so there is none unless asked for."""
    return json_reply(429, TOO_MANY, retry_headers(fault))


def error(fault: Fault) -> Reply:
    """A gRPC status that fits the HTTP one."""
    return json_reply(fault.status, status_body(*ERROR_CODES.get(fault.status, (13, "internal error"))))


FORMS = Forms(
    rate_limited=rate_limited,
    error=error,
    forbidden=lambda _fault, path: json_reply(403, missing_scope(scope_of(path))),
    expired_token=None,
    required=frozenset({"balance", "buyingPower", "symbol", "id", "user", "users", "accounts"}),
    owners={"account": "firms/acme/accounts/somebody-else", "user": "firms/acme-trading/users/somebody-else"},
)
SPARED = frozenset({"/oauth/token", "/v1/health"})
