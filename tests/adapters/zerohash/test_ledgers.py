"""zerohash's ledger rows: account types, what is owed, times, and labels without rows."""

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.zerohash.ledgers import OWED_ROWS, balances_of
from domain.accounts import Balance, Uncounted
from domain.errors import Unavailable
from domain.keys import LabeledKey, Owner
from domain.labeled import LabeledAccount, LedgerBalance
from domain.venues import Venue
from tests.adapters.conftest import Wired
from tests.adapters.replies import RECEIVED_AT, code
from tests.adapters.specimens.zerohash import JOHN, PLATFORM, labeled
from tests.adapters.zerohash.listings import LAST_UPDATE, Listings, filtered, ledger_page, row

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
        ({"payable": "7", "receivable": "-7"}, True),
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
        LedgerBalance(
            account_id=asset,
            asset=asset,
            account_type="available",
            balance="1",
            last_update=None,
            observed_at=RECEIVED_AT,
        )
        for asset in ("BTC", "USD")
    ]
    assert [balance.asset for balance in balances_of(ledgers)] == ["BTC", "USD"]


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


@pytest.mark.parametrize("last_update", [None, 0, -62_135_596_800_000])
async def test_a_row_that_was_never_changed(last_update: int | None) -> None:
    """A time that means "unset" is none, and costs nothing else."""
    [[account]] = await Listings(lambda _: ledger_page(row(last_update=last_update))).accounts_of(JOHN)
    assert [ledger.last_update for ledger in account.ledgers] == [None]
    assert [ledger.balance for ledger in account.ledgers] == ["1.4"]


@pytest.mark.parametrize("last_update", [5, -1, 2**63, 10**30, "2026-01-01T00:00:00Z", 1.5, True])
async def test_a_row_with_an_impossible_time_costs_only_its_owner(last_update: Any) -> None:
    """What is no time is no answer, for the owner of that row alone."""
    rows = {JOHN: row(last_update=last_update), "C00001": row("C00001")}
    failed, found = await Listings(lambda query: ledger_page(rows[query["account_owner"]])).accounts_of(JOHN, "C00001")
    assert code(failed) == "VENUE_ANSWER"
    assert [account.key for account in found] == [labeled("C00001", "general")]


async def test_an_account_is_as_of_no_time() -> None:
    """The venue tells when rows changed, not when an account was so: rows that became zero are left out."""
    rows = [row(), row(asset="ETH", last_update=LAST_UPDATE + 5000)]
    [[account]] = await Listings(lambda _: ledger_page(*rows)).accounts_of(JOHN)
    assert account.observation.as_of is None
    assert [ledger.last_update for ledger in account.ledgers] == [
        datetime.fromtimestamp((LAST_UPDATE + after) / 1000, UTC) for after in (0, 5000)
    ]


async def test_each_row_is_observed_when_its_own_page_came() -> None:
    """Rows are as old as their pages, and the account as the oldest of all."""
    rows = [row(asset=f"A{number}") for number in range(3)]
    [[account]] = await Listings(filtered(rows, size=1)).accounts_of(JOHN)
    instants = [ledger.observed_at for ledger in account.ledgers]
    assert instants[0] < min(instants[1:])
    assert account.observation.observed_at == min(instants)


@pytest.mark.parametrize(
    ("first", "second", "balance"),
    [
        ({"last_update": LAST_UPDATE + 1}, {"last_update": LAST_UPDATE}, "1"),
        ({"last_update": LAST_UPDATE}, {"last_update": LAST_UPDATE + 1}, "2"),
        ({"last_update": LAST_UPDATE}, {"last_update": LAST_UPDATE}, "2"),
        ({"last_update": LAST_UPDATE}, {"last_update": None}, "1"),
        ({"last_update": 0}, {"last_update": LAST_UPDATE}, "2"),
        ({"last_update": None}, {"last_update": None}, "2"),
    ],
)
async def test_of_a_row_seen_twice_the_newest_counts(
    first: dict[str, Any], second: dict[str, Any], balance: str
) -> None:
    """A row that moved to a later page while the listing was read counts once: as changed last, else as read last."""
    pages = {1: row(balance="1", **first), 2: row(balance="2", **second)}
    listings = Listings(lambda query: ledger_page(pages[int(query["page"])], page=int(query["page"]), last=2))
    [[account]] = await listings.accounts_of(JOHN)
    assert [ledger.balance for ledger in account.ledgers] == [balance]
    assert [each.total for each in account.balances] == [balance]


async def test_rows_of_one_asset_and_type_sort_by_id() -> None:
    """Two rows of one asset and type both count, in the order of their ids."""
    rows = [row(account_id=account_id, balance=balance) for account_id, balance in (("b", "1"), ("a", "2"))]
    for listed in (rows, rows[::-1]):
        [[account]] = await Listings(lambda _, listed=listed: ledger_page(*listed)).accounts_of(JOHN)  # type: ignore[misc]
        assert [ledger.account_id for ledger in account.ledgers] == ["a", "b"]
        assert [each.total for each in account.balances] == ["3"]


@pytest.mark.parametrize("name", [name for name in row() if name != "last_update"])
@pytest.mark.parametrize("value", [None, "", ..., []], ids=["null", "empty", "left out", "list"])
async def test_what_a_row_cannot_be_without(name: str, value: Any) -> None:
    """Without id, owner, group, label, type, asset or balance a row is none, and its listing fails."""
    spoiled = {**row(), name: value}
    if value is ...:
        del spoiled[name]
    [result] = await Listings(lambda _: ledger_page(row(label="other"), spoiled)).accounts_of(JOHN)
    assert code(result) == "VENUE_ANSWER"


async def test_the_row_that_the_vendor_prints() -> None:
    """The example of the vendor's document is read, its zero included."""
    body = (
        b'{"message":[{"asset":"USD","account_owner":"ABCDEF","account_type":"available","account_group":"XYZ456",'
        b'"account_label":"general","balance":"0.00","account_id":"ce819fe8-b1d7-43bb-961c-e09ede0988d3",'
        b'"last_update":1554395972174}],"page":1,"total_pages":1}'
    )
    [found] = await Listings(lambda _: body).adapter.accounts_of([Owner("ABCDEF")])
    assert not isinstance(found, Unavailable)
    [account] = found.elsewhere
    assert isinstance(account, LabeledAccount)
    assert account.key == LabeledKey("ABCDEF", "general", "XYZ456")
    assert account.balances == (Balance(asset="USD", total="0.00", available="0.00", locked="0"),)


async def test_accounts_are_sorted_by_label() -> None:
    """Labels sort by their code points, whatever the order of the rows."""
    labels = ["b", "a", "B", "10", "9"]
    [accounts] = await Listings(lambda _: ledger_page(*(row(label=label) for label in labels))).accounts_of(JOHN)
    assert [account.label for account in accounts] == ["10", "9", "B", "a", "b"]
