"""The venues' documented rate limits hold, on a clock that the test moves."""

from sandbox import create_sandbox
from sandbox.limits import RollingWindow
from tests.sandbox.clients import Clients, Clock

JOHN = "0x00000000000000000000000000000000000000a1"


async def test_zerohash_blocks_for_ten_seconds(clients: Clients, clock: Clock) -> None:
    """Two thousand calls in ten seconds pass; one more blocks the address for ten."""
    for _ in range(2000):
        assert (await clients.send("zerohash", "GET", "/time")).status_code == 200
    refused = await clients.send("zerohash", "GET", "/time")
    assert (refused.status_code, refused.json()) == (429, {"error": "Too Many Requests"})
    assert "retry-after" not in refused.headers
    clock.now += 9.5
    assert (await clients.send("zerohash", "GET", "/time")).status_code == 429
    clock.now += 0.5
    assert (await clients.send("zerohash", "GET", "/time")).status_code == 200


def test_a_window_rolls(clock: Clock) -> None:
    """A call counts for as long as the window is, not for a fixed slot."""
    window = RollingWindow(20, 10, clock)
    for _ in range(20):
        assert window.wait("a") == 0
        clock.now += 0.5
    assert [window.wait("a"), window.wait("a")] == [0, 0.5]
    assert window.wait("b") == 0


async def test_instruments_six_times_a_minute(clients: Clients, clock: Clock) -> None:
    """The seventh listing within a minute is refused with code 8, other calls are not."""
    statuses = [(await clients.polymarket("POST", "/v1/refdata/instruments", json={})).status_code for _ in range(7)]
    assert statuses == [200] * 6 + [429]
    refused = await clients.polymarket("POST", "/v1/refdata/instruments", json={})
    assert refused.json() == {"code": 8, "message": "rate limit exceeded", "details": []}
    assert (await clients.polymarket("GET", "/v1/whoami")).status_code == 200
    clock.now += 60
    assert (await clients.polymarket("POST", "/v1/refdata/instruments", json={})).status_code == 200


async def test_arcus_weighs_calls(clients: Clients, clock: Clock) -> None:
    """750 account reads empty the bucket; it refills by 25 a second, and a price read costs 20."""
    for _ in range(750):
        assert (await clients.arcus(f"/account?address={JOHN}")).status_code == 200
    refused = await clients.arcus("/prices")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "1")
    assert refused.json() == {"error": "rate limited", "reason": "ip", "retryAfterMs": 800}
    clock.now += 0.8
    assert (await clients.arcus("/prices")).status_code == 200
    assert (await clients.arcus(f"/account?address={JOHN}")).status_code == 429


async def test_limits_can_be_switched_off(clock: Clock) -> None:
    """A benchmark may want the venues without their limits."""
    clients = Clients(create_sandbox(limits=False, clock=clock), clock)
    assert {(await clients.arcus("/prices")).status_code for _ in range(80)} == {200}
    await clients.close()
