"""Metrics and log lines of upstream calls and requests: names and figures, never contents."""

import logging
import sys

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from adapters.transport.calls import CallRecord

SLOW = 1000.0  # milliseconds of an upstream call
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Telemetry:
    """The log and the metrics of one running gateway."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._calls = Counter(
            "gateway_upstream_calls", "Upstream calls.", ["venue", "call", "status"], registry=self._registry
        )
        self._call_seconds = Histogram(
            "gateway_upstream_seconds",
            "Time of upstream calls.",
            ["venue", "call"],
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._requests = Counter(
            "gateway_requests", "GraphQL requests by outcome.", ["outcome"], registry=self._registry
        )
        self._request_seconds = Histogram(
            "gateway_request_seconds", "Time of GraphQL requests.", buckets=BUCKETS, registry=self._registry
        )
        self._log = structlog.get_logger("gateway").bind()  # once: binding on each line costs more than one left out

    def upstream_call(self, record: CallRecord) -> None:
        """Count one attempt of an upstream call; log it where it tells more than the metrics do."""
        venue, status = record.venue.value, str(record.status or record.code)
        self._calls.labels(venue, record.call, status).inc()
        self._call_seconds.labels(venue, record.call).observe(record.milliseconds / 1000)
        self._log.log(
            _level(record),
            "upstream_call",
            venue=venue,
            call=record.call,
            status=record.status,
            milliseconds=round(record.milliseconds, 1),
            attempt=record.attempt,
            code=record.code,
        )

    def request(self, outcome: str, milliseconds: float) -> None:
        """Count and log one GraphQL request."""
        self._requests.labels(outcome).inc()
        self._request_seconds.observe(milliseconds / 1000)
        self._log.info("request", outcome=outcome, milliseconds=round(milliseconds, 1))

    def unexpected(self, error: Exception) -> None:
        """Log an error that is a fault of ours, with its traceback; the client learns nothing of it."""
        self._log.error("unexpected_error", exc_info=error)

    def exposition(self) -> bytes:
        """The metrics in Prometheus's text form."""
        return generate_latest(self._registry)


def _level(record: CallRecord) -> int:
    """Debug for what the metrics say already; a 404 is an answer like another."""
    refused = record.status is not None and record.status >= 400 and record.status != 404
    if refused or record.code is not None:
        return logging.WARNING
    return logging.INFO if record.attempt > 1 or record.milliseconds > SLOW else logging.DEBUG


def configure_logging(level: int = logging.INFO) -> None:
    """Write one JSON object a line to standard error."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
