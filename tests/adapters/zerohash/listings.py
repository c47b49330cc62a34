"""A zerohash whose listings a test gives page by page."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import msgspec

from adapters.zerohash.adapter import ZerohashAdapter
from adapters.zerohash.settings import ZerohashSettings
from domain.keys import Owner
from tests.adapters.specimens.zerohash import JOHN, PLATFORM
from tests.adapters.transport.scripted import AMPLE, Scripted, connect_to, reply

Page = Callable[[dict[str, str]], Any]
"""The page that a query is answered with; a number in place of a page is a status."""

LAST_UPDATE = 1_780_000_000_000


def row(owner: str = JOHN, label: str = "general", asset: str = "BTC", **changes: Any) -> dict[str, Any]:
    """One ledger row."""
    return {
        "asset": asset,
        "account_owner": owner,
        "account_type": "available",
        "account_group": PLATFORM,
        "account_label": label,
        "balance": "1.4",
        "account_id": f"{owner}-{label}-{asset}",
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


def unread(query: dict[str, str]) -> Any:
    """A listing that nobody may read."""
    raise AssertionError(f"the listing was read: {query}")


class Listings:
    """An adapter on listings of one's own, and how often each was read."""

    def __init__(self, ledgers: Page = unread, customers: Page = unread) -> None:
        self.calls: Counter[str] = Counter()
        pages = {"/accounts": ledgers, "/clob/accounts": customers}

        async def answer(request: httpx.Request) -> httpx.Response:
            self.calls[request.url.path] += 1
            page = pages[request.url.path](dict(request.url.params))
            return reply(page) if isinstance(page, int) else reply(200, msgspec.json.encode(page))

        settings = ZerohashSettings(
            base_url="http://zerohash.sandbox",
            api_key="key",
            api_secret="c2VjcmV0",
            passphrase="phrase",
            platform_code=PLATFORM,
            limits=AMPLE,
        )
        self.adapter = ZerohashAdapter(settings, connect_to(Scripted(answer)))

    async def accounts_of(self, *codes: str) -> list[Any]:
        """The accounts of each owner, or why not."""
        return list(await self.adapter.accounts_of([Owner(code) for code in codes]))

    async def customers(self, *codes: str) -> list[Any]:
        """What the labels of each owner are set up as, or why not."""
        return list(await self.adapter.customers(codes))
