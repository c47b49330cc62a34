"""Long lists: others get the event loop while they are completed, and nothing else is different."""

import asyncio
from typing import Any, NamedTuple

import msgspec
import pytest
from aiodataloader import DataLoader
from graphql import (
    ExecutionResult,
    GraphQLField,
    GraphQLInt,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
    execute,
    parse,
)

from gateway.execution.answers import Outcome, Question
from gateway.execution.encoding import AnswerTooLarge, encoded
from gateway.execution.limits import Limits
from gateway.execution.patient import PatientExecutor
from gateway.execution.stock import Executor
from gateway.execution.turns import Share, Turns
from resolvers.context import Context

ROWS = 3_000


class Row(NamedTuple):
    """One item of a list; every text of an odd one is missing."""

    number: int
    within: tuple[str, ...] = ("a", "b")

    @property
    def text(self) -> str | None:
        """Text of the even ones."""
        return None if self.number % 2 else "even"

    @property
    def broken(self) -> str:
        """Fail in every third."""
        if self.number % 3 == 0:
            raise ValueError(self.number)
        return "whole"


async def rows(_root: object, _info: object) -> list[Row]:
    """Answer with many rows, like a venue does, after a while."""
    await asyncio.sleep(0)
    return [Row(number) for number in range(ROWS)]


def few(_root: object, _info: object) -> tuple[Row, ...]:
    """Answer with a few rows at once."""
    return tuple(Row(number) for number in range(6))


def looked_up(row: Row, info: Any) -> Any:
    """Ask the loader of this execution."""
    return info.context.load(row.number)


ROW = GraphQLObjectType(
    "Row",
    lambda: {
        "number": GraphQLField(GraphQLNonNull(GraphQLInt)),
        "text": GraphQLField(GraphQLString),
        "needed": GraphQLField(GraphQLNonNull(GraphQLString), resolve=None),
        "broken": GraphQLField(GraphQLString),
        "within": GraphQLField(GraphQLList(GraphQLNonNull(GraphQLString))),
        "loaded": GraphQLField(GraphQLInt, resolve=looked_up),
    },
)
SCHEMA = GraphQLSchema(
    GraphQLObjectType(
        "Query",
        {
            "rows": GraphQLField(GraphQLList(GraphQLNonNull(ROW)), resolve=rows),
            "few": GraphQLField(GraphQLList(GraphQLNonNull(ROW)), resolve=few),
            "nullable": GraphQLField(GraphQLList(ROW), resolve=few),
        },
    )
)
MANY_FIELDS = "{ rows { " + " ".join(f"a{n}: number b{n}: text c{n}: within" for n in range(7)) + " } }"


async def executed(query: str, context: object = None, **more: Any) -> ExecutionResult:
    """What graphql-core answers."""
    result = execute(SCHEMA, parse(query), context_value=context, **more)
    return result if isinstance(result, ExecutionResult) else await result


@pytest.mark.parametrize(
    "query",
    [
        "{ few { number text within } nullable { text } }",
        "{ rows { number text within } }",
        "{ few { needed } nullable { number needed } }",
        "{ few { broken } nullable { broken } rows { broken } }",
        "fragment F on Row { number ... on Row { text @skip(if: true) __typename } } { few { ...F } }",
        "{ __schema { types { name fields { name args { name } type { name } } } } }",
    ],
)
@pytest.mark.parametrize("seconds", [0.0, 60.0])
async def test_turns_change_nothing_of_an_answer(query: str, seconds: float) -> None:
    """Data and errors are those of graphql-core itself, whether each item takes a turn or none does."""
    plain = await executed(query)
    patient = await executed(query, executor_class=PatientExecutor, share=Share(Turns(seconds)))
    assert patient.data == plain.data
    assert [error.formatted for error in patient.errors or ()] == [error.formatted for error in plain.errors or ()]


async def test_others_have_the_event_loop_while_a_long_list_is_completed(
    context: Context, unexpected: list[Exception]
) -> None:
    """Sixty thousand fields are completed in many turns of the loop; without stopping it would be one."""
    turns = 0

    async def others() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    beating = asyncio.create_task(others())
    limits = Limits(aliases=1_000)
    answer = await Executor(SCHEMA, unexpected.append, limits).execute(Question(MANY_FIELDS), context)
    beating.cancel()
    assert answer.outcome is Outcome.ANSWERED
    assert turns > 10


async def test_a_hundred_lists_that_are_awake_at_once_share_the_turns() -> None:
    """However many lists are completed at once, together they use one slice of a turn."""
    now = 0.0

    def clock() -> float:
        return now

    turns = Turns(1.0, clock)
    uses: list[int] = []
    loop_turn = 0

    async def use() -> None:
        nonlocal now
        for _ in range(3):
            await Share(turns).next()
            now += 0.4
            uses.append(loop_turn)
            await asyncio.sleep(0)

    async def count() -> None:
        nonlocal loop_turn
        while True:
            await asyncio.sleep(0)
            loop_turn += 1

    counting = asyncio.create_task(count())
    await asyncio.gather(*(use() for _ in range(20)))
    counting.cancel()
    assert len(uses) == 60
    assert max(uses.count(turn) for turn in uses) <= 4  # 3 x 0.4 s are beyond one second, and one may cross a turn


async def test_what_a_long_list_looks_up_is_still_one_batch() -> None:
    """A list whose items ask a loader is completed in one go, so the loader sees all keys at once."""
    batches: list[int] = []

    async def load(keys: list[int]) -> list[int]:
        batches.append(len(keys))
        return keys

    query = "{ rows { number loaded } few { loaded } }"
    result = await executed(query, DataLoader(load), executor_class=PatientExecutor, share=Share(Turns(0.0)))
    assert result.errors is None
    assert batches == [6, ROWS - 6]


@pytest.mark.parametrize(
    "data", [None, {}, {"a": 1, "é": {"b": [], "c": {}}}, {"a": [{"b": [n]} for n in range(25)], "c": "d"}, [[1], []]]
)
async def test_data_in_pieces_is_the_same_data(data: Any) -> None:
    """Data that is encoded in several turns has the bytes that it has in one, up to the same limit."""
    whole = msgspec.json.encode(data)
    share = Share(Turns(0.0))
    assert await encoded(data, share, len(whole)) == whole
    for share.stopped in (False, True):
        assert await encoded(data, share, len(whole)) == whole
        with pytest.raises(AnswerTooLarge):
            await encoded(data, share, len(whole) - 1)


def test_turns_of_a_loop_that_has_ended_do_not_hold_up_the_next() -> None:
    """A loop that ends in the middle of a turn takes the turn with it."""
    turns = Turns(0.0)

    async def start() -> None:
        turns.over()

    loops = [asyncio.new_event_loop() for _ in range(2)]
    for loop in loops:
        loop.run_until_complete(start())
        loop.run_until_complete(asyncio.wait_for(Share(turns).next(), 5))
        loop.close()
