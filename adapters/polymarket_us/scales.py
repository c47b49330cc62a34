"""The scales of instruments: fixed figures, kept for hours and learnt for many symbols at once."""

import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from adapters.polymarket_us.instruments import Scale
from domain.errors import Unavailable
from domain.ports import Result, outcomes
from domain.venues import Venue

Found = Result[Scale | None]
"""What is known of an instrument: None where the venue has none of that symbol."""

KNOWN_FRESH = 6 * 3600.0  # seconds
UNKNOWN_FRESH = 600.0  # a symbol that the venue does not know is looked up again sooner
UNREADABLE_FRESH = 60.0  # and one that it spells wrongly sooner still: six calls a minute are allowed


class Scales:
    """What is known of the scales, and until when."""

    def __init__(self, read: Callable[[Sequence[str]], Awaitable[Mapping[str, Found]]]) -> None:
        self._read = read
        self._kept: dict[str, tuple[float, Found]] = {}

    async def of(self, symbols: Iterable[str]) -> dict[str, Found]:
        """The scales of all symbols; what is not known yet is read in one call, whose failure is not kept."""
        now, wanted = time.monotonic(), set(symbols)
        missing = sorted(symbol for symbol in wanted if self._kept.get(symbol, (0.0, None))[0] <= now)
        fresh = await self._learn(missing) if missing else {}
        return {symbol: fresh[symbol] if symbol in fresh else self._kept[symbol][1] for symbol in wanted}

    async def _learn(self, symbols: Sequence[str]) -> Mapping[str, Found]:
        [found] = await outcomes(Venue.POLYMARKET_US, [self._read(symbols)])
        if isinstance(found, Unavailable):
            return dict.fromkeys(symbols, found)
        now = time.monotonic()
        for symbol in symbols:
            self._kept[symbol] = now + _fresh(found[symbol]), found[symbol]
        return found


def _fresh(found: Found) -> float:
    if isinstance(found, Unavailable):
        return UNREADABLE_FRESH
    return UNKNOWN_FRESH if found is None else KNOWN_FRESH
