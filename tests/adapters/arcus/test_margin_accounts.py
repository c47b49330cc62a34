"""Arcus's margin accounts: whose they are, what is computed, numbers beyond floats, what may be missing."""

from typing import Any

import msgspec
import pytest

from adapters.arcus.parse import DEPOSITING, WITHDRAWING, is_no_activity, parse_margin_account
from domain.accounts import Balance, Uncounted
from domain.keys import MarginKey
from domain.margin import MarginAccount, PositionSide
from domain.venues import Venue
from tests.adapters.arcus.paths import KEY, body, open_arcus, position
from tests.adapters.conftest import Wired
from tests.adapters.replies import code, received
from tests.adapters.specimens.arcus import A1, A2

LONG = "1234567890123456.12345678901234"


def parsed(**changes: Any) -> MarginAccount:
    """The account of a body."""
    return parse_margin_account(received(body(**changes)), KEY)


@pytest.mark.parametrize("spelling", ["{}", "0x{}", "0X{}"])
@pytest.mark.parametrize("case", [str.lower, str.upper])
async def test_every_spelling_is_one_account(wired: Wired, spelling: str, case: Any) -> None:
    """Any case and prefix of an address is the same account, read in lower case."""
    port = wired.ports.margin[Venue.ARCUS]
    [account] = await port.accounts([port.key(spelling.format(case(A1[2:])), 0)])
    assert isinstance(account, MarginAccount)
    assert account.key == KEY
    assert wired.sandbox.calls[-1].query == f"address={A1}&accountIndex=0"


@pytest.mark.parametrize(
    "echo", [{"address": A2}, {"address": A1[2:]}, {"accountIndex": 1}, {"accountIndex": "0"}, {"address": None}]
)
def test_another_account_than_was_asked_for_is_refused(echo: dict[str, Any]) -> None:
    """The answer must name the address and the index that were asked for."""
    with pytest.raises(ValueError, match=r"another address or index|Expected"):
        parsed(**echo)


def test_the_echo_may_be_in_capitals() -> None:
    """An address in another case is the same address."""
    assert parsed(address=A1.upper()).key == KEY


@pytest.mark.parametrize("number", [0, 2**31, 9_007_199_254_740_993, 2**63, 2**64 - 1])
def test_sequence_numbers_are_exact(number: int) -> None:
    """Sequence numbers are exact up to 64 bits."""
    assert parsed(sequenceNumber=number).sequence_number == number


@pytest.mark.parametrize("number", [-1, 2**64, 1.5, "1", None])
def test_other_sequence_numbers_are_refused(number: Any) -> None:
    """A sequence number outside 64 bits, or that is no integer, is refused."""
    content = msgspec.json.encode(body()).replace(b'"sequenceNumber":1', f'"sequenceNumber":{number!r}'.encode())
    with pytest.raises(ValueError, match=r"64 bits|malformed|Expected|out of range|JSON|Integer"):
        parse_margin_account(received(content), KEY)


async def test_a_sequence_number_beyond_floats_from_the_sandbox(wired: Wired) -> None:
    """A number that no float holds comes through the whole adapter."""
    [account] = await wired.ports.accounts[Venue.ARCUS].accounts([MarginKey(A1, 9)])
    assert isinstance(account, MarginAccount)
    assert account.sequence_number == 9_007_199_254_740_993
    assert account.net_quote_balance == "-25.5"


@pytest.mark.parametrize(
    ("changes", "side", "size", "profit"),
    [
        ({}, PositionSide.LONG, "1.5", "3000.0"),
        ({"side": "SHORT"}, PositionSide.SHORT, "-1.5", "-3000.0"),
        ({"side": "SHORT", "size": "-1.5"}, PositionSide.SHORT, "-1.5", "-3000.0"),
        ({"side": "SHORT", "size": "0"}, PositionSide.SHORT, "0", "0"),
        ({"side": "FLAT", "size": "0.0"}, PositionSide.FLAT, "0.0", "0.0"),
        ({"side": "FLAT", "size": "0"}, PositionSide.FLAT, "0", "0"),
        ({"side": "FLAT", "size": "-0"}, PositionSide.FLAT, "0", "0"),
        ({"side": "FLAT", "size": "0.000"}, PositionSide.FLAT, "0.000", "0.000"),
        ({"side": "LONG", "size": "-0"}, PositionSide.LONG, "0", "0"),
        ({"markPx": "0"}, PositionSide.LONG, "1.5", None),
        ({"markPx": "0.00"}, PositionSide.LONG, "1.5", None),
        ({"markPx": None}, PositionSide.LONG, "1.5", None),
        ({"markPx": ""}, PositionSide.LONG, "1.5", None),
        ({"size": "0.1", "averageEntryPrice": "0.1", "markPx": "0.3"}, PositionSide.LONG, "0.1", "0.02"),
        ({"size": LONG, "averageEntryPrice": "0", "markPx": "1"}, PositionSide.LONG, LONG, LONG),
    ],
)
def test_profit_is_computed(changes: dict[str, Any], side: PositionSide, size: str, profit: str | None) -> None:
    """Profit is size x (mark - entry) and not the wire's field of that name; without a mark it is unknown."""
    [found] = parsed(positions={"1": position(**changes)}).positions
    assert (found.side, found.size, found.unrealized_pnl) == (side, size, profit)
    assert (found.mark_price is None) == (profit is None)


@pytest.mark.parametrize(
    "changes",
    [
        {"size": "-1.5"},
        {"side": "FLAT"},
        {"side": "BOTH"},
        {"side": None},
        {"size": "NaN"},
        {"size": None},
        {"marketId": 2},
        {"side": "FLAT", "size": "-1"},
        {"address": A2},
        {"accountIndex": 1},
        {"markPx": "-1"},
        {"markPx": True},
        {"averageEntryPrice": "1_000"},
    ],
)
def test_positions_that_contradict_themselves_are_refused(changes: dict[str, Any]) -> None:
    """A side that disagrees with the size, a key that is not the market, and what is no number are refused."""
    with pytest.raises(ValueError, match=r"."):
        parsed(positions={"1": position(**changes)})


@pytest.mark.parametrize("number", [-1, 65536, 2**31, 2**63, 2**70, "1", 1.5, None])
async def test_market_ids_are_of_sixteen_bits(number: Any) -> None:
    """A market id outside 0 to 65535 fails its account as an answer that is not as documented."""
    adapter, _ = open_arcus({"/v1/account": body(positions={str(number): position(marketId=number)})})
    assert [code(result) for result in await adapter.accounts([KEY])] == ["VENUE_ANSWER"]


@pytest.mark.parametrize("number", [0, 65535])
def test_the_lowest_and_the_highest_market_id(number: int) -> None:
    """Both are ids."""
    assert [found.market_id for found in parsed(positions={str(number): position(marketId=number)}).positions] == [
        number
    ]


@pytest.mark.parametrize("changes", [{"positions": None}, {"positions": []}, {"positions": {"1": None}}])
def test_positions_are_never_left_out(changes: dict[str, Any]) -> None:
    """No position is an empty object, by the venue's page: null, and an account without them, are no answer."""
    with pytest.raises(ValueError, match="Expected"):
        parsed(**changes)
    without = {name: value for name, value in body().items() if name != "positions"}
    with pytest.raises(ValueError, match="missing required"):
        parse_margin_account(received(without), KEY)


def test_positions_are_sorted_by_the_number_of_their_market() -> None:
    """Ten comes after nine, and the margins of all add up to what is locked."""
    positions = {str(number): position(marketId=number, marginUsed=f"{number}.5") for number in (10, 2, 9)}
    account = parsed(positions=positions)
    assert [found.market_id for found in account.positions] == [2, 9, 10]
    assert account.balances == (Balance(asset="USD", total="100", available="75.5", locked="22.5"),)


def test_amounts_that_may_be_missing() -> None:
    """Pending amounts and leverage may be left out, null or empty; the others may not."""
    for absent in ({}, {"pendingDeposits": None}, {"pendingDeposits": ""}):
        assert parsed(**absent).pending_deposits is None
        assert parsed(**absent).uncounted == ()
    assert parsed(pendingDeposits="0", pendingWithdrawals="1.50").pending_withdrawals == "1.50"
    assert parsed(positions={"1": position(leverage=None)}).positions[0].leverage is None
    for name in ("netQuoteBalance", "equity", "freeCollateral", "netDeposits"):
        with pytest.raises(ValueError, match="base-10"):
            parsed(**{name: None})


@pytest.mark.parametrize(
    ("status", "content", "empty"),
    [
        (404, {"error": "this account has no activity yet"}, True),
        (404, {"error": "not found"}, False),
        (404, b"<html>", False),
        (404, b"", False),
        (404, {"error": None}, False),
        (404, b"\xff", False),
        (404, b'{"error":"\xff"}', False),
        (404, ["this account has no activity yet"], False),
        (404, 7, False),
        (200, {"error": "this account has no activity yet"}, False),
        (400, {"error": "this account has no activity yet"}, False),
    ],
)
def test_only_the_documented_404_is_an_empty_account(status: int, content: Any, *, empty: bool) -> None:
    """No activity yet is a 404 with that text; any other 404 is an error."""
    assert is_no_activity(received(content, status)) is empty


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, []),
        ({"pendingDeposits": "0", "pendingWithdrawals": "0.00"}, []),
        ({"pendingDeposits": "0.01"}, [DEPOSITING]),
        ({"pendingDeposits": "0", "pendingWithdrawals": "2"}, [WITHDRAWING]),
        ({"pendingDeposits": "1", "pendingWithdrawals": "2"}, [DEPOSITING, WITHDRAWING]),
    ],
)
def test_what_is_pending_is_named_as_not_counted(changes: dict[str, Any], reasons: list[str]) -> None:
    """Pending amounts that are not zero are named with the reason, in US dollars, and change no balance."""
    account = parsed(**changes)
    assert account.uncounted == tuple(Uncounted(asset="USD", reason=reason) for reason in reasons)
    assert account.balances == parsed().balances
