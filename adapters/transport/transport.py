"""The only module that speaks HTTP to venues: one deadline, retry, breaker and rate decision for each upstream call."""

import asyncio
import random
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Protocol, TypeVar, cast

import aiohttp
import httpx
import httpx_aiohttp

from adapters.transport.calls import Auth, Call, CallRecord, Refusal, Reply, retry_after
from adapters.transport.flights import Flight, Flights, GroundedError, LateError
from adapters.transport.limits import Breaker, Bucket, Limits
from domain.budget import BUDGET, RESERVE
from domain.errors import (
    GatewayError,
    VenueAnswerError,
    VenueError,
    VenueForbiddenError,
    VenueRateLimitedError,
    VenueTimeoutError,
    VenueUnavailableError,
)
from domain.venues import Venue, VenueHealth, VenueState

T = TypeVar("T")

LONGEST_ANSWER = 8 * 1024 * 1024
RETRIES = 2
SILENCE = 30.0  # seconds without a call after which a state is asked for anew

TRANSLATION: Mapping[type[Exception], tuple[type[VenueError], str]] = {
    httpx.ConnectTimeout: (VenueTimeoutError, "did not accept a connection in time"),
    httpx.ReadTimeout: (VenueTimeoutError, "did not answer in time"),
    httpx.WriteTimeout: (VenueTimeoutError, "did not take the question in time"),
    httpx.PoolTimeout: (VenueTimeoutError, "had no free connection in time"),
    httpx.TimeoutException: (VenueTimeoutError, "did not answer in time"),
    httpx.ConnectError: (VenueUnavailableError, "could not be reached"),
    httpx.ReadError: (VenueUnavailableError, "broke the connection off"),
    httpx.WriteError: (VenueUnavailableError, "broke the connection off"),
    httpx.CloseError: (VenueUnavailableError, "broke the connection off"),
    httpx.NetworkError: (VenueUnavailableError, "broke the connection off"),
    httpx.RemoteProtocolError: (VenueUnavailableError, "did not answer in HTTP"),
    httpx.LocalProtocolError: (VenueUnavailableError, "could not be asked in HTTP"),
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
    httpx.RequestNotRead: (VenueAnswerError, "was asked with a body that cannot be read"),
    httpx.StreamError: (VenueAnswerError, "answered with a body that cannot be read"),
    httpx.TransportError: (VenueUnavailableError, "could not be reached"),
    httpx.RequestError: (VenueUnavailableError, "could not be reached"),
    httpx.HTTPError: (VenueUnavailableError, "could not be reached"),
}


class Connect(Protocol):
    """How an adapter gets its transports: the same for every venue, given by who composes the gateway."""

    def __call__(
        self,
        venue: Venue,
        base_url: str,
        auth: Auth,
        limits: Limits,
        refusal: Refusal,
    ) -> "Transport":
        """Open a transport; nothing is sent yet."""
        ...


class Transport:
    """Calls to one venue with one credential."""

    def __init__(
        self,
        venue: Venue,
        base_url: str,
        auth: Auth,
        limits: Limits,
        refusal: Refusal,
        *,
        observe: Callable[[CallRecord], None],
        http: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.venue = venue
        self._base_url = base_url.rstrip("/")
        self._auth = auth
        self._limits = limits
        self._refusal = refusal
        self._observe = observe
        self._http = httpx.AsyncClient(
            transport=http or _aiohttp_transport(limits.concurrency),
            timeout=None,  # noqa: S113 - each attempt runs under asyncio.timeout, which also bounds a dribbled body
            headers={"accept": "application/json", "accept-encoding": "identity", "user-agent": "account-gateway"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            follow_redirects=False,
            trust_env=False,
        )
        self._slots = asyncio.Semaphore(limits.concurrency)
        self._bucket = Bucket(limits.rate, limits.burst)
        self._retry_floor = Bucket(rate=3.0, burst=3.0)
        self._retry_credit = 0.0
        self._breaker = Breaker()
        self._flights = Flights(venue.value)
        self._heard_at = -SILENCE
        self._last_success_at: datetime | None = None
        self._last_error: VenueError | None = None
        self._recovered = True

    async def fetch(self, call: Call, parse: Callable[[Reply], T], bucket: Bucket | None = None) -> T:
        """Send a call and parse its answer, a 200. Raises VenueError, or what `refusal` makes of a 4xx.

        Equal reads under way are one call: parsed once, shared by all who wait.
        """
        return cast("T", await self._share(call, parse, None, bucket))

    async def find(self, call: Call, parse: Callable[[Reply], T], absent: Callable[[Reply], bool]) -> T | None:
        """As `fetch`, and None when `absent` recognises the answer as "there is none"."""
        return await self._share(call, parse, absent, None)

    async def _share(
        self,
        call: Call,
        parse: Callable[[Reply], T],
        absent: Callable[[Reply], bool] | None,
        bucket: Bucket | None,
    ) -> T | None:
        scope = BUDGET.get()
        if not scope.remaining():
            raise self._late(call)
        try:
            result = await self._flights.join(
                call, scope, lambda flight: self._attempts(call, flight, parse, absent, bucket)
            )
        except LateError as error:
            late = self._late(call)
            if error.alone:
                self._last_error, self._recovered = late, False
            raise late from None
        except GroundedError:
            raise VenueUnavailableError(self.venue, self._sentence("is no longer asked", call)) from None
        return cast("T | None", result)

    async def state(self, probe: Callable[[], Awaitable[None]]) -> VenueState:
        """What the latest calls say of the venue; probed first when nothing was heard from it for half a minute."""
        if time.monotonic() - self._heard_at > SILENCE:
            with suppress(GatewayError):
                await probe()
        if self._breaker.is_open:
            health = VenueHealth.DOWN
        elif self._last_error is None or self._recovered:
            health = VenueHealth.DEGRADED if self._bucket.closed_seconds else VenueHealth.UP
        else:
            health = VenueHealth.DEGRADED
        return VenueState(
            venue=self.venue,
            health=health,
            last_success_at=self._last_success_at,
            last_error_code=self._last_error.code if self._last_error else None,
        )

    async def close(self) -> None:
        """Cancel what is under way and give the connections back."""
        await self._flights.close()
        await self._http.aclose()

    async def _attempts(
        self,
        call: Call,
        flight: Flight,
        parse: Callable[[Reply], T],
        absent: Callable[[Reply], bool] | None,
        bucket: Bucket | None,
    ) -> T | None:
        attempt, renewed = 0, False
        self._retry_credit = min(100.0, self._retry_credit + 0.1)
        while True:
            attempt += 1
            try:
                reply = await self._attempt(call, flight, attempt, bucket or self._bucket)
                if reply.status in (401, 403) and not renewed and self._auth.renew(reply.status, flight.headers):
                    renewed = True
                    continue
                result = self._read(call, reply, parse, absent)
            except VenueError as error:
                pause = self._pause(call, flight, attempt, error)
                if pause is None:
                    if not isinstance(error, VenueForbiddenError):
                        self._last_error, self._recovered = error, False
                    raise
                await asyncio.sleep(pause)
            else:
                self._last_success_at, self._recovered = reply.received_at, True
                return result

    def _read(
        self, call: Call, reply: Reply, parse: Callable[[Reply], T], absent: Callable[[Reply], bool] | None
    ) -> T | None:
        if reply.status == 200:
            try:
                return parse(reply)
            except (ValueError, TypeError, ArithmeticError, RecursionError) as error:
                words = "answered with a body that is not what its documentation promises"
                raise VenueAnswerError(self.venue, self._sentence(words, call)) from error
        if absent is not None and absent(reply):
            return None
        if 400 <= reply.status < 500:
            raise self._refusal(call, reply)
        raise VenueAnswerError(self.venue, self._sentence(f"answered with status {reply.status}", call))

    async def _attempt(self, call: Call, flight: Flight, attempt: int, bucket: Bucket) -> Reply:
        """Wait for a turn and a slot, then send; a 429 or a circuit that opened meanwhile holds the call back."""
        if self._breaker.refusing:
            raise self._circuit_open()
        granted, wait = bucket.reserve(call.weight, flight.remaining())
        while True:
            if not granted:
                words = f"may be asked again in {wait:.1f} s, which is after the deadline"
                raise VenueRateLimitedError(self.venue, self._sentence(words, call), wait)
            try:
                await asyncio.sleep(wait)
            except asyncio.CancelledError:
                bucket.give_back(call.weight)  # nothing was sent: the next caller must not wait for it
                raise
            async with self._slots:
                wait = bucket.closed_seconds
                if not wait:
                    return await self._guarded(call, flight, attempt, bucket)
            granted = wait <= flight.remaining()

    async def _guarded(self, call: Call, flight: Flight, attempt: int, bucket: Bucket) -> Reply:
        if not self._breaker.admit():
            raise self._circuit_open()
        try:
            reply = await self._send(call, flight, attempt)
        except (VenueTimeoutError, VenueUnavailableError):
            self._breaker.failed()
            raise
        except BaseException:
            self._breaker.failed() if flight.overdue else self._breaker.abandoned()
            raise
        self._breaker.succeeded()
        if reply.status == 429:
            raise self._rate_limited(call, reply, bucket)
        return reply

    async def _send(self, call: Call, flight: Flight, attempt: int) -> Reply:
        flight.headers = await self._auth.headers(call.method, call.target, call.body)
        seconds = self._limits.timeout
        started, status, code = time.monotonic(), None, None
        try:
            async with asyncio.timeout(seconds):
                reply = await self._exchange(call, flight.headers)
            status = reply.status
            if status >= 500:
                raise VenueUnavailableError(self.venue, self._sentence(f"answered with status {status}", call))
        except TimeoutError:
            code = VenueTimeoutError.code
            raise VenueTimeoutError(
                self.venue, self._sentence(f"did not answer within {seconds:.1f} s", call)
            ) from None
        except asyncio.CancelledError:
            code = VenueTimeoutError.code if flight.overdue else None
            raise
        except VenueError as error:
            code = error.code
            raise
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, aiohttp.ClientError, OSError) as error:
            translated = self._translate(error, call)
            code = translated.code
            raise translated from error
        else:
            return reply
        finally:
            self._account(call, status, (time.monotonic() - started) * 1000, attempt, code)

    async def _exchange(self, call: Call, headers: Mapping[str, str]) -> Reply:
        content = call.body or None
        async with self._http.stream(
            call.method, self._base_url + call.target, content=content, headers=dict(headers)
        ) as response:
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > LONGEST_ANSWER:
                    raise VenueAnswerError(self.venue, self._sentence("answered with more than 8 MiB", call))
            retry_after = response.headers.get("retry-after", "")
            return Reply(response.status_code, bytes(body), datetime.now(UTC), retry_after)

    def _rate_limited(self, call: Call, reply: Reply, bucket: Bucket) -> VenueRateLimitedError:
        seconds = retry_after(reply.retry_after, self._limits.default_retry_after)
        bucket.close_for(seconds)
        words = f"asks for a pause of {seconds:.1f} s"
        return VenueRateLimitedError(self.venue, self._sentence(words, call), seconds)

    def _pause(self, call: Call, flight: Flight, attempt: int, error: VenueError) -> float | None:
        """Seconds until the next attempt, None for no such. Time-outs are not retried: a slow venue stays slow."""
        if not call.read or attempt > RETRIES or not flight.may_retry() or self._breaker.is_open:
            return None
        if isinstance(error, VenueRateLimitedError):
            pause = error.retry_after or 0.0
        elif isinstance(error, VenueUnavailableError):
            pause = random.uniform(0, min(1.0, 0.1 * 2 ** (attempt - 1)))  # noqa: S311 - jitter, not a secret
        else:
            return None
        if pause + RESERVE > flight.remaining():
            return None
        if self._retry_credit >= 1:
            self._retry_credit -= 1
            return pause
        return pause if self._retry_floor.reserve(1, 0)[0] else None

    def _translate(self, error: Exception, call: Call) -> VenueError:
        # httpx-aiohttp 0.2 reports every lost connection as ConnectTimeout; aiohttp's own exception tells them apart.
        cause = error if isinstance(error, aiohttp.ClientError | OSError) else error.__cause__
        kind: type[VenueError]
        if isinstance(cause, aiohttp.ClientPayloadError):
            kind, words = VenueAnswerError, "answered with a body that breaks off"
        elif isinstance(cause, TimeoutError):
            kind, words = TRANSLATION[httpx.TimeoutException]
        elif isinstance(cause, aiohttp.ClientConnectorError):
            kind, words = TRANSLATION[httpx.ConnectError]
        elif isinstance(cause, aiohttp.ClientConnectionError | OSError):
            kind, words = TRANSLATION[httpx.ReadError]
        elif isinstance(cause, aiohttp.ClientResponseError):
            kind, words = TRANSLATION[httpx.RemoteProtocolError]
        else:
            row = next((TRANSLATION[base] for base in type(error).__mro__ if base in TRANSLATION), None)
            kind, words = row or TRANSLATION[httpx.TransportError]
        return kind(self.venue, self._sentence(words, call))

    def _account(self, call: Call, status: int | None, milliseconds: float, attempt: int, code: str | None) -> None:
        self._heard_at = time.monotonic()
        usage = BUDGET.get().usage[self.venue]
        usage.calls += 1
        usage.milliseconds += milliseconds
        self._observe(CallRecord(self.venue, call.name, status, milliseconds, attempt, code))

    def _late(self, call: Call) -> VenueTimeoutError:
        return VenueTimeoutError(self.venue, self._sentence("did not answer before the deadline", call))

    def _circuit_open(self) -> VenueUnavailableError:
        words = "failed repeatedly and is not asked for a while (circuit open)"
        return VenueUnavailableError(self.venue, f"{self.venue.title} {words}.")

    def _sentence(self, words: str, call: Call) -> str:
        return f"{self.venue.title} {words} (call: {call.name})."


def _aiohttp_transport(concurrency: int) -> httpx_aiohttp.AiohttpTransport:
    def session() -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(limit=concurrency, ttl_dns_cache=60)
        session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False)
        # aiohttp would send a read once more by itself when a connection is lost, unseen by record and budget.
        session._retry_connection = False  # noqa: SLF001 - it has no public switch
        return session

    # The context is never used, for the session's connector verifies with its own; without one httpx loads a second.
    return httpx_aiohttp.AiohttpTransport(verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), client=session)
