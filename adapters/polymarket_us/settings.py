"""What Polymarket US needs to be told."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from adapters.polymarket_us.auth import private_key
from adapters.settings import SECRET, TEXT, URL, Setting
from adapters.transport.rates import Limits


def _key_file(value: str) -> Path:
    private_key(Path(value))
    return Path(value)


def _routes(value: str) -> str:
    if value not in ("current", "legacy"):
        raise ValueError("must be current or legacy")
    return value


class PolymarketUsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Polymarket US publishes no figure for the calls made most; these are cautious."""

    base_url: Annotated[str, URL]
    token_url: Annotated[str, URL]
    client_id: Annotated[str, SECRET]
    private_key_file: Annotated[Path, Setting(_key_file)]
    audience: Annotated[str | None, TEXT] = None
    """Of the token; None is the REST base."""
    participant_id: Annotated[str | None, TEXT] = None
    routes: Annotated[Literal["current", "legacy"], Setting(_routes)] = "current"
    limits: Limits = Limits(rate=10, burst=20, concurrency=8, timeout=5)
