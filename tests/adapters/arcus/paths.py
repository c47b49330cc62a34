"""An Arcus that answers by path."""

from typing import Any

import httpx
import msgspec

from adapters.arcus.adapter import ArcusAdapter
from adapters.arcus.settings import ArcusSettings
from tests.adapters.transport.scripted import AMPLE, Scripted, connect_to, reply


def open_arcus(answers: dict[str, Any]) -> tuple[ArcusAdapter, Scripted]:
    """An adapter whose venue answers by path, and what it was sent; a number is a status."""

    async def answer(request: httpx.Request) -> httpx.Response:
        found = answers[request.url.path]
        return reply(found) if isinstance(found, int) else reply(200, msgspec.json.encode(found))

    http = Scripted(answer)
    return ArcusAdapter(ArcusSettings(base_url="http://arcus.sandbox/v1", limits=AMPLE), connect_to(http)), http
