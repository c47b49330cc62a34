"""The scales of instruments: fixed figures, kept for hours and learnt for many symbols at once."""

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from adapters.polymarket_us.shapes import Scale
from domain.errors import Unavailable, VenueError

KNOWN_FRESH = 6 * 3600.0  # seconds
UNKNOWN_FRESH = 600.0  # a symbol that is not known yet is looked up again sooner


class Scales:
    """What is known of the scales, and until when."""

    def __init__(self, read: Callable[[Sequence[str]], Awaitable[Mapping[str, Scale]]]) -> None:
        self._read = read
        self._kept: dict[str, tuple[float, Scale | None]] = {}

    async def learn(self, symbols: Iterable[str]) -> Unavailable | None:
        """Read what is not known yet, in one call; why it still is not, where that failed."""
        missing = self.missing(symbols)
        if not missing:
            return None
        try:
            found = await self._read(missing)
        except VenueError as error:
            return error.unavailable
        now = time.monotonic()
        for symbol in missing:
            scale = found.get(symbol)
            self._kept[symbol] = (now + (KNOWN_FRESH if scale else UNKNOWN_FRESH), scale)
        return None

    def missing(self, symbols: Iterable[str]) -> list[str]:
        """Those of the symbols of which nothing fresh is known, sorted."""
        now = time.monotonic()
        return sorted(symbol for symbol in symbols if self._kept.get(symbol, (0.0, None))[0] <= now)

    def known(self, symbols: Iterable[str]) -> dict[str, Scale]:
        """The scales of those of the symbols that have any."""
        kept = {symbol: self._kept.get(symbol, (0.0, None))[1] for symbol in symbols}
        return {symbol: scale for symbol, scale in kept.items() if scale is not None}
