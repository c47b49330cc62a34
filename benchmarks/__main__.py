"""Measures the gateway next to a hand-written endpoint: `python -m benchmarks`, or `make bench`.

How to read it: as ratios from one run. The load generator, the server and the process that pretends the venues share
one machine, which is noisy and makes every absolute figure its own; the two servers are measured one after the other in
each round, and the ratio is the median of the rounds. Above 1 is better for the gateway in requests per second and
worse in all other figures.

- CPU ms per request is the steadiest figure; requests per second also shows how long the sandbox takes.
- The gateway shares equal upstream calls that are under way at once, so where everybody asks for the same person it
  makes fewer calls than requests need. The operations "people in turn" show it without most of that; `--concurrency 1`
  without all of it.
- The hand-written endpoint does these answers only: no retries, breaker, deadlines, rate limits, partial answers, log
  or metrics, and it asks the venues only for what these answers hold.
- p99 of a few hundred requests is close to the slowest of them.

The table is printed; all rounds go to a file in `benchmarks/results`.
"""

import os
import platform
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import httpx
import msgspec

from benchmarks.measure import DifferentAnswersError, Plan, Rounds, measure
from benchmarks.processes import PARTICIPANTS, NotStartedError, running
from benchmarks.table import table

RESULTS = Path(__file__).parent / "results"
FULL, QUICK = Plan(5, 1.0, 16, 130.0), Plan(2, 0.25, 16, 24.0)


@click.command()
@click.option("--quick", is_flag=True, help="Two short rounds instead of five.")
@click.option("--concurrency", type=click.IntRange(1, 64), default=16, show_default=True, help="Requests at once.")
def main(concurrency: int, *, quick: bool) -> None:
    """Measure the gateway next to a hand-written endpoint that answers the same bytes."""
    plan = (QUICK if quick else FULL)._replace(concurrency=concurrency)
    for caught in (signal.SIGINT, signal.SIGTERM):
        signal.signal(caught, signal.default_int_handler)
    try:
        with running() as servers:
            rounds = measure(servers, plan, lambda words: print(words, file=sys.stderr))
    except (DifferentAnswersError, NotStartedError) as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except (OSError, httpx.HTTPError, subprocess.SubprocessError) as error:
        print(f"A process stopped answering: {error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("Stopped; every process has ended.", file=sys.stderr)
        sys.exit(130)
    print(table(rounds))
    print(f"Medians of {len(next(iter(rounds.values())))} rounds, {concurrency} requests at once; {machine()}.")
    print(f"All rounds: {written(rounds, plan)}")


def machine() -> str:
    """What the figures were measured on."""
    return f"Python {platform.python_version()}, {os.cpu_count()} cores"


def written(rounds: Rounds, plan: Plan) -> Path:
    """Write the rounds to a file named by the time; returns where."""
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    path = RESULTS / f"{now:%Y-%m-%d-%H%M%S}.json"
    report = {
        "measured_at": now,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "cores": os.cpu_count(),
        "participants": PARTICIPANTS,
        "concurrency": plan.concurrency,
        "operations": rounds,
    }
    path.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    return path


if __name__ == "__main__":
    main()
