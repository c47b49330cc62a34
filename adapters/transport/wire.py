"""HTTP itself: one client for an upstream, one exchange with it, and what the client's exceptions mean."""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from typing import TypeAlias

import aiohttp
import httpx
import httpx_aiohttp

from adapters.transport.answers import without_mark
from adapters.transport.calls import Call, NoConnectionError, Reply, UnsafeConnectionError, Upstream
from domain.errors import VenueAnswerError, VenueError, VenueTimeoutError, VenueUnavailableError

Http: TypeAlias = httpx.AsyncBaseTransport
"""What may stand in for real connections."""

LONGEST_ANSWER = 8 * 1024 * 1024

TRANSLATION: Mapping[type[Exception], tuple[type[VenueError], str]] = {
    httpx.ConnectTimeout: (NoConnectionError, "did not accept a connection in time"),
    httpx.ReadTimeout: (VenueTimeoutError, "did not answer in time"),
    httpx.WriteTimeout: (VenueTimeoutError, "did not take the call in time"),
    httpx.PoolTimeout: (NoConnectionError, "had no free connection in time"),
    httpx.TimeoutException: (VenueTimeoutError, "did not answer in time"),
    httpx.ConnectError: (NoConnectionError, "could not be reached"),
    httpx.ReadError: (NoConnectionError, "broke the connection off"),
    httpx.WriteError: (NoConnectionError, "broke the connection off"),
    httpx.CloseError: (NoConnectionError, "broke the connection off"),
    httpx.NetworkError: (NoConnectionError, "broke the connection off"),
    httpx.RemoteProtocolError: (VenueUnavailableError, "did not answer in HTTP"),
    httpx.LocalProtocolError: (VenueUnavailableError, "could not be called in HTTP"),
    httpx.ProtocolError: (VenueUnavailableError, "did not answer in HTTP"),
    httpx.ProxyError: (VenueUnavailableError, "could not be reached through the proxy"),
    httpx.UnsupportedProtocol: (VenueUnavailableError, "has an address that is neither http nor https"),
    httpx.InvalidURL: (VenueUnavailableError, "has an address that cannot be called"),
    httpx.DecodingError: (VenueAnswerError, "answered in a coding that cannot be read"),
    httpx.TooManyRedirects: (VenueAnswerError, "answered with redirects"),
    httpx.HTTPStatusError: (VenueAnswerError, "answered with an unexpected status"),
    httpx.CookieConflict: (VenueAnswerError, "answered with conflicting cookies"),
    httpx.StreamConsumed: (VenueAnswerError, "answered with a body that cannot be read"),
    httpx.StreamClosed: (VenueAnswerError, "answered with a body that cannot be read"),
    httpx.ResponseNotRead: (VenueAnswerError, "answered with a body that cannot be read"),
    httpx.RequestNotRead: (VenueAnswerError, "was called with a body that cannot be read"),
    httpx.StreamError: (VenueAnswerError, "answered with a body that cannot be read"),
    httpx.TransportError: (VenueUnavailableError, "could not be reached"),
    httpx.RequestError: (VenueUnavailableError, "could not be reached"),
    httpx.HTTPError: (VenueUnavailableError, "could not be reached"),
}


class NoCookies(CookieJar):
    """Keeps no cookie and looks for none: the standard jar reads each answer anew to find that it keeps nothing."""

    def extract_cookies(self, response: object, request: object) -> None:
        """Nothing."""


class Wire:
    """The client of one upstream: no redirects, no cookies, no environment, no time-out of its own but to connect."""

    def __init__(self, upstream: Upstream, http: Http | None = None) -> None:
        self._upstream = upstream
        self._base_url = upstream.base_url.rstrip("/")
        self._client = httpx.AsyncClient(
            transport=http or _over_aiohttp(upstream.limits.concurrency),
            # Each exchange runs under asyncio.timeout, which also bounds a dribbled body.
            timeout=httpx.Timeout(None, connect=upstream.limits.connect, pool=upstream.limits.connect),
            headers={"accept": "application/json", "accept-encoding": "identity", "user-agent": "account-gateway"},
            cookies=NoCookies(),
            follow_redirects=False,
            trust_env=False,
        )

    async def exchange(self, call: Call, headers: Mapping[str, str]) -> Reply:
        """Send the call once and read its answer, of any status, to the end. Raises VenueError."""
        try:
            return await self._read(call, headers)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, aiohttp.ClientError, OSError) as error:
            kind, words = _meaning(error)
            raise self._upstream.error(kind, words, call) from error

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()

    async def _read(self, call: Call, headers: Mapping[str, str]) -> Reply:
        async with self._client.stream(
            call.method, self._base_url + call.target, content=call.body or None, headers=dict(headers)
        ) as response:
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > LONGEST_ANSWER:
                    raise self._upstream.error(VenueAnswerError, "answered with more than 8 MiB", call)
            return _reply(response, without_mark(bytes(body)))


def _reply(response: httpx.Response, body: bytes) -> Reply:
    headers, received_at = response.headers, datetime.now(UTC)
    if response.status_code == 200:
        return Reply(200, body, received_at, headers.get("content-type", ""))
    retry_after, date = headers.get("retry-after", ""), headers.get("date", "")
    return Reply(response.status_code, body, received_at, retry_after=retry_after, date=date)


def open_session(concurrency: int) -> aiohttp.ClientSession:
    """The connections of one upstream."""
    connector = aiohttp.TCPConnector(limit=concurrency, ttl_dns_cache=60)
    session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)
    # aiohttp would send a read once more by itself when a connection is lost, unseen by record and budget.
    session._retry_connection = False  # noqa: SLF001 - it has no public switch; a test notices when it goes away
    return session


def _over_aiohttp(concurrency: int) -> Http:
    # The context is never used, for the session's connector verifies with its own; without one httpx loads a second.
    unused = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return httpx_aiohttp.AiohttpTransport(verify=unused, client=lambda: open_session(concurrency))


def _meaning(error: Exception) -> tuple[type[VenueError], str]:
    # httpx-aiohttp 0.2 reports every lost connection as ConnectTimeout; aiohttp's own exception tells them apart.
    cause = error if isinstance(error, aiohttp.ClientError | OSError) else error.__cause__
    if isinstance(cause, aiohttp.ClientPayloadError):
        return VenueAnswerError, "answered with a body that breaks off"
    if isinstance(cause, aiohttp.ConnectionTimeoutError):
        return TRANSLATION[httpx.ConnectTimeout]
    if isinstance(cause, TimeoutError):
        return TRANSLATION[httpx.TimeoutException]
    if isinstance(cause, aiohttp.ClientSSLError):
        return UnsafeConnectionError, "could not be reached safely: TLS failed"
    if isinstance(cause, aiohttp.ClientConnectorDNSError):
        return NoConnectionError, "could not be reached: its name has no address (DNS)"
    if isinstance(cause, aiohttp.ClientConnectorError):
        if isinstance(cause.os_error, ConnectionRefusedError):
            return NoConnectionError, "could not be reached: it refused the connection"
        return TRANSLATION[httpx.ConnectError]
    if isinstance(cause, aiohttp.ClientConnectionError | OSError):
        return TRANSLATION[httpx.ReadError]
    if isinstance(cause, aiohttp.ClientResponseError):
        return TRANSLATION[httpx.RemoteProtocolError]
    row = next((TRANSLATION[base] for base in type(error).__mro__ if base in TRANSLATION), None)
    return row or TRANSLATION[httpx.TransportError]
