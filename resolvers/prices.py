"""The last known prices: a price lost is not a coin lost, for a bounded time."""

import time
from collections.abc import Callable, Mapping

from domain.prices import Price


class LastPrices:
    """The latest price of each asset that any request has read; one for the life of a process."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._kept: dict[str, tuple[float, Price]] = {}

    def remember(self, prices: Mapping[str, Price]) -> None:
        """Keep what was read just now; an asset that is not in it keeps the price it had."""
        now = self._clock()
        self._kept.update((asset, (now, price)) for asset, price in prices.items())

    def last(self, asset: str) -> Price | None:
        """The last known price, unless it is too old to count."""
        kept_at, price = self._kept.get(asset, (0.0, None))
        return price if price is not None and self._clock() - kept_at <= self._seconds else None
