"""Metrics and log lines of upstream calls and requests: names and figures, never contents."""

import logging
import platform
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

import msgspec
import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from structlog.typing import EventDict, WrappedLogger

from adapters.transport.calls import CallRecord
from domain.venues import Venue
from gateway import VERSION

SLOW = 1000.0  # milliseconds of an upstream call
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

OTHER = "other"
"""The label of every operation that is not one of ours: clients choose names, and each would be a series for ever."""
LONGEST_NAME = 64  # characters of an operation's name in the log


class RequestNames(msgspec.Struct):
    """What the log lines of one request have in common; the operation is known once the document is read."""

    request_id: str
    operation: str | None = None


REQUEST: ContextVar[RequestNames | None] = ContextVar("request", default=None)
"""The request on whose behalf code runs. One object for all its tasks, so that what one learns the others log, too."""


def name_operation(name: str | None) -> None:
    """Say which operation the request that runs has turned out to be."""
    names = REQUEST.get()
    if names is not None and name is not None:
        names.operation = name[:LONGEST_NAME]


def with_names(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Put the id and the operation of the request on a log line."""
    names = REQUEST.get()
    if names is not None:
        line["request_id"] = names.request_id
        if names.operation is not None:
            line["operation"] = names.operation
    return line


class Telemetry:
    """The log and the metrics of one running gateway; `operations` are the names that the metrics may show."""

    def __init__(self, operations: Collection[str] = ()) -> None:
        self._operations = frozenset(operations)
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        build = Gauge("gateway_build_info", "Always 1.", ["version", "python"], registry=self._registry)
        build.labels(VERSION, platform.python_version()).set(1)
        self._circuits = Gauge(
            "gateway_circuit_open",
            "1 while a venue is left alone after repeated failures, else 0.",
            ["venue"],
            registry=self._registry,
        )
        self._in_flight = Gauge(
            "gateway_requests_in_flight", "GraphQL requests that are being answered.", registry=self._registry
        )
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
            "gateway_requests",
            "GraphQL requests by example operation, other for any other, and outcome.",
            ["operation", "outcome"],
            registry=self._registry,
        )
        self._request_seconds = Histogram(
            "gateway_request_seconds",
            "Time of GraphQL requests.",
            ["operation"],
            buckets=BUCKETS,
            registry=self._registry,
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
        names = REQUEST.get()
        known = names is not None and names.operation in self._operations
        operation = names.operation if names is not None and known else OTHER
        self._requests.labels(operation, outcome).inc()
        self._request_seconds.labels(operation).observe(milliseconds / 1000)
        self._log.info("request", outcome=outcome, milliseconds=round(milliseconds, 1))

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Count a request as in flight."""
        with self._in_flight.track_inprogress():
            yield

    def circuits(self, opened: Mapping[Venue, bool]) -> None:
        """Whether the circuit of each venue is open now."""
        for venue, is_open in opened.items():
            self._circuits.labels(venue.value).set(is_open)

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
            with_names,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
