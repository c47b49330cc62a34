"""A Polymarket US that answers by path, for a credential that is never checked."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import msgspec

from adapters.polymarket_us.client import PolymarketUsClient
from adapters.polymarket_us.refusals import refusal
from adapters.transport.calls import Upstream
from domain.venues import Venue
from tests.adapters.transport.scripted import AMPLE, NoAuth, Scripted, connect_to, reply


class Paths:
    """A client whose venue answers by path, and how often each was called; a number is a status."""

    def __init__(self, answers: dict[str, Callable[[httpx.Request], Any]]) -> None:
        self.calls: Counter[str] = Counter()

        async def answer(request: httpx.Request) -> httpx.Response:
            self.calls[request.url.path] += 1
            found = answers[request.url.path](request)
            return reply(found) if isinstance(found, int) else reply(200, msgspec.json.encode(found))

        upstream = Upstream(
            venue=Venue.POLYMARKET_US, base_url="http://pm.sandbox", auth=NoAuth(), limits=AMPLE, refusal=refusal
        )
        self.client = PolymarketUsClient(connect_to(Scripted(answer))(upstream), "current")
