"""Who is let in at Polymarket US: token, scope and participant header of a call, and tokens that count as expired."""

from collections.abc import Callable

from starlette.requests import Request

from sandbox.answers import refuse, venue_fault
from sandbox.faults import Fault
from sandbox.polymarket_us.tokens import Tokens
from sandbox.polymarket_us.wire import Body, status_body

SCOPES = {
    "/v1/whoami": "read:accounts",
    "/v1/users": "read:accounts",
    "/v1/accounts": "read:accounts",
    "/v1/positions": "read:positions",
    "/v1/trading": "read:orders",
    "/v1/refdata": "read:instruments",
}
EXPIRED_TOKEN = {"code": 16, "message": "unauthenticated: token is missing or has expired", "details": []}


class Expiry:
    """Refuses a token once and then lets its renewal pass, so that renewing is what cures it."""

    def __init__(self) -> None:
        self._refused = 0
        self._accepted = 0
        self._waiting = False

    def refuses(self, serial: int) -> bool:
        """Whether this token is refused."""
        if serial == self._accepted:
            return False
        if self._waiting and serial > self._refused:
            self._accepted, self._waiting = serial, False
            return False
        if serial > self._accepted:
            self._refused, self._waiting = serial, True
        return True


class Admission:
    """Lets calls in, and remembers which tokens the faults have made expire."""

    def __init__(self, tokens: Tokens, knows_user: Callable[[str], bool]) -> None:
        self._tokens = tokens
        self._knows_user = knows_user
        self._expiries: dict[str, Expiry] = {}
        self._expiry_of: tuple[Fault | None, Expiry] = (None, Expiry())

    def admit(self, request: Request, *, participant: bool = False) -> int:
        """Verifies token, scope and participant header; gives the token's serial number."""
        kind, _, text = request.headers.get("authorization", "").partition(" ")
        token = self._tokens.verify(text) if kind.lower() == "bearer" else None
        if token is None:
            refuse(401, EXPIRED_TOKEN)
        fault = venue_fault(request)
        if fault is not None and fault.mode == "expired_token":
            if fault is not self._expiry_of[0]:
                self._expiry_of = (fault, Expiry())
            expire(self._expiry_of[1], token.serial)
        scope = scope_of(request.url.path)
        if scope not in token.scopes:
            refuse(403, missing_scope(scope))
        given = request.headers.get("x-participant-id")
        if participant and given is None:
            refuse(403, status_body(7, "permission denied: x-participant-id is required"))
        if given is not None and not self._knows_user(given) and scope != "read:instruments":
            refuse(403, status_body(7, "permission denied: unknown x-participant-id"))
        return token.serial

    def expire_for(self, account: str, serial: int) -> None:
        """Refuses the token where it counts as expired for this account."""
        expire(self._expiries.setdefault(account, Expiry()), serial)


def expire(expiry: Expiry, serial: int) -> None:
    """Refuses the token with 401 if it counts as expired."""
    if expiry.refuses(serial):
        refuse(401, EXPIRED_TOKEN)


def missing_scope(scope: str) -> Body:
    """The 403 of a token without the scope; it has no details."""
    return {"code": 7, "message": f"permission denied: missing required scope {scope}"}


def scope_of(path: str) -> str:
    """The scope that a path needs."""
    return next((scope for prefix, scope in SCOPES.items() if path.startswith(prefix)), "read:accounts")
