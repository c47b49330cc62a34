"""The load generator, a process of its own: raw HTTP over kept-alive connections, bounded in count and in time."""

import asyncio
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice

import msgspec
import uvloop


class Order(msgspec.Struct):
    """What to send; it comes as JSON on standard input."""

    port: int
    requests: list[bytes]
    """Sent in turn, over and over."""
    count: int
    concurrency: int
    seconds: float
    """After so long no further request is sent."""


class Outcome(msgspec.Struct):
    """What came of it; it goes as JSON to standard output."""

    seconds: float
    latencies: list[float]
    """In seconds, one for each request that was answered."""
    failed: int
    """Answers with another status than 200, or with errors."""


async def run(order: Order) -> Outcome:
    """Carry the order out."""
    outcome = Outcome(0.0, [], 0)
    requests = islice(cycle(order.requests), order.count)
    started = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(min(order.concurrency, order.count)):
            group.create_task(_connection(order, requests, started + order.seconds, outcome))
    outcome.seconds = time.perf_counter() - started
    return outcome


async def _connection(order: Order, requests: Iterator[bytes], until: float, outcome: Outcome) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", order.port)
    try:
        for request in requests:
            started = time.perf_counter()
            if started > until:
                break
            status, body = await _exchange(reader, writer, request)
            outcome.latencies.append(time.perf_counter() - started)
            outcome.failed += status != 200 or b'"errors":' in body
    finally:
        writer.close()


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, bytes]:
    """Send one request and read its answer whole; both servers announce the length. Raises OSError or EOFError."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0])
    return int(head[9:12]), await reader.readexactly(length)


def main() -> None:
    """Read the order, carry it out, write the outcome."""
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        outcome = runner.run(run(order))
    sys.stdout.buffer.write(msgspec.json.encode(outcome))


if __name__ == "__main__":
    main()
