"""zerohash's sweeps of everybody's rows: broken rows, other owners' rows, and sweeps that fail."""

from collections import Counter
from typing import Any

import pytest

from adapters.zerohash.ledgers import Ledgers
from adapters.zerohash.listings import TooLongError
from adapters.zerohash.sweeps import MEMORY, MOST_REMEMBERED, Sweeps
from domain.errors import Unavailable
from domain.keys import LabeledKey, Owner
from tests.adapters.replies import code
from tests.adapters.specimens.zerohash import labeled
from tests.adapters.transport.scripted import Clock
from tests.adapters.zerohash.listings import Listings, customer, customer_page, ledger_page, row

CODES = ("AAAAAA", "BBBBBB", "CCCCCC")


@pytest.mark.parametrize(
    ("broken", "calls"),
    [
        ({"balance": "NaN"}, 1),
        ({"balance": "1,000"}, 1),
        ({"balance": None}, 1),
        ({"last_update": 5}, 1),
        ({"account_label": 7}, 1 + 3),
    ],
    ids=str,
)
async def test_a_broken_row_in_a_sweep_costs_only_its_owner(broken: dict[str, Any], calls: int) -> None:
    """The row says whose it is; where it does not, the owners are read one by one."""
    rows = {owner: row(owner, **(broken if owner == "BBBBBB" else {})) for owner in CODES}

    def ledgers(query: dict[str, str]) -> Any:
        owner = query.get("account_owner")
        return ledger_page(*([rows[owner]] if owner else rows.values()))

    listings = Listings(ledgers)
    first, second, third = await listings.accounts_of(*CODES)
    assert code(second) == "VENUE_ANSWER"
    assert [account.key for account in (*first, *third)] == [labeled("AAAAAA", "general"), labeled("CCCCCC", "general")]
    assert listings.calls == {"/accounts": calls}


@pytest.mark.parametrize(
    ("broken", "calls"), [({"prefunded": "yes"}, 1), ({"account_tier": 7}, 1), ({"account_label": None}, 1 + 3)]
)
async def test_a_broken_customer_in_a_sweep_costs_only_its_owner(broken: dict[str, Any], calls: int) -> None:
    """The customer listing is read owner by owner where a row of it does not say whose it is."""
    rows = {owner: customer(owner, **(broken if owner == "BBBBBB" else {})) for owner in CODES}

    def customers(query: dict[str, str]) -> Any:
        owner = query.get("participant_code")
        return customer_page(*([rows[owner]] if owner else rows.values()))

    listings = Listings(customers=customers)
    first, second, third = await listings.customers(*CODES)
    assert code(second) == "VENUE_ANSWER"
    assert [list(found) for found in (first, third)] == [[labeled("AAAAAA", "general")], [labeled("CCCCCC", "general")]]
    assert listings.calls == {"/clob/accounts": calls}


async def test_an_owners_listing_does_not_mix_owners() -> None:
    """A row of another owner in an owner's listing is refused."""
    listings = Listings(lambda _: ledger_page(row("BBBBBB"), row("AAAAAA")))
    assert [code(result) for result in await listings.accounts_of("AAAAAA", "BBBBBB")] == ["VENUE_ANSWER"] * 2


async def test_rows_of_other_groups_are_elsewhere() -> None:
    """A row of another group than the platform's is the owner's, and none of the platform's accounts."""
    rows = [row("AAAAAA"), row("AAAAAA", account_group="ELSE99"), row("BBBBBB", account_group="ELSE99")]
    found = await Listings(lambda _: ledger_page(*rows)).adapter.accounts_of([Owner(code) for code in CODES])
    keys = [
        [[account.key for account in accounts] for accounts in (owned.accounts, owned.elsewhere)]
        for owned in found
        if not isinstance(owned, Unavailable)
    ]
    assert keys == [
        [[labeled("AAAAAA", "general")], [labeled("AAAAAA", "general", "ELSE99")]],
        [[], [labeled("BBBBBB", "general", "ELSE99")]],
        [[], []],
    ]


async def test_a_sweep_gives_each_owner_their_own() -> None:
    """Rows of a sweep go to their owners, rows of people who are not wanted to nobody."""
    rows = [row("CCCCCC"), row("DDDDDD"), row("AAAAAA", "b"), row("AAAAAA", "a")]
    found = await Listings(lambda _: ledger_page(*rows)).accounts_of(*CODES)
    keys: list[list[LabeledKey]] = [[account.key for account in accounts] for accounts in found]
    assert keys == [[labeled("AAAAAA", "a"), labeled("AAAAAA", "b")], [], [labeled("CCCCCC", "general")]]


@pytest.mark.parametrize(
    ("status", "expected", "calls"), [(401, "VENUE_CREDENTIALS", 1), (500, "VENUE_UNAVAILABLE", 3)]
)
async def test_a_sweep_that_fails_is_not_tried_owner_by_owner(status: int, expected: str, calls: int) -> None:
    """A refused credential and a venue that is down concern every owner: more calls would not help."""
    ledgers, customers = Listings(ledgers=lambda _: status), Listings(customers=lambda _: status)
    assert [code(result) for result in await ledgers.accounts_of(*CODES)] == [expected] * 3
    assert [code(result) for result in await customers.customers(*CODES)] == [expected] * 3
    assert (ledgers.calls, customers.calls) == ({"/accounts": calls}, {"/clob/accounts": calls})


async def test_lengths_of_sweeps_are_forgotten() -> None:
    """How long a sweep was is remembered for a while, and of no more sweeps than there is room for."""
    clock = Clock()
    sweeps, begun = Sweeps(clock), Counter[str]()

    async def begin(name: str) -> None:
        async def read(most: int) -> Ledgers:
            begun[name] += 1
            raise TooLongError(most + 1)

        assert await sweeps.swept(CODES, name, read) is None

    await begin("first")
    await begin("first")
    assert begun["first"] == 1
    clock.now += MEMORY
    await begin("first")
    assert begun["first"] == 2
    for number in range(MOST_REMEMBERED):
        await begin(f"label {number}")
    await begin("first")
    assert begun["first"] == 3
