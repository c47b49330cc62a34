"""Who is let in at zerohash: key, passphrase, time and signature of a call."""

import base64
import binascii
import hashlib
import hmac

from starlette.requests import Request

from sandbox.answers import refuse
from sandbox.credentials import Credentials
from sandbox.limits import Clock

TOLERANCE_SECONDS = 60
SIGNED_HEADERS = ("x-scx-api-key", "x-scx-passphrase", "x-scx-timestamp", "x-scx-signed")
STALE = {"error": True, "message": "Timestamp is more than 60 seconds away from server time"}


async def verify(request: Request, credentials: Credentials, clock: Clock) -> None:
    """Refuses a call with 403 unless it is signed as the documentation says."""
    headers = request.headers
    missing = [name for name in SIGNED_HEADERS if name not in headers]
    if missing:
        refuse(403, {"error": True, "message": f"Missing header {missing[0].upper()}"})
    key, passphrase, timestamp, signature = (headers[name] for name in SIGNED_HEADERS)
    if key != credentials.zerohash_key or passphrase != credentials.zerohash_passphrase:
        refuse(403, {"error": True, "message": "Invalid API key or passphrase"})
    if not timestamp.isascii() or not timestamp.isdigit():
        refuse(403, {"error": True, "message": "Timestamp is not in Unix seconds"})
    if abs(clock() - int(timestamp[:20])) > TOLERANCE_SECONDS:
        refuse(403, STALE)
    raw = request.scope["raw_path"].decode("ascii")
    query = request.scope["query_string"].decode("ascii", "replace")
    route_text = f"{raw}?{query}" if query else raw
    expected = sign(credentials.zerohash_secret, timestamp, request.method, route_text, await request.body())
    if not same_signature(signature, expected):
        refuse(403, {"error": True, "message": "Invalid signature"})


def sign(secret: str, timestamp: str, method: str, route_text: str, body: bytes) -> str:
    """The expected signature: HMAC-SHA256 over time, method, exact path with query, and body or `{}`."""
    signed = f"{timestamp}{method}{route_text}".encode() + (body or b"{}")
    return base64.b64encode(hmac.new(base64.b64decode(secret), signed, hashlib.sha256).digest()).decode()


def same_signature(given: str, expected: str) -> bool:
    """Compares decoded digests in constant time."""
    try:
        return hmac.compare_digest(base64.b64decode(given, validate=True), base64.b64decode(expected))
    except (binascii.Error, ValueError):
        return False
