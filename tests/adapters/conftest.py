"""Ports on a sandbox, and the scope in which they are asked."""

import inspect
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest

from adapters.calls import Auth, CallRecord, Refusal
from adapters.limits import Limits
from adapters.port import Ports
from adapters.registry import VENUES, open_ports
from adapters.scope import SCOPE, Scope
from adapters.transport import Transport
from adapters.values import Venue
from sandbox import BASE_PATHS, Sandbox, create_sandbox

QUICK = Limits(rate=10_000, burst=10_000, concurrency=8, timeout=2, default_retry_after=5)
BASE_URLS = {name: f"http://{name.replace('_', '-')}.sandbox{path}" for name, path in BASE_PATHS.items()}


class Wired(NamedTuple):
    """Ports on a sandbox, and what their upstream calls recorded."""

    sandbox: Sandbox
    ports: Ports
    records: list[CallRecord]

    def calls(self, venue: Venue) -> Counter[str]:
        """How often each call of a venue was sent, in number the same as the sandbox counted."""
        counted = Counter(record.call for record in self.records if record.venue is venue)
        assert counted.total() == self.sandbox.count(venue.value.lower())
        return counted

    def forget(self) -> None:
        """Count from zero again."""
        self.records.clear()
        self.sandbox.reset_calls()


OpenWired = Callable[..., Awaitable[Wired]]


def told(venue: Venue, environment: Mapping[str, str], changes: Mapping[str, Any]) -> msgspec.Struct:
    """The settings of one venue, from the environment that a sandbox gives."""
    prefix = f"GATEWAY_{venue.value}__"
    kind = next(entry.settings for entry in VENUES if entry.venue is venue)
    values = {
        name.removeprefix(prefix).lower(): value for name, value in environment.items() if name.startswith(prefix)
    }
    told_settings = msgspec.convert(values, kind, dec_hook=lambda wanted, value: wanted(value))
    known = {name: value for name, value in changes.items() if name in kind.__struct_fields__}
    return msgspec.structs.replace(told_settings, **{"limits": QUICK, **known})


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, name: str, obj: object) -> None:
    """Give every asynchronous test a scope: whatever calls a venue needs one."""
    if collector.istestfunction(obj, name) and inspect.iscoroutinefunction(obj):
        pytest.mark.usefixtures("scope")(obj)


@pytest.fixture
async def scope() -> Scope:
    """A request with time enough."""
    scope = Scope(20)
    SCOPE.set(scope)
    return scope


@pytest.fixture(scope="session")
def environment(sandbox_keys: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a gateway must be told of any sandbox without sockets: they have the same seed, and borrow one key."""
    return sandbox_keys.environment(BASE_URLS, tmp_path_factory.mktemp("environment"))


@pytest.fixture
async def open_wired(
    sandbox_keys: Sandbox, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory, scope: Scope
) -> AsyncIterator[OpenWired]:
    """Open ports on a sandbox, fresh if none is given: participants=, without=, and settings of the venues."""
    opened: list[Wired] = []
    assert SCOPE.get() is scope

    async def open_one(
        *,
        sandbox: Sandbox | None = None,
        participants: int = 20,
        without: tuple[Venue, ...] = (),
        base_urls: Mapping[str, str] | None = None,
        **changes: Any,
    ) -> Wired:
        if sandbox is None:
            sandbox = create_sandbox(participants, limits=False)
            sandbox.credentials.private_key = sandbox_keys.credentials.private_key
        apps = sandbox.apps
        known = sandbox.environment(base_urls, tmp_path_factory.mktemp("served")) if base_urls else environment
        records: list[CallRecord] = []

        def connect(venue: Venue, base_url: str, auth: Auth, limits: Limits, refusal: Refusal) -> Transport:
            http = None if base_urls else httpx.ASGITransport(app=apps[venue.value.lower()])
            return Transport(venue, base_url, auth, limits, refusal, observe=records.append, http=http)

        venues = {venue: told(venue, known, changes) for venue in Venue if venue not in without}
        wired = Wired(sandbox, open_ports(venues, connect), records)
        opened.append(wired)
        return wired

    yield open_one
    for wired in opened:
        for port in wired.ports.accounts.values():
            await port.close()


@pytest.fixture
async def wired(open_wired: OpenWired) -> Wired:
    """Ports on a sandbox of 20 people."""
    return await open_wired()
