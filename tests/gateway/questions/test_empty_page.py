"""A page of none."""

import pytest

from tests.house import House


@pytest.mark.parametrize("field", ["participants", "labeledAccounts", "tradingAccounts"])
async def test_a_page_of_none_is_empty_and_says_whether_there_is_more(house: House, field: str) -> None:
    """`first: 0` is an empty page, as Relay has it; `hasNextPage` is what the venue says, not a guess."""
    page = (await house.data(f"{{ {field}(first: 0) {{ edges {{ cursor }} pageInfo {{ hasNextPage endCursor }} }} }}"))[
        field
    ]
    assert page == {"edges": [], "pageInfo": {"hasNextPage": True, "endCursor": None}}


@pytest.mark.parametrize("field", ["participants", "labeledAccounts", "tradingAccounts"])
async def test_a_page_of_less_than_none_is_refused(house: House, field: str) -> None:
    """A negative `first` cannot be meant."""
    answer = await house.ask(f"{{ {field}(first: -1) {{ edges {{ cursor }} }} }}")
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "first"}
    assert "must be 0 to 100, not -1" in error["message"]
