"""How far one gets on the way to an address: its name, a connection, TLS, an answer, and what the clock there says."""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple
from urllib.parse import urlsplit

SECONDS = 5.0
SKEWED = 30.0
"""Seconds between two clocks from which on a signature or a token may be refused for them."""


class Reached(NamedTuple):
    """What stopped the way there, if anything, and how many seconds the clock there is ahead of ours, if it says."""

    obstacle: str | None
    ahead: float | None = None


async def reach(urls: Mapping[str, str]) -> dict[str, Reached]:
    """Each address by the name of its setting, one question without any credential to each."""
    found = await asyncio.gather(*(asyncio.to_thread(_reach, url) for url in urls.values()))
    return dict(zip(urls, found, strict=True))


def _reach(url: str) -> Reached:
    parts = urlsplit(url)
    host, encrypted = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if encrypted else 80)
    try:
        (family, kind, protocol, _, place), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return Reached("the name of the host cannot be resolved (DNS)")
    with socket.socket(family, kind, protocol) as opened:
        opened.settimeout(SECONDS)
        try:
            opened.connect(place)
        except TimeoutError:
            return Reached(f"port {port} did not take a connection within {SECONDS:.0f} s")
        except OSError as error:
            return Reached(f"port {port} took no connection: {error.strerror or type(error).__name__}")
        return _ask(opened, host, encrypted=encrypted)


def _ask(opened: socket.socket, host: str, *, encrypted: bool) -> Reached:
    connection = HTTPConnection(host)
    try:
        connection.sock = (
            ssl.create_default_context().wrap_socket(opened, server_hostname=host) if encrypted else opened
        )
    except ssl.SSLCertVerificationError as error:
        return Reached(f"its TLS certificate is refused: {error.verify_message}")
    except OSError as error:
        return Reached(f"TLS failed: {getattr(error, 'reason', None) or error.strerror or type(error).__name__}")
    try:
        connection.request("HEAD", "/")
        date = connection.getresponse().getheader("date", "")
    except (OSError, HTTPException) as error:
        return Reached(f"it took the connection and gave no answer in HTTP: {type(error).__name__}")
    finally:
        connection.close()
    return Reached(None, _ahead(date))


def _ahead(date: str | None) -> float | None:
    try:
        moment = parsedate_to_datetime(date or "")
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (moment - datetime.now(UTC)).total_seconds()
