"""A zerohash whose listings a test gives page by page."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import httpx
import msgspec

from adapters.transport.rates import Limits
from adapters.zerohash.adapter import ZerohashAdapter
from adapters.zerohash.settings import ZerohashSettings
from domain.errors import Unavailable
from domain.keys import LabeledKey, Owner
from tests.adapters.specimens.zerohash import JOHN, PLATFORM
from tests.adapters.transport.scripted import AMPLE, Scripted, connect_to, reply

Page = Callable[[dict[str, str]], Any]
"""The page that a query is answered with; a number in place of a page is a status, and bytes are a body."""

LAST_UPDATE = 1_780_000_000_000
SECRET = "c2VjcmV0"


def row(owner: str = JOHN, label: str = "general", asset: str = "BTC", **changes: Any) -> dict[str, Any]:
    """One ledger row."""
    return {
        "asset": asset,
        "account_owner": owner,
        "account_type": "available",
        "account_group": PLATFORM,
        "account_label": label,
        "balance": "1.4",
        "account_id": f"{owner}-{changes.get('account_group', PLATFORM)}-{label}-{asset}",
        "last_update": LAST_UPDATE,
        **changes,
    }


def ledger_page(*rows: Any, page: int = 1, last: int = 1) -> dict[str, Any]:
    """One page of ledger rows."""
    return {"message": rows, "page": page, "total_pages": last}


def customer(owner: str = JOHN, label: str = "general", **changes: Any) -> dict[str, Any]:
    """One row of the customer listing."""
    return {
        "participant_code": owner,
        "account_group": PLATFORM,
        "account_label": label,
        "prefunded": True,
        "account_tier": "silver",
        "customer_account_urn": "",
        **changes,
    }


def customer_page(*rows: Any, next_page: int = 0) -> dict[str, Any]:
    """One page of the customer listing."""
    return {"accounts": rows, "next_page": next_page}


def filtered(rows: Sequence[dict[str, Any]], size: int = 200) -> Page:
    """A listing of ledger rows as the venue keeps it: filtered as it is asked, so many a page."""

    def answer(query: dict[str, str]) -> Any:
        number = int(query.pop("page"))
        found = [row for row in rows if all(row[name] == value for name, value in query.items())]
        pages = max(1, -(-len(found) // size))
        return ledger_page(*found[(number - 1) * size : number * size], page=number, last=pages)

    return answer


def unread(query: dict[str, str]) -> Any:
    """A listing that nobody may read."""
    raise AssertionError(f"the listing was read: {query}")


class Listings:
    """An adapter on listings of one's own, how often each was read, and with what queries.

    The platform code is right: the check of it is answered apart, and not counted among the listings.
    """

    def __init__(
        self, ledgers: Page = unread, customers: Page = unread, platform: Page | None = None, limits: Limits = AMPLE
    ) -> None:
        self.calls: Counter[str] = Counter()
        self.queries: list[dict[str, str]] = []
        self.checks = 0
        pages = {"/accounts": ledgers, "/clob/accounts": customers}

        async def answer(request: httpx.Request) -> httpx.Response:
            query, path = dict(request.url.params), request.url.path
            if platform is None and path == "/accounts" and query == {"account_group": PLATFORM, "page": "1"}:
                self.checks += 1
                return reply(200, msgspec.json.encode(ledger_page(row(PLATFORM))))
            self.calls[path] += 1
            self.queries.append(query)
            page = (platform if platform is not None and is_check(query) else pages[path])(dict(query))
            if isinstance(page, int):
                return reply(page)
            return reply(200, page if isinstance(page, bytes) else msgspec.json.encode(page))

        self.http = Scripted(answer)
        self.adapter = adapter_on(self.http, limits)

    async def accounts(self, *keys: LabeledKey) -> list[Any]:
        """The account of each key, or why not."""
        return list(await self.adapter.accounts(keys))

    async def accounts_of(self, *codes: str) -> list[Any]:
        """The accounts of each owner in the platform's group, or why not."""
        found = await self.adapter.accounts_of([Owner(code) for code in codes])
        return [owned if isinstance(owned, Unavailable) else owned.accounts for owned in found]

    async def customers(self, *codes: str) -> list[Any]:
        """What the labels of each owner are set up as, or why not."""
        return list(await self.adapter.customers(codes))


def adapter_on(http: Scripted, limits: Limits = AMPLE) -> ZerohashAdapter:
    """An adapter to a venue that answers as a test says."""
    settings = ZerohashSettings(
        base_url="http://zerohash.sandbox",
        api_key="key",
        api_secret=SECRET,
        passphrase="phrase",
        platform_code=PLATFORM,
        limits=limits,
    )
    return ZerohashAdapter(settings, connect_to(http))


def is_check(query: dict[str, str]) -> bool:
    """Whether a query is one of those by which the platform code is checked."""
    return set(query) <= {"account_group", "page"}
