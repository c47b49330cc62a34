"""The body of an answer."""

from decimal import Decimal

import msgspec
import pytest

from gateway.execution.answers import Answer, Outcome, refusal
from gateway.execution.decoding import decode_exactly


def test_data_goes_into_the_body_as_it_is() -> None:
    """Data is not decoded again: its bytes stand in the body, before errors and extensions."""
    answer = Answer(b'{"n": 1.10}', ({"message": "x"},), Outcome.WITH_ERRORS, {"upstream": {}})
    assert answer.body == b'{"data":{"n": 1.10},"errors":[{"message":"x"}],"extensions":{"upstream":{}}}'


def test_members_without_content_are_left_out() -> None:
    """No errors, no extensions and no data are absent; data that is null is there."""
    assert Answer(b"null", (), Outcome.ANSWERED).body == b'{"data":null}'
    assert refusal("No.", "SOME_CODE").body == b'{"errors":[{"message":"No.","extensions":{"code":"SOME_CODE"}}]}'


def test_numbers_keep_their_digits() -> None:
    """A number with a fraction is a Decimal of the digits that were sent; what is not JSON is refused."""
    sent = "0.1000000000000000000000000000000001"
    assert decode_exactly(sent) == Decimal(sent)
    with pytest.raises(msgspec.DecodeError):
        decode_exactly("NaN")
