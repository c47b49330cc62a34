"""An Arcus that answers by path, and the bodies of its accounts."""

from typing import Any, NamedTuple

import httpx
import msgspec

from adapters.arcus.adapter import ArcusAdapter
from adapters.arcus.settings import ArcusSettings
from domain.keys import MarginKey
from tests.adapters.specimens.arcus import A1
from tests.adapters.transport.scripted import AMPLE, Scripted, connect_to, reply

KEY = MarginKey(A1, 0)


class Answer(NamedTuple):
    """A status, and what comes with it: bytes as they are, anything else as JSON."""

    status: int
    content: Any
    retry_after: str | None = None
    """The header."""


def position(**changes: Any) -> dict[str, Any]:
    """One position."""
    return {
        "marketId": 1,
        "marketDisplayName": "BTC-USD",
        "side": "LONG",
        "size": "1.5",
        "averageEntryPrice": "60000",
        "marginUsed": "2325",
        "positionValueNotional": "93000",
        "unrealizedPnl": "-75",
        "markPx": "62000",
        "leverage": "40",
        **changes,
    }


def body(**changes: Any) -> dict[str, Any]:
    """One account."""
    return {
        "address": A1,
        "accountIndex": 0,
        "netQuoteBalance": "-5",
        "equity": "100",
        "freeCollateral": "75.5",
        "netDeposits": "10",
        "positions": {},
        "sequenceNumber": 1,
        **changes,
    }


def open_arcus(answers: dict[str, Any]) -> tuple[ArcusAdapter, Scripted]:
    """An adapter whose venue answers by path, and what it was sent; what is no `Answer` comes with status 200."""

    async def answer(request: httpx.Request) -> httpx.Response:
        found = answers[request.url.path]
        answer = found if isinstance(found, Answer) else Answer(200, found)
        content = answer.content if isinstance(answer.content, bytes) else msgspec.json.encode(answer.content)
        headers = {} if answer.retry_after is None else {"retry-after": answer.retry_after}
        return reply(answer.status, content, headers)

    http = Scripted(answer)
    return ArcusAdapter(ArcusSettings(base_url="http://arcus.sandbox/v1", limits=AMPLE), connect_to(http)), http
