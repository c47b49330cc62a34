"""zerohash's ledger rows: account types, what is owed, pages, and labels without rows."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.zerohash.parse import OWED_ROWS, parse_balances
from domain.accounts import Balance, Uncounted
from domain.labeled import LabeledAccount, LedgerBalance
from domain.venues import Venue
from tests.adapters.conftest import Wired
from tests.adapters.replies import code
from tests.adapters.specimens.zerohash import JOHN, PLATFORM, labeled
from tests.adapters.zerohash.listings import LAST_UPDATE, Listings, ledger_page, row

LONG = "1234567890123456.12345678901234"


def of_types(balances: dict[str, str], asset: str = "BTC") -> list[dict[str, Any]]:
    """One row a type, all in one asset."""
    return [
        row(asset=asset, account_type=kind, balance=balance, account_id=f"{asset}-{kind}")
        for kind, balance in balances.items()
    ]


@pytest.mark.parametrize(
    ("rows", "available", "locked", "total"),
    [
        ({"available": "5.00"}, "5.00", "0", "5.00"),
        ({"available": "1.5", "collateral": ".25"}, "1.5", "0.25", "1.75"),
        ({"collateral": "3", "staked": "0.5", "loan_collateral": "1"}, "0", "4.5", "4.5"),
        ({"available": "1", "payable": "7", "receivable": "8", "collateral_deficiency": "9"}, "1", "0", "1"),
        ({"collateral_payable": "2"}, "0", "0", "0"),
        ({"available": "1", "mystery": "2"}, "1", None, None),
        ({"mystery": "2"}, "0", None, None),
        ({"available": "-14.77", "collateral": "14.77"}, "-14.77", "14.77", "0.00"),
        ({"available": LONG, "collateral": LONG}, LONG, LONG, "2469135780246912.24691357802468"),
    ],
)
async def test_balances(rows: dict[str, str], available: str, locked: str | None, total: str | None) -> None:
    """Held types are locked, owed ones are not counted, and an unknown type leaves locked and total unknown."""
    [[account]] = await Listings(lambda _: ledger_page(*of_types(rows))).accounts_of(JOHN)
    assert account.balances == (Balance(asset="BTC", available=available, locked=locked, total=total),)
    assert [ledger.account_type for ledger in account.ledgers] == sorted(rows)


@pytest.mark.parametrize(
    ("rows", "uncounted"),
    [
        ({"available": "5"}, False),
        ({"available": "5", "collateral": "1"}, False),
        ({"payable": "7"}, True),
        ({"receivable": "-0.01"}, True),
        ({"collateral_deficiency": "1", "collateral_payable": "1"}, True),
        ({"payable": "0", "receivable": "0.00"}, False),
        ({"mystery": "7"}, False),
    ],
)
async def test_what_is_owed_is_named_as_not_counted(rows: dict[str, str], *, uncounted: bool) -> None:
    """An asset with something owed or receivable is named once with the reason; zero rows are not worth a word."""
    others = of_types({"available": "1"}, asset="ETH") + of_types({"payable": "3"}, asset="USD")
    [[account]] = await Listings(lambda _: ledger_page(*of_types(rows), *others)).accounts_of(JOHN)
    owed = ["BTC"] * uncounted + ["USD"]
    assert account.uncounted == tuple(Uncounted(asset=asset, reason=OWED_ROWS) for asset in owed)


def test_balances_of_several_assets() -> None:
    """Each asset is a balance of its own."""
    ledgers = [
        LedgerBalance(account_id=asset, asset=asset, account_type="available", balance="1", last_update=None)
        for asset in ("BTC", "USD")
    ]
    assert [balance.asset for balance in parse_balances(ledgers)] == ["BTC", "USD"]


async def test_zero_rows_are_left_out_by_the_venue(wired: Wired) -> None:
    """An asset without a row has no balance, and a label without any row is not among the accounts."""
    port = wired.ports.accounts[Venue.ZEROHASH]
    general, empty = await port.accounts([labeled(JOHN, "general"), labeled("C00001", "label-2")])
    assert isinstance(general, LabeledAccount)
    assert [balance.asset for balance in general.balances] == ["BTC"]
    assert empty is None


async def test_an_account_of_another_group(wired: Wired) -> None:
    """The group is part of the key: the platform's own accounts at zerohash are read by it."""
    keys = [labeled(PLATFORM, "general", "00SCXM"), labeled(PLATFORM, "general")]
    house, own = await wired.ports.accounts[Venue.ZEROHASH].accounts(keys)
    assert isinstance(house, LabeledAccount)
    assert house.key == keys[0]
    assert [balance.total for balance in house.balances] == ["50000.00"]
    assert own is None or (isinstance(own, LabeledAccount) and own.key == keys[1])


async def test_pages_may_grow() -> None:
    """A listing that becomes longer while it is read is read to its new end, each row once."""

    def ledgers(query: dict[str, str]) -> Any:
        number = int(query["page"])
        rows = [row(asset=f"A{number}"), row(asset="SAME", balance=str(number))]
        return ledger_page(*rows, page=number, last={1: 2, 2: 4}.get(number, 4))

    listings = Listings(ledgers)
    [[account]] = await listings.accounts_of(JOHN)
    assert [(balance.asset, balance.total) for balance in account.balances] == [
        ("A1", "1.4"),
        ("A2", "1.4"),
        ("A3", "1.4"),
        ("A4", "1.4"),
        ("SAME", "4"),
    ]
    assert listings.calls == {"/accounts": 4}


async def test_a_page_that_repeats_is_refused() -> None:
    """A venue that answers with another page than was asked for gives no half list."""
    [result] = await Listings(lambda _: ledger_page(row(), page=1, last=2)).accounts_of(JOHN)
    assert code(result) == "VENUE_ANSWER"


async def test_a_listing_without_end_is_refused() -> None:
    """More than fifty pages for one owner are not followed."""
    listings = Listings(lambda _: ledger_page(row(), last=51))
    [result] = await listings.accounts_of(JOHN)
    assert code(result) == "VENUE_ANSWER"
    assert listings.calls == {"/accounts": 1}


async def test_as_of_is_the_latest_row() -> None:
    """An account is as of its latest change; a row may say no time, and without any there is none."""
    later = row(asset="ETH", last_update=LAST_UPDATE + 5000)
    [[account]] = await Listings(lambda _: ledger_page(row(), later, row(asset="X", last_update=None))).accounts_of(
        JOHN
    )
    assert account.observation.as_of == datetime.fromtimestamp((LAST_UPDATE + 5000) / 1000, UTC)
    [[account]] = await Listings(lambda _: ledger_page(row(last_update=None))).accounts_of(JOHN)
    assert account.observation.as_of is None


async def test_accounts_are_sorted_by_label() -> None:
    """Labels sort by their code points, whatever the order of the rows."""
    labels = ["b", "a", "B", "10", "9"]
    [accounts] = await Listings(lambda _: ledger_page(*(row(label=label) for label in labels))).accounts_of(JOHN)
    assert [account.label for account in accounts] == ["10", "9", "B", "a", "b"]
