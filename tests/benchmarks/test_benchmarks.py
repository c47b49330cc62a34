"""The benchmark compares equals, measures what it says and prints a table that can be read."""

import os
from collections.abc import Iterator

import pytest

from benchmarks.load import Outcome
from benchmarks.measure import (
    DifferentAnswersError,
    Figures,
    Pair,
    Plan,
    check_same,
    figures,
    measure,
    median,
    people,
    ratio,
)
from benchmarks.operations import OPERATIONS, Operation, questions
from benchmarks.processes import Servers, running
from benchmarks.table import table


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    """Sandbox, gateway and hand-written endpoint, each a process."""
    with running() as started:
        yield started


def pair(gateway: float, handwritten: float, cpu: float | None = 2.0) -> Pair:
    """Two servers whose every figure is the given one."""
    return Pair(
        Figures(gateway, gateway, gateway, gateway, cpu, cpu),
        Figures(handwritten, handwritten, handwritten, handwritten, cpu, cpu),
    )


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_both_servers_answer_the_same_bytes(servers: Servers, operation: Operation) -> None:
    """The gateway and the hand-written endpoint give equal bytes of data, for everybody who is asked for."""
    codes = people(servers)
    assert len(codes) == 50
    asked = questions(operation, codes)
    assert len(asked) == (50 if operation.in_turn else 1)
    check_same(servers, operation, asked)


def test_different_answers_are_refused(servers: Servers) -> None:
    """A comparison of two different questions does not pass as one."""
    question = questions(OPERATIONS[0], [])[0]
    other = question._replace(to_handwritten=question.to_handwritten.replace(b"ABC123", b"C00001"))
    with pytest.raises(DifferentAnswersError, match="different data"):
        check_same(servers, OPERATIONS[0], [other])
    nowhere = question._replace(to_handwritten=question.to_handwritten.replace(b"/account", b"/nowhere"))
    with pytest.raises(DifferentAnswersError, match="status 404"):
        check_same(servers, OPERATIONS[0], [nowhere])


def test_a_run_measures_operations_at_both(servers: Servers) -> None:
    """A short run has one pair for each operation and round; the hand-written endpoint's calls are those it names."""
    said: list[str] = []
    plan = Plan(rounds=1, share=0.0, concurrency=2, seconds=60)
    rounds = measure(servers, plan, said.append, OPERATIONS[::2])
    assert said[-1] == "Round 1 of 1 done."
    assert [len(pairs) for pairs in rounds.values()] == [1, 1, 1]
    calls = [pairs[0].handwritten.upstream_calls for pairs in rounds.values()]
    assert calls == [1, 5, 6]
    assert all(0 < pairs[0].gateway.upstream_calls <= 10 for pairs in rounds.values())
    assert all(pairs[0].gateway.p50_milliseconds <= pairs[0].gateway.p99_milliseconds for pairs in rounds.values())


def test_processes_end_with_the_block() -> None:
    """No process is left over."""
    with running() as started:
        processes = (started.gateway.pid, started.handwritten.pid, started.sandbox_pid)
        for process in processes:
            os.kill(process, 0)
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_figures_are_per_request() -> None:
    """Percentiles are of the sorted latencies, calls and CPU time are divided by what was answered."""
    outcome = Outcome(2.0, [number / 1000 for number in range(100, 0, -1)], 0)
    assert figures(outcome, calls=250, cpu=0.5, sandbox_cpu=None) == Figures(50.0, 50.0, 99.0, 2.5, 5.0, None)


def test_ratio_is_the_median_of_the_rounds() -> None:
    """One round that something else disturbed does not decide; a figure that is missing has no ratio."""
    pairs = [pair(1, 2), pair(3, 2), pair(50, 2)]
    assert ratio(pairs, "p50_milliseconds") == 1.5
    assert median([one.gateway for one in pairs], "p50_milliseconds") == 3
    assert ratio([*pairs, pair(1, 0)], "p50_milliseconds") is None
    assert ratio([pair(1, 2, cpu=None)], "cpu_milliseconds") is None


def test_the_table_is_aligned_markdown() -> None:
    """Every line has the same width and columns; a figure that is not known is a dash."""
    text = table({"One account": [pair(100, 40)], "Fifty": [pair(8, 16, cpu=None)]})
    lines = text.splitlines()
    assert len({len(line) for line in lines}) == 1
    assert {line.count("|") for line in lines} == {6}
    assert lines[:3] == [
        "| operation   | figure                     | gateway | hand-written | ratio |",
        "| ----------- | -------------------------- | ------: | -----------: | ----: |",
        "| One account | requests per second        |     100 |           40 |  2.50 |",
    ]
    assert lines[-1] == "|             | CPU ms per request         |       - |            - |     - |"
