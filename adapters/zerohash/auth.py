"""zerohash's request signature: HMAC-SHA256 over the exact route and the exact body bytes."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping


class ZerohashAuth:
    """Signs each call anew; the venue accepts a time stamp for 60 seconds (docs.zerohash.com, api-authentication)."""

    def __init__(self, api_key: str, api_secret: str, passphrase: str, clock: Callable[[], float] = time.time) -> None:
        self._api_key = api_key
        self._secret = decoded_secret(api_secret)
        self._passphrase = passphrase
        self._clock = clock

    async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        """The four headers of a signed call."""
        timestamp = str(int(self._clock()))
        return {
            "X-SCX-API-KEY": self._api_key,
            "X-SCX-PASSPHRASE": self._passphrase,
            "X-SCX-TIMESTAMP": timestamp,
            "X-SCX-SIGNED": signature(self._secret, timestamp, method, target, body),
        }

    def renew(self, status: int, headers: Mapping[str, str]) -> bool:
        """Nothing to renew: a refused signature is refused again."""
        return False


def signature(secret: bytes, timestamp: str, method: str, target: str, body: bytes) -> str:
    """Base64 of the HMAC; a call without a body signs the two characters `{}`, which are not sent."""
    text = f"{timestamp}{method}{target}".encode() + (body or b"{}")
    return base64.b64encode(hmac.digest(secret, text, hashlib.sha256)).decode()


def decoded_secret(api_secret: str) -> bytes:
    """The key that signs: the private key is base64 and must be decoded first. Raises ValueError."""
    try:
        return base64.b64decode(api_secret, validate=True)
    except binascii.Error:
        raise ValueError("the API secret is not base64") from None
