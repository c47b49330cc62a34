"""Single flight by itself: one piece of work a key, its waiters, and what each of them gets."""

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping

import pytest

from adapters.transport.flights import Flights, OutOfTimeError, Patience, SharedBugError, StoppedError
from domain.errors import Unavailable, VenueError, VenueRateLimitedError, VenueUnavailableError
from domain.venues import Venue
from tests.adapters.transport.scripted import READ, NoAuth, answering, body_of, settled, transport_to

Work = Callable[[Patience], Awaitable[str]]


@pytest.fixture
def flights() -> Flights[str, str]:
    """Nothing under way."""
    return Flights("test")


def failing(error: Exception) -> Work:
    """Work that takes a moment and fails."""

    async def work(_patience: Patience) -> str:
        await asyncio.sleep(0.01)
        raise error

    return work


async def forever(_patience: Patience) -> str:
    """Work without end."""
    await asyncio.Event().wait()
    return "never"


def soon() -> float:
    """A deadline that is far enough."""
    return time.monotonic() + 5


async def caught(flights: Flights[str, str], work: Work, *, key: str | None = "key") -> tuple[Exception, object, int]:
    """What a waiter catches: the exception, its traceback, and how many frames that has."""
    try:
        await flights.share(key, soon(), work)
    except Exception as error:  # noqa: BLE001 - whatever it is
        return error, error.__traceback__, len(list(traceback.walk_tb(error.__traceback__)))
    raise AssertionError("nothing was raised")


async def test_equal_keys_are_one_piece_of_work(flights: Flights[str, str]) -> None:
    """Work runs once for all who wait for its key, and again for the next who comes after its end."""
    begun = list[str]()

    def work(name: str) -> Work:
        async def run(_patience: Patience) -> str:
            begun.append(name)
            await asyncio.sleep(0.01)
            return name

        return run

    shared = await asyncio.gather(*(flights.share("a", soon(), work("a")) for _ in range(8)))
    assert shared == ["a"] * 8
    keys = ("a", "b", None, None)
    assert await asyncio.gather(*(flights.share(key, soon(), work(str(key))) for key in keys)) == list(map(str, keys))
    assert begun == ["a", "a", "b", "None", "None"]
    assert len(flights) == 0


async def test_each_who_waits_raises_an_exception_of_its_own(flights: Flights[str, str]) -> None:
    """Of one failure each gets another instance with another traceback, equal in kind, sentence and pause."""
    original = VenueRateLimitedError(Venue.ARCUS, "Arcus asks for a pause.", 7)
    results = await asyncio.gather(*(caught(flights, failing(original)) for _ in range(2)))
    (first, first_traceback, _), (second, second_traceback, _) = results
    assert first is not second
    assert first_traceback is not second_traceback
    assert original not in (first, second)
    for error in (first, second):
        assert isinstance(error, VenueRateLimitedError)
        assert (error.venue, str(error), error.retry_after) == (Venue.ARCUS, "Arcus asks for a pause.", 7)
        assert (error.__cause__, error.__context__) == (None, None)


@pytest.mark.parametrize(
    "error", [VenueUnavailableError(Venue.ARCUS, "No."), KeyError("a bug")], ids=["of the venue", "unforeseen"]
)
async def test_frames_do_not_add_up(flights: Flights[str, str], error: Exception) -> None:
    """Of eight who raise a shared failure each has an instance of its own, with a traceback as short as the first."""
    results = await asyncio.gather(*(caught(flights, failing(error)) for _ in range(8)))
    assert len({id(raised) for raised, _, _ in results}) == 8
    assert len({id(its_traceback) for _, its_traceback, _ in results}) == 8
    frames = {length for _, _, length in results}
    assert len(frames) == 1
    assert frames.pop() <= 5


async def test_a_bug_is_the_cause_of_what_each_raises(flights: Flights[str, str]) -> None:
    """What was raised is never raised again: it keeps the frames it had, and the log of each who waits shows them."""
    original = KeyError("a bug")
    results = await asyncio.gather(*(caught(flights, failing(original)) for _ in range(3)))
    for error, _, _ in results:
        assert isinstance(error, SharedBugError)
        assert error.__cause__ is original
        assert "".join(traceback.format_exception(error)).count("KeyError: 'a bug'") == 1
    assert [frame.name for frame in traceback.extract_tb(original.__traceback__)] == ["_outcome", "work"]


async def test_two_requests_do_not_share_an_exception() -> None:
    """The same through a transport: what one request raises cannot reach another's frames."""
    transport = transport_to(answering(400))
    results = await asyncio.gather(*(transport.fetch(READ, body_of) for _ in range(8)), return_exceptions=True)
    errors = [result for result in results if isinstance(result, VenueError)]
    assert len({id(error) for error in errors}) == 8
    assert len({id(error.__traceback__) for error in errors}) == 8
    lengths = {len(list(traceback.walk_tb(error.__traceback__))) for error in errors}
    assert len(lengths) == 1
    assert {error.unavailable for error in errors} == {
        Unavailable(
            venue=Venue.ARCUS,
            code="VENUE_ANSWER",
            message="Arcus refused the question with 400 (call: account).",
            retryable=False,
        )
    }


class Buggy(NoAuth):
    """Cannot sign."""

    async def headers(self, method: str, target: str, body: bytes) -> Mapping[str, str]:
        """A bug, after a moment."""
        await asyncio.sleep(0.01)
        raise KeyError("a bug")


async def test_a_bug_stays_a_bug() -> None:
    """What is not foreseen and no reply's fault is no venue's error to anyone who waits, and the next read is new."""
    transport = transport_to(answering(200), auth=Buggy())
    causes = set[int]()
    for _ in range(2):
        results = await asyncio.gather(*(transport.fetch(READ, body_of) for _ in range(3)), return_exceptions=True)
        bugs = [result for result in results if isinstance(result, SharedBugError)]
        assert len({id(bug) for bug in bugs}) == 3
        assert {type(bug.__cause__) for bug in bugs} == {KeyError}
        causes |= {id(bug.__cause__) for bug in bugs}
    assert len(causes) == 2


async def test_the_last_to_leave_cancels_the_work(flights: Flights[str, str]) -> None:
    """Work goes on while one waits, and is cancelled and forgotten with the last."""
    waiters = [asyncio.create_task(flights.share("key", soon(), forever)) for _ in range(3)]
    for waiter in waiters:
        await settled()
        assert len(flights) == 1
        waiter.cancel()
    await asyncio.gather(*waiters, return_exceptions=True)
    await settled()
    assert len(flights) == 0
    assert all(waiter.cancelled() for waiter in waiters)


async def test_each_has_its_own_deadline(flights: Flights[str, str]) -> None:
    """Who runs out of time leaves; the work knows of the longest deadline, and whether time was up for all."""
    seen = list[Patience]()

    async def work(patience: Patience) -> str:
        seen.append(patience)
        return await forever(patience)

    results = await asyncio.gather(
        *(flights.share("key", time.monotonic() + seconds, work) for seconds in (0.02, 0.1)), return_exceptions=True
    )
    assert [isinstance(result, OutOfTimeError) and result.last for result in results] == [False, True]
    [patience] = seen
    assert patience.ended
    assert patience.deadline - patience.started == pytest.approx(0.1, abs=0.02)
    assert patience.is_past(0.6)
    assert patience.remaining() <= 0


async def test_nothing_begins_after_the_deadline(flights: Flights[str, str]) -> None:
    """Without time left there is no work."""
    with pytest.raises(OutOfTimeError) as raised:
        await flights.share("key", time.monotonic(), forever)
    assert not raised.value.last
    assert len(flights) == 0


async def test_close_ends_everything(flights: Flights[str, str]) -> None:
    """Work that is under way, shared or not, is cancelled by `close`, and who waits is not: that one gets an error."""
    waiters = [asyncio.create_task(flights.share(key, soon(), forever)) for key in ("key", "key", None)]
    await settled()
    assert len(flights) == 2
    await flights.close()
    assert len(flights) == 0
    results = await asyncio.gather(*waiters, return_exceptions=True)
    assert [type(result) for result in results] == [StoppedError] * 3
