"""Which upstream calls and requests leave a log line, at which level, and what the metrics count of them."""

import pytest
import structlog
from structlog.testing import capture_logs

from adapters.transport.calls import CallRecord
from domain.venues import Venue
from gateway.telemetry import SLOW, Telemetry, configure_logging
from tests.house import House

GOOD = CallRecord(Venue.ARCUS, "account", 200, 12.3456, 1, None)


@pytest.mark.parametrize(
    ("record", "level"),
    [
        (GOOD, "debug"),
        (GOOD._replace(status=404), "debug"),
        (GOOD._replace(status=None), "debug"),
        (GOOD._replace(attempt=2), "info"),
        (GOOD._replace(milliseconds=SLOW + 1), "info"),
        (GOOD._replace(status=429), "warning"),
        (GOOD._replace(status=401, attempt=2), "warning"),
        (GOOD._replace(status=503, code="VENUE_UNAVAILABLE"), "warning"),
        (GOOD._replace(status=None, code="VENUE_TIMEOUT"), "warning"),
    ],
    ids=["good", "not there", "cancelled", "retried", "slow", "rate limited", "refused again", "down", "timed out"],
)
def test_a_call_is_logged_as_loudly_as_it_matters(record: CallRecord, level: str) -> None:
    """What went well is for debugging, what was retried or slow is worth a line, what failed is a warning."""
    with capture_logs() as lines:
        telemetry = Telemetry()
        telemetry.upstream_call(record)
    (line,) = lines
    assert line.pop("log_level") == level
    assert line == {
        "event": "upstream_call",
        "venue": "ARCUS",
        "call": "account",
        "status": record.status,
        "milliseconds": round(record.milliseconds, 1),
        "attempt": record.attempt,
        "code": record.code,
    }


def test_each_call_is_counted_whatever_is_logged() -> None:
    """The metrics count every attempt by venue, call and status, and how long it took."""
    with capture_logs():
        telemetry = Telemetry()
        for record in (GOOD, GOOD, GOOD._replace(status=None, code="VENUE_TIMEOUT")):
            telemetry.upstream_call(record)
    metrics = telemetry.exposition().decode()
    assert 'gateway_upstream_calls_total{call="account",status="200",venue="ARCUS"} 2.0' in metrics
    assert 'gateway_upstream_calls_total{call="account",status="VENUE_TIMEOUT",venue="ARCUS"} 1.0' in metrics
    assert 'gateway_upstream_seconds_count{call="account",venue="ARCUS"} 3.0' in metrics


def test_the_log_of_a_server_has_requests_and_no_good_calls(capsys: pytest.CaptureFixture[str]) -> None:
    """As `gateway serve` is set up, a request is one JSON line and the calls that went well under it are none."""
    try:
        configure_logging()
        telemetry = Telemetry()
        telemetry.upstream_call(GOOD)
        telemetry.request("answered", 3.21)
    finally:
        structlog.reset_defaults()
    (line,) = capsys.readouterr().err.splitlines()
    assert '"outcome": "answered", "milliseconds": 3.2, "event": "request", "level": "info"' in line


async def test_a_line_has_names_and_figures_only(house: House) -> None:
    """Neither a failed call nor a request says in the log what was asked, with which secret, or what came back."""
    house.sandbox.faults.set("zerohash", "error")
    with capture_logs() as lines:
        await house.ask('{ participant(code: "ABC123") { name } }')
        telemetry = Telemetry()
        for record in house.records:
            telemetry.upstream_call(record)
    assert lines
    known = {
        "event", "log_level", "venue", "call", "status", "milliseconds", "attempt", "code", "outcome", "request_id",
        "operation",
    }  # fmt: skip
    assert {name for line in lines for name in line} <= known
    assert "ABC123" not in str(lines)
