"""Ports on a sandbox, and the budget of the request that reads them."""

import inspect
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, NamedTuple

import httpx
import msgspec
import pytest

from adapters.registry import VENUES, open_ports
from adapters.transport.calls import CallRecord, Upstream
from adapters.transport.rates import Limits
from adapters.transport.transport import Transport
from domain.budget import BUDGET, Budget
from domain.ports import ParticipantPort, Ports, PricePort
from domain.venues import Venue
from sandbox import BASE_PATHS, Sandbox, create_sandbox
from tests.adapters.declared import settings_from

QUICK = Limits(rate=10_000, burst=10_000, concurrency=8, timeout=2, default_retry_after=5)
BASE_URLS = {name: f"http://{name.replace('_', '-')}.sandbox{path}" for name, path in BASE_PATHS.items()}


class Wired(NamedTuple):
    """Ports on a sandbox, and what their upstream calls recorded."""

    sandbox: Sandbox
    ports: Ports
    records: list[CallRecord]

    @property
    def participants(self) -> ParticipantPort:
        """The port of participants, where its venue is configured."""
        assert self.ports.participants is not None
        return self.ports.participants

    @property
    def prices(self) -> PricePort:
        """The port of prices, where its venue is configured."""
        assert self.ports.prices is not None
        return self.ports.prices

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


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: pytest.Module | pytest.Class, name: str, obj: object) -> None:
    """Give every asynchronous test a budget: whatever calls a venue needs one."""
    if collector.istestfunction(obj, name) and inspect.iscoroutinefunction(obj):
        pytest.mark.usefixtures("budget")(obj)


@pytest.fixture
async def budget() -> Budget:
    """A request with time enough."""
    budget = Budget(20)
    BUDGET.set(budget)
    return budget


@pytest.fixture(scope="session")
def environment(sandbox_keys: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The settings for any sandbox without sockets: all have the same seed, and borrow one key."""
    return sandbox_keys.environment(BASE_URLS, tmp_path_factory.mktemp("environment"))


@pytest.fixture
async def open_wired(
    sandbox_keys: Sandbox, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory, budget: Budget
) -> AsyncIterator[OpenWired]:
    """Open ports on a sandbox, fresh if none is given: participants=, without=, and settings of the venues."""
    opened: list[Wired] = []
    assert BUDGET.get() is budget

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

        def connect(upstream: Upstream) -> Transport:
            http = None if base_urls else httpx.ASGITransport(app=apps[upstream.venue.value.lower()])
            return Transport(upstream, observe=records.append, http=http)

        venues = {
            entry.venue: settings_of(entry.venue, entry.settings, known, changes)
            for entry in VENUES
            if entry.venue not in without
        }
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


def settings_of(
    venue: Venue, kind: type[msgspec.Struct], environment: Mapping[str, str], changes: Mapping[str, Any]
) -> msgspec.Struct:
    """The settings of one venue as an environment gives them, with those changes that it knows."""
    prefix = f"GATEWAY_{venue.value}__"
    texts = {name.removeprefix(prefix).lower(): value for name, value in environment.items() if name.startswith(prefix)}
    known = {name: value for name, value in changes.items() if name in kind.__struct_fields__}
    return msgspec.structs.replace(settings_from(kind, texts), **{"limits": QUICK, **known})
