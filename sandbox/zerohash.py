"""The zerohash venue: signed reads of ledger rows, participants and CLOB accounts."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.requests import Request

from sandbox.answers import caller, refuse, refusing, route, show
from sandbox.credentials import Credentials
from sandbox.distortion import Forms, Reply, json_reply, retry_headers
from sandbox.faults import Fault
from sandbox.ledger import Ledger, Listing
from sandbox.limits import Clock, RollingWindow
from sandbox.world import CREATED_AT, Person, World, kind_of, status_of

ACCOUNTS_PAGE = 200
PARTICIPANTS_PAGE = 50
CLOB_PAGE = 500
TOLERANCE_SECONDS = 60

CODE = re.compile(r"[A-Z0-9]{6}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ACCOUNT_FILTERS = ("account_group", "account_label", "asset", "account_type")
CLOB_FILTERS = ("account_label", "prefunded", "account_tier")

NOT_FOUND = {"error": "Not Found"}
STALE = {"error": True, "message": "Timestamp is more than 60 seconds away from server time"}


def sign(secret: str, timestamp: str, method: str, route_text: str, body: bytes) -> str:
    """The expected signature: HMAC-SHA256 over time, method, exact path with query, and body or `{}`."""
    signed = f"{timestamp}{method}{route_text}".encode() + (body or b"{}")
    return base64.b64encode(hmac.new(base64.b64decode(secret), signed, hashlib.sha256).digest()).decode()


class Zerohash:
    """The venue's calls over one world."""

    def __init__(self, world: World, credentials: Credentials, *, limits: bool, clock: Clock) -> None:
        self.world = world
        self.ledger = Ledger(world)
        self._credentials = credentials
        self._clock = clock
        self._window = RollingWindow(2000, 10, clock, penalty=10) if limits else None
        self.app = Starlette(
            routes=[
                route("/time", self.time),
                route("/accounts", self.accounts),
                route("/accounts/{account_id}", self.account),
                route("/participants", self.participants),
                route("/participant/{participant_code}/basic_info", self.basic_info),
                route("/clob/accounts", self.clob_accounts),
            ],
            exception_handlers={**refusing(404, NOT_FOUND), **refusing(405, {"error": "Method Not Allowed"})},
        )

    async def time(self, request: Request) -> object:
        """The server's clock in seconds; the one call without a signature."""
        self._limit(request)
        return {"epoch": int(self._clock())}

    async def accounts(self, request: Request) -> object:
        """Non-zero ledger rows, 200 a page."""
        await self._admit(request)
        query = request.query_params
        page = page_of(query)
        wanted = {name: query[name] for name in ACCOUNT_FILTERS if name in query}
        owner = query.get("account_owner")
        if owner is None:
            rows, total = self.ledger.page(frozenset(wanted.items()), page, ACCOUNTS_PAGE)
        else:
            check_code(owner, "account_owner")
            person = self.world.find(owner)
            show(request, person.mode if person else None)
            found = self.ledger.rows_of_owner(owner)
            found = [row for row in found if all(row[name] == value for name, value in wanted.items())]
            rows, total = found[(page - 1) * ACCOUNTS_PAGE : page * ACCOUNTS_PAGE], len(found)
        return {"message": rows, "page": page, "total_pages": pages(total, ACCOUNTS_PAGE)}

    async def account(self, request: Request) -> object:
        """One ledger row by its id, also when it is zero."""
        await self._admit(request)
        account_id = request.path_params["account_id"]
        if not UUID.fullmatch(account_id):
            refuse(400, {"errors": ["params/account_id must match format uuid"]})
        row = self.ledger.find(account_id)
        if row is None:
            refuse(404, NOT_FOUND)
        person = self.world.find(str(row["account_owner"]))
        show(request, person.mode if person else None)
        return {"message": row}

    async def participants(self, request: Request) -> object:
        """Everybody of the platform, 50 a page."""
        await self._admit(request)
        query = request.query_params
        page = page_of(query)
        code, email, status = query.get("participant_code"), query.get("email"), query.get("status")
        if code is not None:
            check_code(code, "participant_code")
        if code is not None or email is not None:
            person = self.world.find(code) if code is not None else self.world.find_email(str(email))
            listed = person is not None and person.mode is None
            fits = listed and person is not None and email in (None, person.email) and status in (None, person.status)
            found = [participant_row(person)] if fits and person is not None else []
            rows, count = (found if page == 1 else []), len(found)
        else:
            rows, count = self._participants(status, query.get("entity_type")).page(page, PARTICIPANTS_PAGE)
        return {
            "message": rows,
            "page": page,
            "total_pages": pages(count, PARTICIPANTS_PAGE),
            "page_size": PARTICIPANTS_PAGE,
            "count": count,
        }

    def _participants(self, status: str | None, entity_type: str | None) -> Listing:
        john = self.world.person(0)
        head = [participant_row(john)] if fits(john.status, john.kind, status, entity_type) else []
        return Listing(
            head,
            self.world.participants - 1,
            lambda number: (0,) if fits(status_of(number), kind_of(number), status, entity_type) else (),
            lambda number, _slot: participant_row(self.world.person(number)),
        )

    async def basic_info(self, request: Request) -> object:
        """One participant by code."""
        await self._admit(request)
        code = request.path_params["participant_code"]
        check_code(code, "participant_code", place="params")
        person = self.world.find(code)
        if person is None:
            refuse(404, NOT_FOUND)
        return {
            "message": {
                "participant_code": person.code,
                "status": person.status,
                "action": "update",
                "participant_type": person.kind,
                "name": person.name,
                "email": person.email,
                "submission_method": "API",
                "signed_timestamp": CREATED_AT,
                "created_at": CREATED_AT,
                "last_updated": CREATED_AT + 1000,
                "jurisdiction_code": "US-IL",
            }
        }

    async def clob_accounts(self, request: Request) -> object:
        """CLOB accounts, 500 a page; `next_page` 0 ends the list."""
        await self._admit(request)
        query = request.query_params
        page = page_of(query)
        wanted = {name: query[name] for name in CLOB_FILTERS if name in query}
        if wanted.get("prefunded", "true") not in ("true", "false"):
            refuse(400, {"errors": ["query/prefunded must be equal to one of the allowed values"]})
        code = query.get("participant_code")
        if code is None:
            rows, total = self.ledger.clob_page(wanted, page, CLOB_PAGE)
        else:
            check_code(code, "participant_code")
            rows, total = self.ledger.clob_person(code, wanted)
            rows = rows if page == 1 else []
        return {"accounts": rows, "next_page": page + 1 if page * CLOB_PAGE < total else 0}

    def _limit(self, request: Request) -> None:
        if self._window and self._window.wait(caller(request)):
            refuse(429, {"error": "Too Many Requests"})

    async def _admit(self, request: Request) -> None:
        """Counts the call and verifies key, passphrase, time and signature; refuses with 403."""
        self._limit(request)
        headers = request.headers
        missing = [name for name in SIGNED_HEADERS if name not in headers]
        if missing:
            refuse(403, {"error": True, "message": f"Missing header {missing[0].upper()}"})
        key, passphrase, timestamp, signature = (headers[name] for name in SIGNED_HEADERS)
        if key != self._credentials.zerohash_key or passphrase != self._credentials.zerohash_passphrase:
            refuse(403, {"error": True, "message": "Invalid API key or passphrase"})
        if not timestamp.isascii() or not timestamp.isdigit():
            refuse(403, {"error": True, "message": "Timestamp is not in Unix seconds"})
        if abs(self._clock() - int(timestamp[:20])) > TOLERANCE_SECONDS:
            refuse(403, STALE)
        raw = request.scope["raw_path"].decode("ascii")
        query = request.scope["query_string"].decode("ascii", "replace")
        signed_route = f"{raw}?{query}" if query else raw
        expected = sign(
            self._credentials.zerohash_secret, timestamp, request.method, signed_route, await request.body()
        )
        if not same_signature(signature, expected):
            refuse(403, {"error": True, "message": "Invalid signature"})


SIGNED_HEADERS = ("x-scx-api-key", "x-scx-passphrase", "x-scx-timestamp", "x-scx-signed")


def same_signature(given: str, expected: str) -> bool:
    """Compares decoded digests in constant time."""
    try:
        return hmac.compare_digest(base64.b64decode(given, validate=True), base64.b64decode(expected))
    except (binascii.Error, ValueError):
        return False


def page_of(query: Mapping[str, str]) -> int:
    """The asked page; refuses what is not a positive integer."""
    text = query.get("page", "1")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        refuse(400, {"errors": ["query/page must be a positive integer"]})
    return int(text)


def pages(total: int, size: int) -> int:
    """How many pages there are; an empty list still has one."""
    return max(1, -(-total // size))


def check_code(code: str, name: str, *, place: str = "query") -> None:
    """Refuses what cannot be a participant code."""
    if not CODE.fullmatch(code):
        refuse(400, {"errors": [f'{place}/{name} must match pattern "^[A-Z0-9]{{6}}$"']})


def fits(status: str, kind: str, wanted_status: str | None, entity_type: str | None) -> bool:
    """Whether a participant passes the list's filters; the crowd's entities are corporations."""
    own_type = "individual" if kind == "INDIVIDUAL" else "corporation"
    return wanted_status in (None, status) and entity_type in (None, own_type)


def participant_row(person: Person) -> dict[str, object]:
    """One row of the participant list."""
    row: dict[str, object] = {
        "participant_code": person.code,
        "participant_name": person.name,
        "email": person.email,
        "status": person.status,
        "jurisdiction_code": "US-IL",
        "limits": [],
        "updated_at": CREATED_AT + 1000,
    }
    return row | {"reason_code": "user_request"} if person.status in ("locked", "pending_disable") else row


def rate_limited(fault: Fault) -> Reply:
    """No header is documented for this 429, so there is none unless asked for."""
    return json_reply(429, {"error": "Too Many Requests"}, retry_headers(fault))


def error(fault: Fault) -> Reply:
    """A 503 may be retried, and says so in a header."""
    words = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
    headers = {"zh-allow-retry": "true"} if fault.status == 503 else {}
    return json_reply(fault.status, {"error": words.get(fault.status, "Internal Server Error")}, headers)


def forbidden(_path: str) -> Reply:
    """The key lacks a permission."""
    return json_reply(403, {"error": True, "message": "This api key does not have read permission to this endpoint"})


FORMS = Forms(
    rate_limited=rate_limited,
    error=error,
    forbidden=forbidden,
    expired_token=json_reply(403, STALE),
    required=frozenset({"account_owner", "balance", "participant_code", "status", "prefunded"}),
    owners={"account_owner": "ELSE99", "participant_code": "ELSE99"},
)
SPARED = frozenset({"/time"})
