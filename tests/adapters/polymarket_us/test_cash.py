"""Polymarket US's cash: by currency, as text, what may be left out, and what stands beside it."""

from typing import Any

import pytest

from adapters.polymarket_us.parse import SECURITIES, UNSETTLED, parse_cash
from domain.accounts import Uncounted
from domain.trading import TradingBalance
from tests.adapters.replies import RECEIVED_AT, received

FULL = {"balance": "10000.0364", "buyingPower": "8450.0364", "openOrders": "", "updateTime": None}


def cash(**changes: Any) -> TradingBalance:
    """The one balance of an account."""
    [row] = parse_cash(received({"balances": {"USD": {**FULL, **changes}}}))
    return row


def test_cash() -> None:
    """Amounts are text as sent, down to parts of a cent; the row says when it was received."""
    row = cash()
    assert (row.currency, row.balance, row.buying_power, row.open_orders) == ("USD", "10000.0364", "8450.0364", None)
    assert (row.observed_at, row.updated_at, row.uncounted) == (RECEIVED_AT, None, ())
    currencies = parse_cash(received({"balances": {"USD": FULL, "EUR": FULL}}))
    assert [each.currency for each in currencies] == ["EUR", "USD"]


@pytest.mark.parametrize("name", ["balance", "buyingPower", "excessCapital", "marginRequirement", "unsettledFunds"])
def test_left_out_null_and_empty_are_one(name: str) -> None:
    """An amount that is left out, null or empty is unknown."""
    left_out = {key: value for key, value in FULL.items() if key != name}
    [absent] = parse_cash(received({"balances": {"USD": left_out}}))
    assert absent == cash(**{name: None}) == cash(**{name: ""})


@pytest.mark.parametrize("body", [{}, {"balances": None}, {"balances": {}}, b" { } "])
def test_an_account_without_cash(body: Any) -> None:
    """No currency is an account without cash, however the venue writes that."""
    assert parse_cash(received(body)) == ()


@pytest.mark.parametrize("row", [{}, None])
def test_a_currency_of_which_nothing_is_said(row: Any) -> None:
    """A currency without a figure is there, and its amounts are unknown."""
    [found] = parse_cash(received({"balances": {"USD": row}}))
    assert (found.currency, found.balance, found.buying_power) == ("USD", None, None)


@pytest.mark.parametrize(
    "body",
    [
        *({"code": 7, "message": "permission denied"}, {"status": "maintenance"}, [], {"balances": []}),
        *({"balances": {"": FULL}}, {"balances": {"USD": {"balance": "many"}}}, {"balances": {"USD": "1"}}),
        *({"balances": {"USD": {"securities": []}}}, {"balances": {"USD": {"securities": {"x": {"balance": "y"}}}}}),
    ],
)
def test_what_is_no_answer_about_cash(body: Any) -> None:
    """An error that comes with status 200, and figures that are none, are refused: they are no empty account."""
    with pytest.raises(ValueError, match=r"."):
        parse_cash(received(body))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"securities": {}, "totalSecurityNotionalValue": "0", "unsettledFunds": "0.00"}, []),
        ({"securities": {"X": {"balance": "0", "haircut": "1000"}}}, []),
        ({"securities": {"X": {"balance": "0", "marketValue": "0.01"}}}, [(None, SECURITIES)]),
        ({"securities": {"X": None, "Y": {"availableValue": "-1"}}}, [(None, SECURITIES)]),
        ({"totalSecurityAvailableValue": "13500"}, [(None, SECURITIES)]),
        ({"totalSecurityNotionalValue": "5", "securities": None}, [(None, SECURITIES)]),
        ({"unsettledFunds": "-3.5"}, [("USD", UNSETTLED)]),
        ({"unsettledFunds": "1", "totalSecurityNotionalValue": "5"}, [(None, SECURITIES), ("USD", UNSETTLED)]),
    ],
)
def test_what_stands_beside_the_cash(changes: dict[str, Any], expected: list[tuple[str | None, str]]) -> None:
    """Securities and unsettled funds that are not zero are named with the reason, and change no amount."""
    row = cash(**changes)
    assert row.uncounted == tuple(Uncounted(asset=asset, reason=reason) for asset, reason in expected)
    assert (row.balance, row.buying_power) == (FULL["balance"], FULL["buyingPower"])


@pytest.mark.parametrize("time", ["", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z", 0])
def test_an_instant_that_was_never_set(time: Any) -> None:
    """The zero of an instant stands for none."""
    assert cash(updateTime=time).updated_at is None
