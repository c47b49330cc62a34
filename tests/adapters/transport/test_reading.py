"""Nothing that reads a reply is outside the net: whatever it says, the outcome is one of the venue, for that key."""

import asyncio
import json
import time
from collections.abc import Callable

import httpx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.transport.answers import LARGE, has_duplicates, lengths
from adapters.transport.calls import Call, Reply
from adapters.transport.transport import Transport
from domain.budget import BUDGET
from domain.errors import NotFoundError, VenueAnswerError, VenueError
from domain.venues import Venue
from tests.adapters.transport.scripted import AMPLE, READ, Scripted, answering, body_of, reply, transport_to

FAULTS = [ValueError, TypeError, ArithmeticError, RecursionError, KeyError, AttributeError, IndexError, AssertionError]
PROMISED = "not what its documentation promises"


def raising(error: Exception | type[Exception]) -> Callable[..., object]:
    """Something that reads and fails so."""

    def read(*_arguments: object) -> object:
        raise error

    return read


async def read_with(transport: Transport, reader: Callable[..., object], where: str) -> None:
    """Read something, so that the reader is the parser, what finds absence, or not needed because of the refusal."""
    if where == "absent":
        await transport.find(READ, body_of, lambda reply: bool(reader(reply)))
    else:
        await transport.fetch(READ, reader if where == "parse" else body_of)


def decoded(reply: Reply) -> object:
    """The body as JSON."""
    return msgspec.json.decode(reply.body)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("where", ["parse", "refusal", "absent"])
async def test_whatever_a_reader_raises_is_the_venues_answer(where: str, fault: type[Exception]) -> None:
    """Parser, refusal and absence alike: what they raise is VENUE_ANSWER, and what may be our own fault is logged."""
    reader = raising(fault)

    def refusal(call: Call, reply: Reply) -> VenueError:
        reader()
        return NotFoundError(Venue.ARCUS, f"No {reply.status} (call: {call.name}).")

    transport = transport_to(answering(200 if where == "parse" else 404), refusal=refusal)
    with pytest.raises(VenueAnswerError, match=PROMISED):
        await read_with(transport, reader, where)
    foreseen = issubclass(fault, (ValueError, TypeError, ArithmeticError, RecursionError))
    assert [type(error) for error in BUDGET.get().faults] == ([] if foreseen else [fault])


@pytest.mark.parametrize("where", ["parse", "refusal", "absent"])
async def test_an_error_of_the_venue_passes_as_it_is(where: str) -> None:
    """What a reader says of the venue itself is what the caller gets."""
    reader = raising(NotFoundError(Venue.ARCUS, "It is not there."))

    def refusal(_call: Call, _reply: Reply) -> VenueError:
        reader()
        raise AssertionError

    transport = transport_to(answering(200 if where == "parse" else 404), refusal=refusal)
    with pytest.raises(NotFoundError, match="It is not there"):
        await read_with(transport, reader, where)


async def test_a_404_in_invalid_utf_8_costs_its_own_key_only() -> None:
    """A refusal whose text cannot be read is VENUE_ANSWER, and the next key is read as ever."""
    transport = transport_to(answering(404, 200, body=b'{"message":"\xff\xfe"}'))

    def no_activity(reply: Reply) -> bool:
        return "no activity" in reply.body.decode()

    with pytest.raises(VenueAnswerError, match=PROMISED):
        await transport.find(READ, body_of, no_activity)
    other = READ._replace(target="/account?address=0xa2")
    assert await transport.find(other, lambda reply: reply.status, no_activity) == 200


@pytest.mark.parametrize("content_type", ["text/html", "Text/HTML; charset=utf-8"])
async def test_a_page_is_no_answer_even_if_it_reads_as_json(content_type: str) -> None:
    """What says that it is a page is not parsed."""
    transport = transport_to(answering_as(content_type))
    with pytest.raises(VenueAnswerError, match="a page of HTML"):
        await transport.fetch(READ, decoded)


@pytest.mark.parametrize("content_type", ["", "application/json", "text/plain", "application/octet-stream", "nonsense"])
async def test_json_is_taken_whatever_else_it_is_called(content_type: str) -> None:
    """Venues are careless with the type of their bodies."""
    assert await transport_to(answering_as(content_type)).fetch(READ, decoded) == {}


def answering_as(content_type: str) -> Scripted:
    """A 200 of this content type."""

    async def answer(_request: httpx.Request) -> httpx.Response:
        return reply(headers={"content-type": content_type} if content_type else None)

    return Scripted(answer)


async def test_a_byte_order_mark_is_taken() -> None:
    """A mark before the body is no part of it; a second one is."""
    assert await transport_to(answering(200, body=b"\xef\xbb\xbf{}")).fetch(READ, decoded) == {}
    with pytest.raises(VenueAnswerError):
        await transport_to(answering(200, body=b"\xef\xbb\xbf" * 2 + b"{}")).fetch(READ, decoded)


@pytest.mark.parametrize(
    "body",
    [
        b'{"balance":"1","balance":"2"}',
        b'{"balance" : "1", "balance"\n:"2"}',
        b'{"balance":"1","\\u0062alance":"2"}',
        b'{"rows":[{"a":1},{"a":1,"b":{"c":1,"d":[],"c":1}}]}',
        b'[[{"a":"\\":","a":"\\":"}]]',
        b'{"":1,"":2}',
        b'{"a":{"b":1},"a":{"b":1}}',
    ],
)
async def test_a_name_twice_in_an_object_is_refused(body: bytes) -> None:
    """Which of two balances counts is not for a parser to choose, wherever in the answer they stand."""
    with pytest.raises(VenueAnswerError, match="a name twice"):
        await transport_to(answering(200, body=body)).fetch(READ, decoded)


@settings(max_examples=40)
@given(st.recursive(st.integers() | st.text() | st.none(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)))
def test_no_other_json_is_taken_for_one_with_a_name_twice(value: object) -> None:
    """Whatever strings, names and nesting an answer has, in either spelling of them, it passes."""
    for spelt in (msgspec.json.encode(value), json.dumps(value).encode(), json.dumps(value, indent=1).encode()):
        assert not has_duplicates(spelt)


@given(st.dictionaries(st.text(), st.text(), min_size=1), st.data())
def test_every_name_twice_is_found(members: dict[str, str], data: st.DataObject) -> None:
    """A member that is repeated is found, whatever its name and whatever else there is."""
    name = data.draw(st.sampled_from(sorted(members)))
    pairs = [*members.items(), (name, "again")]
    assert has_duplicates(b"{%s}" % b",".join(msgspec.json.encode(k) + b":" + msgspec.json.encode(v) for k, v in pairs))


@pytest.mark.parametrize("body", [b"", b"nonsense", b"\xff", b"[" * 100_000, b'{"a":1,"a":'])
def test_what_is_no_json_is_the_parsers_to_refuse(body: bytes) -> None:
    """Neither check judges what cannot be read at all."""
    assert not has_duplicates(body)
    assert list(lengths(body)) == []


@pytest.mark.parametrize("shape", [b"[%s]", b'{"rows":[%s]}', b'{"a":1,"data":{"page":{"rows":[%s]}}}'])
async def test_rows_are_bounded(shape: bytes) -> None:
    """Ten thousand rows are an answer, one more is none, in the body itself or in an object of it."""
    for count in (10_000, 10_001):
        transport = transport_to(answering(200, body=shape % b",".join([b'{"a":1,"b":2}'] * count)))
        if count == 10_000:
            assert await transport.fetch(READ, decoded)
        else:
            with pytest.raises(VenueAnswerError, match="more than 10000 rows"):
                await transport.fetch(READ, decoded)


async def test_the_bound_of_rows_is_a_figure() -> None:
    """A venue may have another bound."""
    limits = msgspec.structs.replace(AMPLE, rows=2)
    assert await transport_to(answering(200, body=b"[1,2]"), limits=limits).fetch(READ, decoded) == [1, 2]
    with pytest.raises(VenueAnswerError, match="more than 2 rows"):
        await transport_to(answering(200, body=b"[1,2,3]"), limits=limits).fetch(READ, decoded)


async def test_a_large_answer_does_not_hold_the_loop() -> None:
    """While thousands of rows are read for a third of a second, others are served every few milliseconds."""
    body = msgspec.json.encode([{"name": "x" * 20, "number": number} for number in range(9000)])
    assert len(body) > LARGE

    def parse(reply: Reply) -> int:
        rows, until = msgspec.json.decode(reply.body), time.monotonic() + 0.3
        while time.monotonic() < until:
            sum(row["number"] for row in rows[:100])
        return len(rows)

    reading = asyncio.create_task(transport_to(answering(200, body=body)).fetch(READ, parse))
    turns, last, longest = 0, time.monotonic(), 0.0
    while not reading.done():
        await asyncio.sleep(0)
        turns, longest, last = turns + 1, max(longest, time.monotonic() - last), time.monotonic()
    assert await reading == 9000
    assert turns > 10
    assert longest < 0.2
