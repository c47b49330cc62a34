"""How much an answer has at most, and how much may be sent beside a document."""

from typing import Any

import msgspec
import pytest
from graphql import GraphQLField, GraphQLList, GraphQLObjectType, GraphQLSchema, GraphQLString

from gateway.execution.answers import Outcome, Question
from gateway.execution.limits import LIMITS, DocumentTooLarge, Limits
from gateway.execution.masking import LONGEST_MESSAGE, MOST_ERRORS, bounded, cut
from gateway.execution.stock import Executor
from gateway.execution.variables import check_variables
from resolvers.context import Context
from tests.gateway.execution.small_schema import SCHEMA, late

FAILING = GraphQLSchema(
    GraphQLObjectType(
        "Query",
        {
            "many": GraphQLField(
                GraphQLList(GraphQLObjectType("Item", {"late": GraphQLField(GraphQLString, resolve=late)})),
                resolve=lambda _root, _info: [0] * 1000,
            )
        },
    )
)


async def test_errors_beyond_twenty_are_counted(context: Context, unexpected: list[Exception]) -> None:
    """Nineteen errors as they are, and a last one that says how many more there are."""
    answer = await Executor(FAILING, unexpected.append).execute(Question("{ many { late } }"), context)
    assert len(answer.errors) == MOST_ERRORS
    assert {error["extensions"]["code"] for error in answer.errors[:-1]} == {"VENUE_TIMEOUT"}
    assert answer.errors[-1] == {
        "message": "981 more errors are left out.",
        "extensions": {"code": "ERRORS_LEFT_OUT", "count": 981},
    }


def test_twenty_errors_are_twenty_errors() -> None:
    """None is left out for the sake of a count of none."""
    errors = [{"message": str(number)} for number in range(MOST_ERRORS)]
    assert bounded(errors) == tuple(errors)
    assert bounded(errors, 3)[-1]["extensions"]["count"] == 4


def test_a_message_is_cut() -> None:
    """Up to 300 characters stay as they are; of more, there are 300 with an ellipsis."""
    assert cut("x" * LONGEST_MESSAGE) == "x" * LONGEST_MESSAGE
    assert cut("x" * (LONGEST_MESSAGE + 1)) == "x" * (LONGEST_MESSAGE - 1) + "…"


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("{ whole(n: [" + '"' + "x" * 4_000 + '"' + "]) }", {}),
        ("query($n: Int) { whole(n: $n) }", {"n": "x" * 4_000}),
        ("query($n: Int) { whole(n: $n) }", {"n": ["x" * 100] * 1_000}),
        ("query($n: Int) { whole(n: $n) }", {"n": {"x" * 4_000: 1}}),
        ("{ whole @" + "x" * 128 + " @" + "y" * 128 + " }", {}),
        ("{ " + "x" * 128 + " { " + "y" * 128 + " } }", {}),
        ("{ whole(" + " ".join(f"{'x' * 120}{n}: 1" for n in range(100)) + ") }", {}),
        ("$" + "x" * 20_000, {}),
    ],
)
async def test_what_a_client_sends_is_not_sent_back_at_length(
    context: Context, unexpected: list[Exception], query: str, variables: dict[str, Any]
) -> None:
    """Whatever is wrong, the answer is short."""
    answer = await Executor(SCHEMA, unexpected.append).execute(Question(query, variables), context)
    assert answer.outcome is Outcome.REFUSED
    assert all(len(error["message"]) <= LONGEST_MESSAGE for error in answer.errors)
    assert len(answer.body) < 10_000


async def test_data_beyond_the_limit_is_one_error(context: Context, unexpected: list[Exception]) -> None:
    """Data that is too large is not cut off but left out: null, with an error that has the numbers and no other."""
    executor = Executor(SCHEMA, unexpected.append, Limits(answer_bytes=1_000))
    fits = await executor.execute(Question("{ whole(n: 160) }"), context)
    assert (len(fits.data or b""), fits.outcome) == (972, Outcome.ANSWERED)
    answer = await executor.execute(Question("{ whole(n: 170) late }"), context)
    assert (answer.data, answer.outcome) == (b"null", Outcome.WITH_ERRORS)
    (error,) = answer.errors
    assert error["extensions"] == {"code": "RESPONSE_TOO_LARGE"}
    assert error["message"] == "The answer has more than 1000 bytes of data; ask for less at a time."
    assert msgspec.json.decode(answer.body) == {"data": None, "errors": [error]}


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({f"v{number}": 1 for number in range(51)}, "51 variables; 50 are allowed"),
        ({"x": "é" * 4_097}, "4097 characters in one text of its variables; 4096 are allowed"),
        ({"x": [{"y": "é" * 4_097}]}, "4097 characters in one text"),
        ({"x": [1] * 2_000}, "2001 values in its variables; 2000 are allowed"),
        ({"x": [[1] * 1_000, [1] * 1_000]}, "values in its variables; 2000 are allowed"),
    ],
)
async def test_variables_have_limits(
    context: Context, unexpected: list[Exception], variables: dict[str, Any], words: str
) -> None:
    """A question whose variables are beyond a limit is refused with both numbers, before they are looked at."""
    answer = await Executor(SCHEMA, unexpected.append).execute(Question("{ whole }", variables), context)
    (error,) = answer.errors
    assert words in error["message"]
    assert (error["extensions"], answer.outcome) == ({"code": "GRAPHQL_VALIDATION_FAILED"}, Outcome.REFUSED)


def test_variables_are_looked_at_without_recursion() -> None:
    """Values nested too deeply are refused, however deep; those within the limits are counted."""
    deep: Any = 1
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(DocumentTooLarge, match="65 levels"):
        check_variables({"x": deep}, LIMITS)
    while isinstance(deep, list):
        deep = deep.pop()
    assert check_variables({"x": [1, {"y": "z"}], "v": None}, LIMITS) == 5
