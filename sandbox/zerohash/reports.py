"""zerohash's calls about what happened and what is open: movements, runs, positions and obligations."""

import re
from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.routing import Route

from sandbox.answers import refuse, route, show
from sandbox.overlay import Place
from sandbox.world import World
from sandbox.zerohash.checks import CODE, NOT_FOUND, check_account_id, check_code, code_error, page_of, pages, positive
from sandbox.zerohash.crowd import PLATFORM
from sandbox.zerohash.exposure import Exposure
from sandbox.zerohash.history import TYPES, History
from sandbox.zerohash.state import Ledger, Row

HISTORY_PAGE = 200
LARGEST_PAGE = 100
NANOSECONDS = 10**16
"""Times from here on are in nanoseconds, smaller ones in milliseconds."""

BOUND = re.compile(r"movement_timestamp\[(gt|gte|e|lt|lte)\]")
HOLDS: dict[str, Callable[[int, int], bool]] = {
    "gt": lambda time, bound: time > bound,
    "gte": lambda time, bound: time >= bound,
    "e": lambda time, bound: time == bound,
    "lt": lambda time, bound: time < bound,
    "lte": lambda time, bound: time <= bound,
}
ONLY_EVERYWHERE = ("account_id", "transfer_type", "transfer_id")
"""Members that only the platform's list has; `run_id` is only in an account's own."""


class Reports:
    """The calls over one ledger; `admit` lets in or refuses."""

    def __init__(self, world: World, ledger: Ledger, admit: Callable[[Request], Awaitable[None]]) -> None:
        self._world = world
        self._ledger = ledger
        self._admit = admit
        self._history = History(ledger)
        self._exposure = Exposure(world, ledger)
        self.routes: Sequence[Route] = (
            route("/accounts/net_delivery_obligations", self.obligations),
            route("/accounts/{account_id}/movements", self.movements_of_account),
            route("/accounts/{account_id}/run_history", self.run_history),
            route("/movements", self.movements),
            route("/positions", self.positions),
            route("/positions/participant/{participant_code}", self.positions_of_participant),
            route("/positions/platform/{platform_code}", self.positions_of_platform),
        )

    async def obligations(self, request: Request) -> object:
        """What the whole platform has to deliver, in one answer."""
        await self._admit(request)
        return {"message": self._exposure.obligations()}

    async def positions(self, request: Request) -> object:
        """All open positions; another platform has none."""
        await self._admit(request)
        return self._positions(request, None)

    async def positions_of_participant(self, request: Request) -> object:
        """Those of one participant."""
        await self._admit(request)
        code = request.path_params["participant_code"]
        check_code(code, "id")
        return self._positions(request, [code])

    async def positions_of_platform(self, request: Request) -> object:
        """Those of the platform, or of some of its participants: the code may be given many times."""
        await self._admit(request)
        check_code(request.path_params["platform_code"], "platform_code")
        codes = request.query_params.getlist("participant_code")
        if not all(CODE.fullmatch(code) for code in codes):
            refuse(400, {"errors": [code_error("participant_code")]})
        if request.path_params["platform_code"] != PLATFORM:
            return {"message": []}
        return self._positions(request, codes or None)

    def _positions(self, request: Request, codes: Sequence[str] | None) -> object:
        query = request.query_params
        if query.get("platform_code", PLATFORM) != PLATFORM:
            return {"message": []}
        return {"message": self._exposure.positions(codes, query.get("account_label"))}

    async def movements_of_account(self, request: Request) -> object:
        """The movements of one ledger row, newest first, 200 a page."""
        await self._admit(request)
        parent = request.query_params.get("parent_link_id")
        rows = [
            {name: value for name, value in row.items() if name not in ONLY_EVERYWHERE}
            for row in self._history.of(self._place(request))
            if parent in (None, row["parent_link_id"]) and in_time(request, row)
        ]
        return paged(request, rows, HISTORY_PAGE)

    async def run_history(self, request: Request) -> object:
        """The runs of one ledger row, newest first, 200 a page; the page is honoured though it is not declared."""
        await self._admit(request)
        return paged(request, self._history.runs(self._place(request)), HISTORY_PAGE)

    async def movements(self, request: Request) -> object:
        """The movements of all rows of the platform, a hundred a page at most."""
        await self._admit(request)
        query = request.query_params
        size = positive(query, "page_size", LARGEST_PAGE)
        if size > LARGEST_PAGE:
            refuse(400, {"errors": [f"query/page_size must be <= {LARGEST_PAGE}"]})
        names = ("parent_link_id", "account_id", "movement_type", "transfer_type")
        wanted = {name: query[name] for name in names if name in query}
        if "parent_link_id" in wanted or "account_id" in wanted:
            found = self._chosen(wanted)
            rows = [row for row in found if all(row[name] == value for name, value in wanted.items())]
            return paged(request, [without_run(row) for row in rows], size)
        kinds = tuple(kind for kind in TYPES if wanted.get("movement_type", kind) == kind)
        if "transfer_type" in wanted:
            kinds = tuple(kind for kind in kinds if kind == "transfer" and wanted["transfer_type"] == "pay")
        page = page_of(query)
        rows, total = self._history.everywhere(kinds, (page - 1) * size, page * size) if kinds else ([], 0)
        return {"message": [without_run(row) for row in rows], "page": page, "total_pages": pages(total, size)}

    def _chosen(self, wanted: dict[str, str]) -> list[Row]:
        """The movements of one row or of one trade."""
        if "account_id" not in wanted:
            return self._history.linked(wanted["parent_link_id"])
        check_account_id(wanted["account_id"])
        place = self._ledger.place(wanted["account_id"])
        return self._history.of(place) if place else []

    def _place(self, request: Request) -> Place:
        """The ledger row that the path names."""
        account_id = request.path_params["account_id"]
        check_account_id(account_id)
        place = self._ledger.place(account_id)
        if place is None:
            refuse(404, NOT_FOUND)
        person = self._world.find(str(self._ledger.row(*place)["account_owner"]))
        show(request, person.mode if person else None)
        return place


def paged(request: Request, rows: Sequence[Row], size: int) -> object:
    """One page of rows at hand."""
    page = page_of(request.query_params)
    part = rows[(page - 1) * size : page * size]
    return {"message": part, "page": page, "total_pages": pages(len(rows), size)}


def without_run(row: Row) -> Row:
    """A movement as the platform's list shows it."""
    return {name: value for name, value in row.items() if name != "run_id"}


def in_time(request: Request, row: Row) -> bool:
    """Whether a movement lies within the asked bounds, which are in milliseconds or nanoseconds."""
    time = int(str(row["movement_timestamp"]))
    for name, text in request.query_params.items():
        found = BOUND.fullmatch(name)
        if found is None:
            continue
        if not text.isascii() or not text.isdigit():
            refuse(400, {"errors": [f"query/{name} must be a number"]})
        bound = int(text[:30])
        if not HOLDS[found[1]](time, bound // 10**6 if bound >= NANOSECONDS else bound):
            return False
    return True
