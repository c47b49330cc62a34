"""Cursors: each names one place in one list, and is taken back by that list alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInputError
from resolvers.cursors import (
    LAST_PAGE,
    LabeledPlace,
    ListedPlace,
    NamedLabeledPlace,
    TradingPlace,
    decode_cursor,
    encode_cursor,
)
from tests.house import House
from tests.resolvers.test_ids import MARGIN, opaque

PLACE = ListedPlace(1, "ABC123")


@given(
    st.one_of(
        st.builds(ListedPlace, st.integers(1, LAST_PAGE), st.text(max_size=60)),
        st.builds(LabeledPlace, st.integers(1, LAST_PAGE), st.text(max_size=60), st.text(max_size=60)),
        st.builds(NamedLabeledPlace, st.text(max_size=60), st.text(max_size=60)),
        st.builds(TradingPlace, st.text(max_size=60), st.text(max_size=60)),
    )
)
def test_a_cursor_names_its_place(place: ListedPlace) -> None:
    """A cursor comes back as the place that it was made of."""
    assert decode_cursor(encode_cursor("list", place), "list", type(place)) == place


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("cursor", id="foreign"),
        pytest.param(encode_cursor("tradingAccounts", PLACE), id="of another list"),
        pytest.param(encode_cursor("participants APPROVED", PLACE), id="of a list with another filter"),
        pytest.param(opaque([1, "participants ", "ABC123", 1]), id="parts changed round"),
        pytest.param(opaque([1, "participants "]), id="no place"),
        pytest.param(opaque([1, "participants ", 1, "ABC123", 1]), id="a part too many"),
        pytest.param(encode_cursor("participants ", PLACE)[:-1], id="truncated"),
        pytest.param(encode_cursor("participants ", PLACE) + "=", id="padded"),
        pytest.param(" " + encode_cursor("participants ", PLACE), id="with a space"),
        pytest.param(opaque([2, "participants ", *PLACE]), id="another version"),
        pytest.param(opaque([1, "participants ", True, "ABC123"]), id="true for a number"),
        pytest.param(opaque([1, "participants ", 0, "ABC123"]), id="a page before the first"),
        pytest.param(opaque([1, "participants ", LAST_PAGE + 1, "ABC123"]), id="a page beyond the last"),
        pytest.param(opaque([1, "participants ", 1]), id="a place written shorter than ours"),
        pytest.param(MARGIN.encode(), id="an id"),
    ],
)
def test_a_cursor_of_anything_else_is_refused(text: str) -> None:
    """Foreign, broken, truncated and non-canonical cursors, and those of other lists, are the caller's mistake."""
    with pytest.raises(InvalidInputError) as caught:
        decode_cursor(text, "participants ", ListedPlace)
    assert caught.value.argument == "after"


@given(st.one_of(st.text(max_size=100), st.recursive(st.integers() | st.text(), st.lists, max_leaves=5).map(opaque)))
def test_any_text_for_a_cursor_is_refused_or_canonical(text: str) -> None:
    """Nothing but the one error is ever raised, and what is taken is the one spelling of its place."""
    try:
        place = decode_cursor(text, "participants ", ListedPlace)
    except InvalidInputError:
        return
    assert encode_cursor("participants ", place) == text


async def test_a_cursor_of_one_list_is_not_taken_by_another(house: House) -> None:
    """Through the whole gateway a foreign cursor is the caller's mistake and costs no upstream call."""
    cursor = encode_cursor("tradingAccounts", TradingPlace("POLYMARKET_US", "firms/acme/accounts/main"))
    answer = await house.ask(
        "query Page($after: String) { participants(after: $after) { edges { cursor } } }", {"after": cursor}
    )
    assert answer["data"] == {"participants": None}
    assert [error["extensions"] for error in answer["errors"]] == [{"code": "BAD_USER_INPUT", "argument": "after"}]
    assert len(house.sandbox.calls) == 0
