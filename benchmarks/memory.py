"""Measures how much memory documents take: `python -m benchmarks.memory`.

A gateway of its own is asked distinct documents, each of them once, and then one document over and over. What matters
is how much its resident memory has grown after each, and that it does not grow on.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click
import msgspec

from benchmarks.load import Order, Outcome
from benchmarks.processes import ROOT, gateway_alone

MIB = 2**20
CONCURRENCY = 16
STEPS = 5
MOST = 120  # MiB of resident memory, in all


def documents() -> Iterator[str]:
    """Distinct documents of twenty fields and more, half of them wrong: not in the schema, or not GraphQL."""
    number = 0
    while True:
        fields = " ".join(f"a{number}x{index}: health" for index in range(20))
        wrong = ("", "", " nothing", " }")[number % 4]
        yield f"query Q{number} {{ venues {{ venue {fields}{wrong} }} __typename }}"
        number += 1


def resident(pid: int) -> int:
    """Bytes of resident memory. Raises OSError where there is no /proc to tell."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def post(document: str) -> bytes:
    """The bytes of a request."""
    body = msgspec.json.encode({"query": document})
    return (
        b"POST /graphql HTTP/1.1\r\nhost: gateway\r\naccept: application/json\r\ncontent-type: application/json\r\n"
        b"content-length: %d\r\n\r\n%b" % (len(body), body)
    )


def send(port: int, requests: list[bytes], count: int) -> None:
    """Send so many requests through the load generator."""
    order = Order(port, requests, count, CONCURRENCY, 600.0)
    command = [sys.executable, "-m", "benchmarks.load"]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=ROOT, input=msgspec.json.encode(order), stdout=subprocess.PIPE, check=True
    )
    answered = len(msgspec.json.decode(done.stdout, type=Outcome).latencies)
    if answered != count:
        raise RuntimeError(f"{answered} of {count} requests were answered")


def measure(distinct: int, equal: int) -> Iterator[tuple[str, float]]:
    """What was sent so far, and the MiB of resident memory after it."""
    made = documents()
    with gateway_alone() as server:
        send(server.port, [post("{ __typename }")], 100)
        yield "at the start", resident(server.pid) / MIB
        for step in range(1, STEPS + 1):
            share = distinct // STEPS
            send(server.port, [post(document) for document in islice(made, share)], share)
            yield f"after {share * step} distinct documents", resident(server.pid) / MIB
        send(server.port, [post("{ venues { venue health } }")], equal)
        yield f"and {equal} equal requests", resident(server.pid) / MIB


@click.command()
@click.option("--distinct", type=click.IntRange(STEPS), default=20_000, show_default=True, help="Distinct documents.")
@click.option("--equal", type=click.IntRange(1), default=200_000, show_default=True, help="Equal requests after them.")
def main(distinct: int, equal: int) -> None:
    """Measure the memory of a gateway that is asked ever new documents."""
    most = 0.0
    for when, mib in measure(distinct, equal):
        most = max(most, mib)
        print(f"{mib:7.1f} MiB {when}", flush=True)
    if most > MOST:
        print(f"More than {MOST} MiB.")
        sys.exit(1)


if __name__ == "__main__":
    main()
