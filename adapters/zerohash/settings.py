"""What zerohash needs to be told."""

from typing import Annotated

import msgspec

from adapters.settings import SECRET, URL, Setting, as_key, text
from adapters.transport.rates import Limits
from adapters.zerohash.auth import decoded_secret
from adapters.zerohash.keys import HOUSES, participant_code


def _secret(value: str) -> str:
    decoded_secret(value)
    return text(value)


def _platform_code(value: str) -> str:
    code = as_key(participant_code)(value)
    if code in HOUSES:
        raise ValueError("must be the platform's own code, not zerohash's")
    return code


class ZerohashSettings(msgspec.Struct, frozen=True, kw_only=True):
    """zerohash allows 2,000 calls in any 10 s per IP address: burst + 10 x rate stays at or below that."""

    base_url: Annotated[str, URL]
    api_key: Annotated[str, SECRET]
    api_secret: Annotated[str, Setting(_secret, secret=True)]
    passphrase: Annotated[str, SECRET]
    platform_code: Annotated[str, Setting(_platform_code)]
    limits: Limits = Limits(rate=150, burst=500, concurrency=32, timeout=3, default_retry_after=10)
