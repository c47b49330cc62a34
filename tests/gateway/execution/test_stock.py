"""What an execution answers: encoded data, errors, and an outcome."""

from typing import Any

import pytest

from domain.errors import INTERNAL, InvalidInputError
from gateway.execution.answers import Answer, Outcome, Question
from gateway.execution.stock import Executor
from resolvers.context import Context
from tests.gateway.execution.small_schema import SCHEMA, SECRET


async def ask(context: Context, unexpected: list[Exception], query: str, **rest: Any) -> Answer:
    """Execute one question against the small schema."""
    return await Executor(SCHEMA, unexpected.append).execute(Question(query, **rest), context)


async def test_whole_data_is_answered_as_encoded_json(context: Context, unexpected: list[Exception]) -> None:
    """Data is JSON in UTF-8, in the order of the question; there is no error."""
    answer = await ask(context, unexpected, "{ b: whole a: __typename }")
    assert answer == Answer('{"b":"\\"é\\"","a":"Query"}'.encode(), (), Outcome.ANSWERED)


async def test_a_failed_field_leaves_the_rest(context: Context, unexpected: list[Exception]) -> None:
    """A venue's failure is null with our own code at its path; the outcome says that there are errors."""
    answer = await ask(context, unexpected, "{ whole late }")
    assert (answer.data, answer.outcome) == ('{"whole":"\\"é\\"","late":null}'.encode(), Outcome.WITH_ERRORS)
    (error,) = answer.errors
    assert error["path"] == ["late"]
    assert error["extensions"] == {"code": "VENUE_TIMEOUT", "venue": "ARCUS", "retryable": True}
    assert unexpected == []


async def test_what_is_not_ours_is_masked(context: Context, unexpected: list[Exception]) -> None:
    """An error that nobody thought of is one neutral sentence for the client, and goes to the log as it is."""
    answer = await ask(context, unexpected, "{ broken }")
    (error,) = answer.errors
    assert (error["message"], error["path"]) == (INTERNAL, ["broken"])
    assert error["extensions"] == {"code": "INTERNAL_SERVER_ERROR"}
    assert SECRET not in str(answer)
    assert [str(one) for one in unexpected] == [SECRET]


async def test_data_that_is_null_is_there(context: Context, unexpected: list[Exception]) -> None:
    """A non-null field that fails makes `data` null, which is another thing than no data at all."""
    answer = await ask(context, unexpected, "{ needed }")
    assert (answer.data, answer.outcome) == (b"null", Outcome.WITH_ERRORS)


async def test_what_the_request_reports_stands_beside_the_data(context: Context, unexpected: list[Exception]) -> None:
    """An error of data that is there, but not whole, is one of the answer's errors."""
    context.report(InvalidInputError("first", "must be at least 1"))
    answer = await ask(context, unexpected, "{ __typename }")
    assert answer.outcome is Outcome.WITH_ERRORS
    assert answer.errors[0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "first"}


@pytest.mark.parametrize(
    ("query", "rest", "code"),
    [
        ("{", {}, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", {}, "GRAPHQL_VALIDATION_FAILED"),
        ("query A { whole } query B { whole }", {}, "OPERATION_RESOLUTION_FAILURE"),
        ("query A { whole }", {"operation_name": "B"}, "OPERATION_RESOLUTION_FAILURE"),
        ("query($n: Int!) { whole(n: $n) }", {"variables": {"n": "x"}}, "BAD_USER_INPUT"),
    ],
)
async def test_a_refusal_has_no_data(
    context: Context, unexpected: list[Exception], query: str, rest: dict[str, Any], code: str
) -> None:
    """Where nothing can be executed there is no data, not even null, and the outcome says so."""
    answer = await ask(context, unexpected, query, **rest)
    assert (answer.data, answer.outcome) == (None, Outcome.REFUSED)
    assert [error["extensions"]["code"] for error in answer.errors] == [code]
    assert unexpected == []
