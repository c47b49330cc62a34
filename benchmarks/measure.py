"""Measures both servers in turn, after checking that they answer the same bytes."""

import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from http.client import HTTPResponse
from typing import Any, NamedTuple

import httpx
import msgspec

from benchmarks.load import Order, Outcome
from benchmarks.operations import OPERATIONS, Operation, Question, questions
from benchmarks.processes import ROOT, Server, Servers, cpu_seconds

LONGEST_MEASUREMENT = 15.0  # seconds
NOT_CONFIGURED = re.compile(rb',\{[^{}]*"code":"VENUE_NOT_CONFIGURED"[^{}]*\}')
"""The section of a venue that the hand-written endpoint does not know, and the gateway therefore neither."""
WARM_UP = 16  # requests whose figures are thrown away


class Plan(NamedTuple):
    """How much is measured."""

    rounds: int
    share: float
    """Of each operation's number of requests."""
    concurrency: int
    seconds: float
    """After so long no further round is begun."""


class Figures(msgspec.Struct, frozen=True):
    """One server at one operation; None where the machine does not tell."""

    requests_per_second: float
    p50_milliseconds: float
    p99_milliseconds: float
    upstream_calls: float
    """Per request, as the venues counted them."""
    cpu_milliseconds: float | None
    """Per request, of the server's process."""
    sandbox_cpu_milliseconds: float | None
    """Per request, of the process that pretends the venues: they share the machine with the server."""


class Pair(msgspec.Struct, frozen=True):
    """Both servers at one operation, one straight after the other."""

    gateway: Figures
    handwritten: Figures


Rounds = dict[str, list[Pair]]
"""By name of operation, one pair for each round."""


class DifferentAnswersError(Exception):
    """The two servers are not to be compared: their data differ, or one of them failed."""


class _Answer(msgspec.Struct):
    data: msgspec.Raw = msgspec.Raw(b"")
    errors: list[Any] = []


_answer = msgspec.json.Decoder(_Answer)
_codes = msgspec.json.Decoder(dict[str, dict[str, list[dict[str, dict[str, Any]]]]])


def people(servers: Servers) -> list[str]:
    """The codes of the first 50 participants, by the hand-written endpoint's own answer."""
    question = questions(OPERATIONS[-1], [])[0]
    edges = _codes.decode(_data(servers.handwritten, question.to_handwritten))["participants"]["edges"]
    return [edge["node"]["code"] for edge in edges]


def check_same(servers: Servers, operation: Operation, asked: Sequence[Question]) -> None:
    """Ask both each question once. Raises DifferentAnswersError unless `data` is the same bytes."""
    for question in asked:
        gateway = NOT_CONFIGURED.sub(b"", _data(servers.gateway, question.to_gateway))
        if gateway != _data(servers.handwritten, question.to_handwritten):
            raise DifferentAnswersError(f"{operation.name}: the two servers answer different data.")


def measure(
    servers: Servers, plan: Plan, say: Callable[[str], None], operations: Sequence[Operation] = OPERATIONS
) -> Rounds:
    """All operations at both servers, round by round. Raises DifferentAnswersError."""
    started = time.monotonic()
    codes = people(servers)
    asked = {operation: questions(operation, codes) for operation in operations}
    for operation in operations:
        check_same(servers, operation, asked[operation])
        _pair(servers, asked[operation], WARM_UP, plan.concurrency)
    say(f"{len(operations)} operations: both servers answer the same bytes.")
    rounds: Rounds = {operation.name: [] for operation in operations}
    for number in range(1, plan.rounds + 1):
        if number > 1 and time.monotonic() - started > plan.seconds:
            say(f"Time is up after {number - 1} rounds.")
            break
        for operation in operations:
            count = max(plan.concurrency, round(operation.requests * plan.share))
            rounds[operation.name].append(_pair(servers, asked[operation], count, plan.concurrency))
        say(f"Round {number} of {plan.rounds} done.")
    return rounds


def ratio(pairs: Sequence[Pair], figure: str) -> float | None:
    """The median over the rounds of gateway / hand-written; None where a figure is missing or nothing."""
    ratios: list[float] = []
    for pair in pairs:
        above, below = getattr(pair.gateway, figure), getattr(pair.handwritten, figure)
        if above is None or not below:
            return None
        ratios.append(above / below)
    return statistics.median(ratios)


def median(figures: Sequence[Figures], figure: str) -> float | None:
    """The median over the rounds."""
    values: list[float | None] = [getattr(one, figure) for one in figures]
    known = [value for value in values if value is not None]
    return statistics.median(known) if len(known) == len(values) else None


def figures(outcome: Outcome, calls: int, cpu: float | None, sandbox_cpu: float | None) -> Figures:
    """The figures of one measurement; `calls` are all upstream calls, the CPU times are in seconds."""
    answered = len(outcome.latencies)
    latencies = sorted(outcome.latencies)
    return Figures(
        requests_per_second=answered / outcome.seconds,
        p50_milliseconds=latencies[(answered - 1) // 2] * 1000,
        p99_milliseconds=latencies[max(0, -(-answered * 99 // 100) - 1)] * 1000,
        upstream_calls=calls / answered,
        cpu_milliseconds=None if cpu is None else cpu / answered * 1000,
        sandbox_cpu_milliseconds=None if sandbox_cpu is None else sandbox_cpu / answered * 1000,
    )


def _pair(servers: Servers, asked: Sequence[Question], count: int, concurrency: int) -> Pair:
    gateway = [question.to_gateway for question in asked]
    handwritten = [question.to_handwritten for question in asked]
    return Pair(
        gateway=_measured(servers, servers.gateway, gateway, count, concurrency),
        handwritten=_measured(servers, servers.handwritten, handwritten, count, concurrency),
    )


def _measured(servers: Servers, server: Server, requests: list[bytes], count: int, concurrency: int) -> Figures:
    order = Order(server.port, requests, count, concurrency, LONGEST_MEASUREMENT)
    calls, cpu, sandbox_cpu = _calls(servers), cpu_seconds(server.pid), cpu_seconds(servers.sandbox_pid)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        cwd=ROOT,
        input=msgspec.json.encode(order),
        stdout=subprocess.PIPE,
        check=True,
        timeout=LONGEST_MEASUREMENT * 3,
        start_new_session=True,
    )
    outcome = msgspec.json.decode(done.stdout, type=Outcome)
    if outcome.failed:
        raise DifferentAnswersError(f"{outcome.failed} of {len(outcome.latencies)} answers were not whole.")
    return figures(
        outcome,
        _calls(servers) - calls,
        _since(cpu, cpu_seconds(server.pid)),
        _since(sandbox_cpu, cpu_seconds(servers.sandbox_pid)),
    )


def _since(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _calls(servers: Servers) -> int:
    counted: dict[str, int] = httpx.get(f"{servers.control_url}/calls", trust_env=False).json()
    return sum(counted.values())


def _data(server: Server, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(request)
        response = HTTPResponse(connection)
        response.begin()
        answer = _answer.decode(response.read()) if response.status == 200 else _Answer()
        response.close()
    if answer.errors or not bytes(answer.data):
        raise DifferentAnswersError(f"A server answered with status {response.status} and without whole data.")
    return bytes(answer.data)
