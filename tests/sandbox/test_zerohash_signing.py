"""zerohash lets in what is signed as its documentation says, and nothing else."""

import pytest

from sandbox import Sandbox, create_sandbox
from sandbox.zerohash.signing import sign
from tests.sandbox.clients import Clients, Clock

# Printed in the venue's public documentation as a sample key.
SAMPLE_KEY = "2mC4ZvVd4goRkuJm+rjr9byUiaUW1b6tVN4xy9QXNSE="

VECTORS = [
    (
        "1714445421",
        "GET",
        "/accounts?account_owner=00SCXM&account_group=BBLGTW",
        "",
        "nvY/lGZoaom8x6eHeMWlzF4NnGvGA3YPtrbCmyUSplo=",
    ),
    ("1714445421", "GET", "/accounts", "", "/ebWIWPGLtbkbU7K27ygSLe0laTA85C1uVzgzk9pQ58="),
    (
        "1714445421",
        "GET",
        "/trades?transaction_timestamp[gte]=1714358400000&page=1",
        "",
        "v3Ni8CeeuGCmK3ZvLMYjOAzun0FOynnEUgc4cN0kBkQ=",
    ),
    (
        "1714445421",
        "GET",
        "/trades?transaction_timestamp%5Bgte%5D=1714358400000&page=1",
        "",
        "UFQZlx7PpxHhVfh10nkQ59fyaS1YknJPKjN3AOLUjnE=",
    ),
    (
        "1714445704",
        "POST",
        "/convert_withdraw/execute",
        '{"quote_id":"3fc51610-3dd9-409f-b531-38f78de8ca8a"}',
        "7SwJyWdDvInzNmzKHOC4SVpLuMrops/xG8DbucYpV50=",
    ),
]


@pytest.mark.parametrize(("timestamp", "method", "route", "body", "signature"), VECTORS)
def test_published_vectors_verify(timestamp: str, method: str, route: str, body: str, signature: str) -> None:
    """The verifier computes the signatures that the documentation's sample key gives."""
    assert sign(SAMPLE_KEY, timestamp, method, route, body.encode()) == signature


@pytest.mark.parametrize(("timestamp", "method", "route", "body", "signature"), VECTORS[:2])
async def test_a_call_signed_like_the_documentation_is_let_in(
    timestamp: str, method: str, route: str, body: str, signature: str
) -> None:
    """The published signature opens the door when key and time are the published ones."""
    clock = Clock(int(timestamp))
    sandbox = create_sandbox(clock=clock)
    sandbox.credentials.zerohash_secret = SAMPLE_KEY
    clients = Clients(sandbox, clock)
    headers = {**clients.signed(route), "X-SCX-SIGNED": signature}
    answer = await clients.send("zerohash", method, route, headers=headers)
    assert answer.status_code == 200
    await clients.close()


async def test_the_query_is_signed_exactly_as_sent(clients: Clients) -> None:
    """A query in another order or encoding than the signed one is refused."""
    signed = clients.signed("/accounts?account_owner=ABC123&asset=BTC")
    for path in ("/accounts?asset=BTC&account_owner=ABC123", "/accounts?account_owner=ABC%3123&asset=BTC", "/accounts"):
        answer = await clients.send("zerohash", "GET", path, headers=signed)
        assert (answer.status_code, answer.json()) == (403, {"error": True, "message": "Invalid signature"})
    encoded = "/accounts?account_label=a%3Ab"
    assert (await clients.zerohash(encoded)).status_code == 200


@pytest.mark.parametrize("header", ["X-SCX-API-KEY", "X-SCX-PASSPHRASE", "X-SCX-TIMESTAMP", "X-SCX-SIGNED"])
async def test_each_header_is_required_and_checked(clients: Clients, header: str) -> None:
    """Without one of the four headers, or with a wrong value in it, the answer is 403."""
    headers = clients.signed("/accounts")
    for changed in ({k: v for k, v in headers.items() if k != header}, {**headers, header: "wrong"}):
        answer = await clients.send("zerohash", "GET", "/accounts", headers=changed)
        assert answer.status_code == 403
        assert answer.json()["error"] is True


@pytest.mark.parametrize(("skew", "status"), [(60, 200), (-60, 200), (61, 403), (-61, 403)])
async def test_the_time_stamp_must_be_within_a_minute(clients: Clients, clock: Clock, skew: int, status: int) -> None:
    """Sixty seconds either way pass, one more does not."""
    headers = clients.signed("/accounts", timestamp=str(int(clock()) + skew))
    assert (await clients.send("zerohash", "GET", "/accounts", headers=headers)).status_code == status


async def test_the_time_needs_no_signature(clients: Clients, clock: Clock) -> None:
    """GET /time answers anybody, in seconds."""
    answer = await clients.send("zerohash", "GET", "/time")
    assert answer.json() == {"epoch": int(clock())}


async def test_a_secret_of_one_seed_does_not_open_another(clients: Clients, sandbox: Sandbox) -> None:
    """Each seed has its own credentials."""
    headers = clients.signed("/accounts")
    sandbox.credentials.zerohash_secret = create_sandbox(seed=8).credentials.zerohash_secret
    assert (await clients.send("zerohash", "GET", "/accounts", headers=headers)).status_code == 403
