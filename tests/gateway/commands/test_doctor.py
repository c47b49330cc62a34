"""`gateway doctor`: each venue and each link, and why something cannot be reached."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sandbox import Sandbox
from tests.gateway.commands.conftest import Ask
from tests.gateway.commands.processes import run

JOHN = {
    "trading_accounts": ["firms/acme/accounts/main"],
    "margin_accounts": [{"address": "0x00000000000000000000000000000000000000a1", "account_index": 0}],
}
NOWHERE = "0x00000000000000000000000000000000000000ff"
Links = Callable[[object], str]


class Refusing(BaseHTTPRequestHandler):
    """Refuses every credential, and says that it is five minutes later."""

    seconds_ahead = 300.0

    def do_GET(self) -> None:
        """Answer 401, or 200 to a question without a credential."""
        self.send_response_only(200 if self.command == "HEAD" else 401)
        self.send_header("date", formatdate(self.seconds_ahead + time.time(), usegmt=True))
        self.send_header("content-length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815 - the library's own name

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def refusing() -> Iterator[ThreadingHTTPServer]:
    """A venue that refuses, on a real port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


async def test_each_venue_and_each_link_is_proved(ask: Ask, links: Links) -> None:
    """One line a venue with status and time, one for the links; all well is 0."""
    doctor = await ask("doctor", GATEWAY_LINKS_FILE=links({"ABC123": JOHN}))
    assert (doctor.returncode, doctor.stderr) == (0, "")
    lines = doctor.stdout.splitlines()
    assert lines[0] == "settings       valid; 1 participants linked"
    assert [line.split("  ")[0] for line in lines[1:4]] == ["zerohash", "Polymarket US", "Arcus"]
    assert all(re.search(r" answers \(\w+: status 200 in \d+ ms\)$", line) for line in lines[1:4])
    assert lines[4:] == ["links          2 of 2 linked accounts can be read"]


async def test_a_broken_link_names_participant_and_account(ask: Ask, links: Links) -> None:
    """A linked account that its venue does not know is a line of its own, and the exit code is 1."""
    wrong = {"trading_accounts": ["firms/acme/accounts/gone"], "margin_accounts": [{"address": NOWHERE}]}
    doctor = await ask("doctor", GATEWAY_LINKS_FILE=links({"ABC123": JOHN, "C00001": wrong}))
    assert doctor.returncode == 1
    assert doctor.stdout.splitlines()[4:] == [
        "links          2 of 4 linked accounts can be read",
        "  C00001: Polymarket US knows no TradingAccount firms/acme/accounts/gone.",
        f"  C00001: Arcus knows no MarginAccount {NOWHERE} #0.",
    ]


async def test_a_link_that_cannot_be_read_says_why(ask: Ask) -> None:
    """The sandbox's own people with a fault are found by their links alone, though every venue answers."""
    doctor = await ask("doctor")
    assert doctor.returncode == 5
    broken = [line for line in doctor.stdout.splitlines() if line.startswith("  ")]
    assert all(re.match(r"  F0\w{4}: MarginAccount 0x\w{40} #0: VENUE_[A-Z_]+: Arcus .+\.$", line) for line in broken)
    assert {line.split(":")[0].strip() for line in broken} >= {"F0DOWN", "F0HTML", "F0ECHO"}


async def test_a_venue_that_fails_leaves_its_links_unproved(ask: Ask, sandbox_keys: Sandbox, links: Links) -> None:
    """A venue that fails is one line with code, status and time; its links are not said to be broken."""
    sandbox_keys.faults.set("arcus", "error")
    doctor = await ask("doctor", GATEWAY_LINKS_FILE=links({"ABC123": JOHN}))
    lines = doctor.stdout.splitlines()
    assert doctor.returncode == 5
    assert re.search(r"VENUE_UNAVAILABLE: .+ \(prices: status 500 in \d+ ms\)$", lines[3])
    assert lines[4].startswith("links          1 of 2 linked accounts can be read, 1 not checked")


def test_with_nothing_configured_the_answer_is_no() -> None:
    """Without a venue there is nothing to prove: one sentence, and the exit code is 1."""
    doctor = run("doctor")
    assert (doctor.returncode, doctor.stdout) == (1, "")
    assert doctor.stderr.startswith("The settings are valid, but no venue has any")
    assert len(doctor.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("base_url", "reason"),
    [
        ("http://127.0.0.1:1/v1", "port 1 took no connection: Connection refused."),
        ("http://nowhere.invalid/v1", "the name of the host cannot be resolved (DNS)."),
        ("https://127.0.0.1:{port}/v1", "TLS failed: "),
    ],
    ids=["refused", "DNS", "TLS"],
)
def test_what_stopped_a_call_is_named(refusing: ThreadingHTTPServer, base_url: str, reason: str) -> None:
    """A port that refuses, a name that is not there and a broken TLS are three different sentences."""
    doctor = run("doctor", GATEWAY_ARCUS__BASE_URL=base_url.format(port=refusing.server_port))
    assert doctor.returncode == 5
    (line,) = [line for line in doctor.stdout.splitlines() if line.startswith("Arcus")]
    assert f" GATEWAY_ARCUS__BASE_URL: {reason}" in line


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [
        (300.0, r"The clock here is (299|300) s behind the venue's: set it first\."),
        (-300.0, r"The clock here is (300|301) s ahead of the venue's: set it first\."),
        (0.0, r"The clocks here and there agree, so it is the credential\."),
    ],
    ids=["behind", "ahead", "agree"],
)
async def test_a_skewed_clock_is_told_from_a_refused_credential(
    ask: Ask, refusing: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch, seconds: float, sentence: str
) -> None:
    """Where a credential is refused, the venue's own clock says whether it may be ours that is wrong."""
    monkeypatch.setattr(Refusing, "seconds_ahead", seconds)
    doctor = await ask("doctor", GATEWAY_ZEROHASH__BASE_URL=f"http://127.0.0.1:{refusing.server_port}")
    assert doctor.returncode == 5
    assert re.search(
        rf"^zerohash +VENUE_CREDENTIALS: .+ \(\w+: status 401 in \d+ ms\) {sentence}$", doctor.stdout, re.M
    )
