"""The zerohash venue: signed reads of ledger rows, participants and CLOB accounts."""

import re
from collections.abc import Mapping
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request

from sandbox.answers import caller, refuse, refusing, route, show
from sandbox.credentials import Credentials
from sandbox.distortion import Forms, Reply, json_reply, retry_headers
from sandbox.faults import Fault
from sandbox.limits import RollingWindow
from sandbox.world import Person, World
from sandbox.zerohash.clob import ClobAccounts
from sandbox.zerohash.participants import Participants, basic_info
from sandbox.zerohash.signing import STALE, verify
from sandbox.zerohash.state import PLATFORM, Ledger

ACCOUNTS_PAGE = 200
PARTICIPANTS_PAGE = 50
CLOB_PAGE = 500

CODE = re.compile(r"[A-Z0-9]{6}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ACCOUNT_FILTERS = ("account_group", "account_label", "asset", "account_type")
CLOB_FILTERS = ("account_label", "prefunded", "account_tier")

NOT_FOUND = {"error": "Not Found"}


class Zerohash:
    """The venue's calls over one world."""

    def __init__(self, world: World, credentials: Credentials, *, limits: bool) -> None:
        self.world = world
        self.ledger = Ledger(world)
        self.people = Participants(world)
        self.clob = ClobAccounts(world)
        self._credentials = credentials
        self._window = RollingWindow(2000, 10, world.clock, penalty=10) if limits else None
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

    def settings(self, _base_url: str, _directory: Path) -> Mapping[str, str]:
        """The signing credentials and whose platform it is."""
        return {
            "API_KEY": self._credentials.zerohash_key,
            "API_SECRET": self._credentials.zerohash_secret,
            "PASSPHRASE": self._credentials.zerohash_passphrase,
            "PLATFORM_CODE": PLATFORM,
        }

    def links(self, _person: Person) -> Mapping[str, list[object]]:
        """None: the participant code itself is what the links are kept under."""
        return {}

    async def time(self, request: Request) -> object:
        """The server's clock in seconds; the one call without a signature."""
        self._limit(request)
        return {"epoch": int(self.world.clock())}

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
            found = self.people.one(code, email, status)
            rows, count = (found if page == 1 else []), len(found)
        else:
            rows, count = self.people.page(status, query.get("entity_type"), page, PARTICIPANTS_PAGE)
        return {
            "message": rows,
            "page": page,
            "total_pages": pages(count, PARTICIPANTS_PAGE),
            "page_size": PARTICIPANTS_PAGE,
            "count": count,
        }

    async def basic_info(self, request: Request) -> object:
        """One participant by code."""
        await self._admit(request)
        code = request.path_params["participant_code"]
        check_code(code, "participant_code", place="params")
        person = self.world.find(code)
        if person is None:
            refuse(404, NOT_FOUND)
        return {"message": basic_info(person)}

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
            rows, total = self.clob.page(wanted, page, CLOB_PAGE)
        else:
            check_code(code, "participant_code")
            rows, total = self.clob.of_code(code, wanted)
            rows = rows if page == 1 else []
        return {"accounts": rows, "next_page": page + 1 if page * CLOB_PAGE < total else 0}

    def _limit(self, request: Request) -> None:
        if self._window and self._window.wait(caller(request)):
            refuse(429, {"error": "Too Many Requests"})

    async def _admit(self, request: Request) -> None:
        """Counts the call and verifies its signature."""
        self._limit(request)
        await verify(request, self._credentials, self.world.clock)


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
