"""Arcus's newer members that nobody documents: named as not counted, and never a reason to refuse an account."""

from typing import Any

import msgspec
import pytest

from adapters.arcus.parse import INTEREST, LOAN, SPOT, parse_margin_account
from domain.accounts import Uncounted
from tests.adapters.arcus.paths import KEY, body
from tests.adapters.replies import received

MEMBERS = [("spotPositions", None, SPOT), ("loanBalance", "USD", LOAN), ("unsettledInterest", "USD", INTEREST)]
every_member = pytest.mark.parametrize(("member", "asset", "reason"), MEMBERS, ids=[name for name, _, _ in MEMBERS])


def uncounted(content: Any) -> tuple[Uncounted, ...]:
    """What an account names as not counted; the rest of it is as it was."""
    account = parse_margin_account(received(content), KEY)
    usual = parse_margin_account(received(body()), KEY)
    assert msgspec.structs.replace(account, uncounted=()) == usual
    return account.uncounted


@pytest.mark.parametrize("member", [name for name, _, _ in MEMBERS])
@pytest.mark.parametrize("nothing", [None, "", "0", "0.00", "-0", 0, 0.0, {}, []], ids=repr)
def test_nothing_is_not_named(member: str, nothing: Any) -> None:
    """Null, empty and zero are nothing to speak of."""
    assert uncounted(body(**{member: nothing})) == ()


SOMETHING: list[Any] = [
    *("0.01", "-5", 7, -0.5, "1e3", "9" * 60, "NaN", "a lot", "\u00e4", True, False, msgspec.Raw(b"1" * 60)),
    *({"BTC": {"size": "1"}}, {"USD": "0"}, [{"asset": "BTC"}], [0], [[]]),
]


@every_member
@pytest.mark.parametrize("something", SOMETHING, ids=lambda value: ascii(value)[:20])
def test_anything_else_is_named_once(member: str, asset: str | None, reason: str, something: Any) -> None:
    """An amount, what is held, and what cannot be read are named with their reason.

    The account is read all the same.
    """
    assert uncounted(body(**{member: something})) == (Uncounted(asset=asset, reason=reason),)


def test_all_of_them_are_named() -> None:
    """One entry each, whatever is there, after what is pending."""
    found = uncounted(body(spotPositions={"1": {}}, loanBalance="3", unsettledInterest="-1"))
    assert [each.reason for each in found] == [SPOT, LOAN, INTEREST]
