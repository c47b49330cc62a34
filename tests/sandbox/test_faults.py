"""Each fault shows on each venue as it would there, whether set on the venue or asked for by a name."""

import json
from decimal import Decimal

import anyio
import pytest

from sandbox import FAULT_MODES, MODES, Sandbox
from tests.sandbox.clients import Clients
from tests.sandbox.reads import JOHN, MAIN, MEMBERS, READS, amounts, is_json, numbers

every_venue = pytest.mark.parametrize("venue", READS)

RATE_LIMITED = {
    "zerohash": {"error": "Too Many Requests"},
    "polymarket_us": {"code": 8, "message": "rate limit exceeded", "details": []},
    "arcus": {"error": "rate limited"},
}


@every_venue
async def test_down(clients: Clients, sandbox: Sandbox, venue: str) -> None:
    """The connection is dropped, token call included, and the call has no status."""
    sandbox.faults.set(venue, "down")
    with pytest.raises(ConnectionResetError):
        await READS[venue](clients)
    assert sandbox.calls[-1].status is None
    assert sandbox.count(venue) == 1
    sandbox.faults.clear(venue)
    assert (await READS[venue](clients)).status_code == 200


@every_venue
async def test_slow(clients: Clients, sandbox: Sandbox, venue: str) -> None:
    """The answer is held back for as long as was asked."""
    await clients.renew()
    sandbox.faults.set(venue, "slow", seconds=30)
    with anyio.move_on_after(0.05) as scope:
        await READS[venue](clients)
    assert scope.cancelled_caught
    sandbox.faults.set(venue, "slow", seconds=0.01)
    assert (await READS[venue](clients)).status_code == 200


@every_venue
@pytest.mark.parametrize("wait", [3, "Wed, 21 Oct 2026 07:28:00 GMT", None])
async def test_rate_limited(clients: Clients, sandbox: Sandbox, venue: str, wait: object) -> None:
    """429 in the venue's form, with seconds, a date or nothing as Retry-After."""
    await clients.renew()
    sandbox.faults.set(venue, "rate_limited", retry_after=wait)
    answer = await READS[venue](clients)
    assert (answer.status_code, answer.json()) == (429, RATE_LIMITED[venue])
    assert answer.headers.get("retry-after") == (None if wait is None else str(wait))


async def test_rate_limited_by_habit(clients: Clients, sandbox: Sandbox) -> None:
    """Only Arcus says by itself when to come back, and its newer bodies say it in milliseconds."""
    await clients.renew()
    headers = {}
    for venue in READS:
        sandbox.faults.set(venue, "rate_limited")
        headers[venue] = (await READS[venue](clients)).headers.get("retry-after")
    assert headers == {"zerohash": None, "polymarket_us": None, "arcus": "2"}
    sandbox.faults.set("arcus", "rate_limited", retry_after=1, retry_after_ms=850)
    body = (await READS["arcus"](clients)).json()
    assert body == {"error": "rate limited", "reason": "ip", "retryAfterMs": 850}


@every_venue
@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_error(clients: Clients, sandbox: Sandbox, venue: str, status: int) -> None:
    """The status that was asked for, with a body in the venue's form."""
    await clients.renew()
    sandbox.faults.set(venue, "error", status=status)
    answer = await READS[venue](clients)
    assert answer.status_code == status
    assert ("code" in answer.json()) == (venue == "polymarket_us")
    assert (answer.headers.get("zh-allow-retry") == "true") == (venue == "zerohash" and status == 503)


@every_venue
@pytest.mark.parametrize("how", ["length", "json"])
async def test_truncated(clients: Clients, sandbox: Sandbox, venue: str, how: str) -> None:
    """The JSON is cut in the middle; the announced length is the whole one or the cut one."""
    whole = len((await READS[venue](clients)).content)
    sandbox.faults.set(venue, "truncated", how=how)
    answer = await READS[venue](clients)
    assert (answer.status_code, len(answer.content)) == (200, whole // 2)
    assert int(answer.headers["content-length"]) == (whole if how == "length" else whole // 2)
    assert not is_json(answer)


@every_venue
async def test_bodies_that_are_no_json(clients: Clients, sandbox: Sandbox, venue: str) -> None:
    """A page, nothing at all, or another encoding, each with status 200."""
    seen = {}
    for mode in ("html", "empty", "not_json_charset"):
        sandbox.faults.set(venue, mode)
        answer = await READS[venue](clients)
        seen[mode] = (answer.status_code, answer.headers["content-type"].partition(";")[0])
        assert mode == "not_json_charset" or not is_json(answer)
    assert answer.content.startswith(b"\xff\xfe")
    assert seen == {
        "html": (200, "text/html"),
        "empty": (200, "application/json"),
        "not_json_charset": (200, "application/json"),
    }


@every_venue
async def test_wrong_types(clients: Clients, sandbox: Sandbox, venue: str) -> None:
    """Where a list or object is due there is a number."""
    healthy = (await READS[venue](clients)).json()
    sandbox.faults.set(venue, "wrong_types")
    spoiled = (await READS[venue](clients)).json()
    assert set(spoiled) == set(healthy)
    assert all(type(spoiled[name]) is not type(healthy[name]) for name in healthy)


@every_venue
async def test_missing_fields(clients: Clients, sandbox: Sandbox, venue: str) -> None:
    """A member that is always there is gone."""
    member = MEMBERS[venue]
    assert member in (await READS[venue](clients)).text
    sandbox.faults.set(venue, "missing_fields")
    answer = await READS[venue](clients)
    assert answer.status_code == 200
    assert member not in answer.text


@every_venue
async def test_wrong_echo(clients: Clients, sandbox: Sandbox, venue: str) -> None:
    """The answer names another owner than was asked about."""
    owner = {"zerohash": "ABC123", "polymarket_us": MAIN, "arcus": JOHN}[venue]
    assert owner in (await READS[venue](clients)).text
    sandbox.faults.set(venue, "wrong_echo")
    answer = await READS[venue](clients)
    assert answer.status_code == 200
    assert owner not in answer.text


@every_venue
async def test_forbidden(clients: Clients, sandbox: Sandbox, venue: str) -> None:
    """403 in the venue's form; the token endpoint still works."""
    sandbox.faults.set(venue, "forbidden")
    answer = await READS[venue](clients)
    assert answer.status_code == 403
    texts = {"zerohash": "permission", "polymarket_us": "missing required scope read:positions", "arcus": "api key"}
    assert texts[venue] in answer.text


@every_venue
async def test_json_numbers(clients: Clients, sandbox: Sandbox, venue: str) -> None:
    """Amounts in text become JSON numbers, and the same ones."""
    healthy = amounts((await READS[venue](clients)).json())
    sandbox.faults.set(venue, "json_numbers")
    answer = await READS[venue](clients)
    spoiled = json.loads(answer.text, parse_float=Decimal, parse_int=Decimal)
    assert healthy
    assert not amounts(spoiled)
    assert {Decimal(amount) for amount in healthy} <= numbers(spoiled)


async def test_expired_token_is_cured_by_renewal(clients: Clients, sandbox: Sandbox) -> None:
    """Polymarket US refuses the tokens it gave out before and takes the next one; setting it again repeats that."""
    for _ in range(2):
        await clients.renew()
        sandbox.faults.set("polymarket_us", "expired_token")
        answers = [await READS["polymarket_us"](clients) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [401, 401]
        assert answers[0].json()["code"] == 16
        await clients.renew()
        assert (await READS["polymarket_us"](clients)).status_code == 200
        assert (await READS["polymarket_us"](clients)).status_code == 200


async def test_expired_credentials_elsewhere(clients: Clients, sandbox: Sandbox) -> None:
    """At zerohash the time stamp is stale, at Arcus the address is not admitted."""
    for venue, text in (("zerohash", "Timestamp"), ("arcus", "not on access whitelist")):
        sandbox.faults.set(venue, "expired_token")
        answer = await READS[venue](clients)
        assert answer.status_code == 403
        assert text in answer.text


@every_venue
async def test_a_fault_can_heal_by_itself(clients: Clients, sandbox: Sandbox, venue: str) -> None:
    """With `times` only so many calls are affected."""
    await clients.renew()
    sandbox.faults.set(venue, "error", times=2)
    assert [(await READS[venue](clients)).status_code for _ in range(3)] == [500, 500, 200]
    assert sandbox.faults.active(venue) is None


async def test_a_fault_can_concern_some_paths(clients: Clients, sandbox: Sandbox) -> None:
    """With `path` other calls stay healthy; a content fault reaches the token endpoint only so."""
    sandbox.faults.set("arcus", "error", path="/prices")
    assert (await clients.arcus("/prices")).status_code == 500
    assert (await clients.arcus("/markets")).status_code == 200
    sandbox.faults.set("polymarket_us", "html")
    assert is_json(await clients.send("polymarket_us", "POST", "/oauth/token", json=clients.token_request()))
    sandbox.faults.set("polymarket_us", "html", path="/oauth")
    assert not is_json(await clients.send("polymarket_us", "POST", "/oauth/token", json=clients.token_request()))


def test_every_mode_is_tested_by_name() -> None:
    """The table of modes has no more than the tests above show."""
    assert set(MODES) == {
        *FAULT_MODES.values(),
        "empty",
        "forbidden",
        "moving",
        "not_json_charset",
    }


@pytest.mark.parametrize(
    ("venue", "options", "sentence"),
    [
        ("nyse", {"mode": "down"}, "There is no venue 'nyse'"),
        ("arcus", {"mode": "melted"}, "There is no fault mode 'melted'"),
        ("arcus", {"mode": "slow", "seconds": "long"}, "The options of 'slow' are not right"),
        ("arcus", {"mode": "slow", "second": 1}, "unknown field `second`"),
        ("arcus", {"mode": "error", "status": 200}, ">= 500"),
        ("arcus", {"mode": "error", "times": 0}, ">= 1"),
    ],
)
def test_unknown_words_are_refused(sandbox: Sandbox, venue: str, options: dict[str, object], sentence: str) -> None:
    """One sentence says what was not understood, and nothing changes."""
    with pytest.raises(ValueError, match=sentence):
        sandbox.faults.set(venue, **options)  # type: ignore[arg-type]
    assert sandbox.faults.active("arcus") is None


async def test_calls_are_counted_until_reset(clients: Clients, sandbox: Sandbox) -> None:
    """Each call is recorded with its query and status, the token call included."""
    await READS["polymarket_us"](clients)
    await READS["arcus"](clients)
    assert [(call.venue, call.method, call.path, call.query, call.status) for call in sandbox.calls] == [
        ("polymarket_us", "POST", "/oauth/token", "", 200),
        ("polymarket_us", "GET", "/v1/positions", f"name={MAIN}", 200),
        ("arcus", "GET", "/v1/account", f"address={JOHN}", 200),
    ]
    assert [sandbox.count(venue) for venue in READS] == [0, 2, 1]
    sandbox.reset_calls()
    assert (len(sandbox.calls), sandbox.count("arcus")) == (0, 0)
