"""Prices in US dollars."""

from datetime import datetime

import msgspec


class Price(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What one unit of an asset is worth in US dollars, and where that was read."""

    asset: str
    price: str
    source: str
    observed_at: datetime
