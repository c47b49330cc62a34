"""What Arcus needs to be told."""

from typing import Annotated

import msgspec

from adapters.settings import URL
from adapters.transport.rates import Limits


class ArcusSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Arcus weighs its calls: a bucket of 1,500 per IP address that refills at 25 a second."""

    base_url: Annotated[str, URL]
    limits: Limits = Limits(rate=25, burst=1500, concurrency=10, timeout=3)
