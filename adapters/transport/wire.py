"""HTTP itself: one client for an upstream, one exchange with it, and what the client's exceptions mean."""

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TypeAlias

import aiohttp
import httpx
import httpx_aiohttp

from adapters.transport.calls import Call, Reply, Upstream
from domain.errors import VenueAnswerError, VenueError, VenueTimeoutError, VenueUnavailableError

Http: TypeAlias = httpx.AsyncBaseTransport
"""What may stand in for real connections."""

LONGEST_ANSWER = 8 * 1024 * 1024

TRANSLATION: Mapping[type[Exception], tuple[type[VenueError], str]] = {
    httpx.ConnectTimeout: (VenueTimeoutError, "did not accept a connection in time"),
    httpx.ReadTimeout: (VenueTimeoutError, "did not answer in time"),
    httpx.WriteTimeout: (VenueTimeoutError, "did not take the call in time"),
    httpx.PoolTimeout: (VenueTimeoutError, "had no free connection in time"),
    httpx.TimeoutException: (VenueTimeoutError, "did not answer in time"),
    httpx.ConnectError: (VenueUnavailableError, "could not be reached"),
    httpx.ReadError: (VenueUnavailableError, "broke the connection off"),
    httpx.WriteError: (VenueUnavailableError, "broke the connection off"),
    httpx.CloseError: (VenueUnavailableError, "broke the connection off"),
    httpx.NetworkError: (VenueUnavailableError, "broke the connection off"),
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


class Wire:
    """The client of one upstream: no redirects, no cookies, no environment, no time-outs of its own."""

    def __init__(self, upstream: Upstream, http: Http | None = None) -> None:
        self._upstream = upstream
        self._base_url = upstream.base_url.rstrip("/")
        self._client = httpx.AsyncClient(
            transport=http or _over_aiohttp(upstream.limits.concurrency),
            timeout=None,  # noqa: S113 - each exchange runs under asyncio.timeout, which also bounds a dribbled body
            headers={"accept": "application/json", "accept-encoding": "identity", "user-agent": "account-gateway"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            follow_redirects=False,
            trust_env=False,
        )

    async def exchange(self, call: Call, headers: Mapping[str, str]) -> Reply:
        """Send the call once and read its answer, of any status, to the end. Raises VenueError."""
        try:
            return await self._exchange(call, headers)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, aiohttp.ClientError, OSError) as error:
            kind, words = _meaning(error)
            raise self._upstream.error(kind, words, call) from error

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()

    async def _exchange(self, call: Call, headers: Mapping[str, str]) -> Reply:
        async with self._client.stream(
            call.method, self._base_url + call.target, content=call.body or None, headers=dict(headers)
        ) as response:
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > LONGEST_ANSWER:
                    raise self._upstream.error(VenueAnswerError, "answered with more than 8 MiB", call)
            retry_after = response.headers.get("retry-after", "")
            return Reply(response.status_code, bytes(body), datetime.now(UTC), retry_after)


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
    if isinstance(cause, TimeoutError):
        return TRANSLATION[httpx.TimeoutException]
    if isinstance(cause, aiohttp.ClientConnectorError):
        return TRANSLATION[httpx.ConnectError]
    if isinstance(cause, aiohttp.ClientConnectionError | OSError):
        return TRANSLATION[httpx.ReadError]
    if isinstance(cause, aiohttp.ClientResponseError):
        return TRANSLATION[httpx.RemoteProtocolError]
    row = next((TRANSLATION[base] for base in type(error).__mro__ if base in TRANSLATION), None)
    return row or TRANSLATION[httpx.TransportError]
