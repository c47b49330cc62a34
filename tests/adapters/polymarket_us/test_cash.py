"""Polymarket US's cash: by currency, as text, and what may be left out."""

import pytest

from adapters.polymarket_us.parse import parse_cash
from tests.adapters.replies import received


def test_cash() -> None:
    """Amounts are text as sent, down to parts of a cent; what is left out is None, but balance and power are due."""
    full = {"balance": "10000.0364", "buyingPower": "8450.0364", "openOrders": "", "updateTime": None}
    [row] = parse_cash(received({"balances": {"USD": full}}))
    assert (row.currency, row.balance, row.buying_power, row.open_orders) == ("USD", "10000.0364", "8450.0364", None)
    currencies = parse_cash(received({"balances": {"USD": full, "EUR": full}}))
    assert [row.currency for row in currencies] == ["EUR", "USD"]
    for missing in ("balance", "buyingPower"):
        with pytest.raises(ValueError, match="missing required"):
            parse_cash(received({"balances": {"USD": {name: full[name] for name in full if name != missing}}}))
