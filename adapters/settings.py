"""What each venue needs to be told: addresses, credentials and limits; filled by the gateway's settings."""

from pathlib import Path
from typing import Literal

import msgspec

from adapters.transport.limits import Limits


class ZerohashSettings(msgspec.Struct, frozen=True, kw_only=True):
    """zerohash allows 2,000 calls in any 10 s per IP address: burst + 10 x rate stays at or below that."""

    base_url: str
    api_key: str
    api_secret: str
    passphrase: str
    platform_code: str
    limits: Limits = Limits(rate=150, burst=500, concurrency=32, timeout=3, default_retry_after=10)


class PolymarketUsSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Polymarket US publishes no figure for the calls made most; these are cautious."""

    base_url: str
    token_url: str
    client_id: str
    private_key_file: Path
    audience: str | None = None
    """Of the token; None is the REST base."""
    participant_id: str | None = None
    routes: Literal["current", "legacy"] = "current"
    limits: Limits = Limits(rate=10, burst=20, concurrency=8, timeout=5)


class ArcusSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Arcus weighs its calls: a bucket of 1,500 per IP address that refills at 25 a second."""

    base_url: str
    limits: Limits = Limits(rate=25, burst=1500, concurrency=10, timeout=3)
