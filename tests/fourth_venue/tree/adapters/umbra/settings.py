"""What Umbra needs to be told."""

from typing import Annotated

import msgspec

from adapters.settings import SECRET, URL
from adapters.transport.rates import Limits


class UmbraSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Umbra counts calls: ten a second for each key."""

    base_url: Annotated[str, URL]
    api_key: Annotated[str, SECRET]
    limits: Limits = Limits(rate=10, burst=20, concurrency=4, timeout=3)
