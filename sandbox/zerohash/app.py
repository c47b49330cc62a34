"""The zerohash venue: signed reads of ledger rows, participants and CLOB accounts."""

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal, localcontext
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request

from sandbox.answers import caller, refuse, refusing, route, show
from sandbox.credentials import Credentials
from sandbox.distortion import Forms, Reply, json_reply, retry_headers
from sandbox.faults import Fault
from sandbox.limits import RollingWindow
from sandbox.moving import window
from sandbox.overlay import Place
from sandbox.world import Person, World
from sandbox.zerohash.checks import NOT_FOUND, check_account_id, check_code, check_query, page_of, pages, zrn_id
from sandbox.zerohash.clob import ClobAccounts
from sandbox.zerohash.crowd import PLATFORM
from sandbox.zerohash.customers import CustomerAccounts
from sandbox.zerohash.participants import Participants, basic_info
from sandbox.zerohash.reports import Reports
from sandbox.zerohash.seeds import FIELDS
from sandbox.zerohash.signing import STALE, verify
from sandbox.zerohash.state import Ledger, Row

ACCOUNTS_PAGE = 200
PARTICIPANTS_PAGE = 50
CLOB_PAGE = 500

MINUTE = 60_000
EXACT = Context(prec=100)
CLOB_FILTERS = ("account_label", "prefunded", "account_tier")


class Zerohash:
    """The venue's calls over one world."""

    def __init__(self, world: World, credentials: Credentials, *, limits: bool) -> None:
        self.world = world
        self.ledger = Ledger(world)
        self.people = Participants(world)
        self.clob = ClobAccounts(world)
        self.customers = CustomerAccounts(world, self.clob)
        self._credentials = credentials
        self._window = RollingWindow(2000, 10, world.clock, penalty=10) if limits else None
        self.app = Starlette(
            routes=[
                route("/time", self.time),
                *Reports(world, self.ledger, self._admit).routes,
                route("/accounts", self.accounts),
                route("/accounts/{account_id}", self.account),
                route("/accounts/{zrn}/details", self.details),
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
        """Non-zero ledger rows, 200 a page; those of a customer account name it."""
        await self._admit(request)
        query = request.query_params
        page = page_of(query)
        wanted = {name: query[name] for name in FIELDS if name in query}
        zrn, owner = query.get("zrn"), query.get("account_owner")
        if zrn is None and owner is None:
            shown = window(request, page, ACCOUNTS_PAGE, len(self.ledger.places(wanted)))
            rows = self.ledger.swept(wanted, shown.start, shown.stop)
        else:
            places = self._places_of(request, owner, zrn, wanted)
            shown = window(request, page, ACCOUNTS_PAGE, len(places))
            rows = [self.ledger.row(*place) for place in places[shown.start : shown.stop]]
        if zrn is not None:
            rows = [{**row, "zrn": zrn} for row in rows]
        total_pages = pages(shown.total, ACCOUNTS_PAGE)
        return {"message": shown.changed(rows, moved_row), "page": page, "total_pages": total_pages}

    def _places_of(
        self, request: Request, owner: str | None, zrn: str | None, wanted: Mapping[str, str]
    ) -> Sequence[Place]:
        """The rows of one owner, of one customer account, or of both."""
        if zrn is not None:
            owned = self.customers.owned(zrn_id(zrn, "query"))
            if owned is None or owner not in (None, owned[0]) or wanted.get("account_label", owned[1]) != owned[1]:
                return []
            owner, wanted = owned[0], {"account_group": PLATFORM, **wanted, "account_label": owned[1]}
        person = self.world.find(str(owner))
        show(request, person.mode if person else None)
        return self.ledger.places_of_owner(str(owner), wanted)

    async def account(self, request: Request) -> object:
        """One ledger row by its id, also when it is zero."""
        await self._admit(request)
        check_account_id(request.path_params["account_id"])
        place = self.ledger.place(request.path_params["account_id"])
        if place is None:
            refuse(404, NOT_FOUND)
        row = self.ledger.row(*place)
        person = self.world.find(str(row["account_owner"]))
        show(request, person.mode if person else None)
        return {"message": row}

    async def details(self, request: Request) -> object:
        """One customer account with its state."""
        await self._admit(request)
        found = self.customers.details(zrn_id(request.path_params["zrn"], "params"))
        return {"message": found} if found else refuse(404, NOT_FOUND)

    async def participants(self, request: Request) -> object:
        """Everybody of the platform, 50 a page."""
        await self._admit(request)
        query = request.query_params
        page = page_of(query)
        code, email, status = query.get("participant_code"), query.get("email"), query.get("status")
        if code is not None or email is not None:
            found = self.people.one(code, email, status)
            shown = window(request, page, PARTICIPANTS_PAGE, len(found))
            rows = found[shown.start : shown.stop]
        else:
            kind = query.get("entity_type")
            shown = window(request, page, PARTICIPANTS_PAGE, len(self.people.places(status, kind)))
            rows = self.people.listed(status, kind, shown.start, shown.stop)
        return {
            "message": shown.changed(rows, moved_participant),
            "page": page,
            "total_pages": pages(shown.total, PARTICIPANTS_PAGE),
            "page_size": PARTICIPANTS_PAGE,
            "count": shown.total,
        }

    async def basic_info(self, request: Request) -> object:
        """One participant by code."""
        await self._admit(request)
        code = request.path_params["participant_code"]
        check_code(code, "participant_code")
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
        code = query.get("participant_code")
        if code is None:
            shown = window(request, page, CLOB_PAGE, len(self.clob.places(wanted)))
            rows = self.clob.listed(wanted, shown.start, shown.stop)
        else:
            found = self.clob.of_code(code, wanted)
            shown = window(request, page, CLOB_PAGE, len(found))
            rows = found[shown.start : shown.stop]
        return {"accounts": rows, "next_page": page + 1 if shown.stop < shown.total else 0}

    def _limit(self, request: Request) -> None:
        if self._window and self._window.wait(caller(request)):
            refuse(429, {"error": "Too Many Requests"})

    async def _admit(self, request: Request) -> None:
        """Counts the call, verifies its signature and checks its query."""
        self._limit(request)
        await verify(request, self._credentials, self.world.clock)
        check_query(request.query_params)


def moved_row(row: Row) -> Row:
    """A ledger row a minute later: one more of its asset."""
    with localcontext(EXACT):
        balance = f"{Decimal(str(row['balance'])) + 1:f}"
    return {**row, "balance": balance, "last_update": int(str(row["last_update"])) + MINUTE}


def moved_participant(row: Row) -> Row:
    """A participant a minute later: locked, or free again."""
    status = "locked" if row["status"] == "approved" else "approved"
    reason = "compliance_issue" if status == "locked" else "risk_cleared"
    return {**row, "status": status, "reason_code": reason, "updated_at": int(str(row["updated_at"])) + MINUTE}


def rate_limited(fault: Fault) -> Reply:
    """No header is documented for this 429, so there is none unless asked for."""
    return json_reply(429, {"error": "Too Many Requests"}, retry_headers(fault))


def error(fault: Fault) -> Reply:
    """A 503 may be retried, and says so in a header."""
    words = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout"}
    headers = {"zh-allow-retry": "true"} if fault.status == 503 else {}
    return json_reply(fault.status, {"error": words.get(fault.status, "Internal Server Error")}, headers)


def forbidden(_fault: Fault, _path: str) -> Reply:
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
