"""What few of the crowd have at zerohash: groups of others, every account type, many and long labels."""

from collections import Counter
from decimal import Decimal

import pytest

from sandbox import Sandbox, create_sandbox
from tests.sandbox.clients import Clients, Clock

NOT_ALLOWED = "must be equal to one of the allowed values"


@pytest.fixture
def sandbox(clock: Clock) -> Sandbox:
    """Eighty people: all of the few are among them."""
    return create_sandbox(participants=80, clock=clock)


@pytest.mark.parametrize(
    ("path", "errors"),
    [
        ("/accounts?account_type=margin", [f"query/account_type {NOT_ALLOWED}"]),
        ("/accounts?asset=usd", ['query/asset must match pattern "^[A-Z0-9]+(\\.[A-Z0-9]+)?$"']),
        ("/accounts?asset=BTC%20&account_owner=x", None),
        ("/participants?status=unknown", [f"query/status {NOT_ALLOWED}"]),
        ("/participants?entity_type=INDIVIDUAL", [f"query/entity_type {NOT_ALLOWED}"]),
        ("/clob/accounts?prefunded=yes", [f"query/prefunded {NOT_ALLOWED}"]),
        ("/clob/accounts?account_tier=platinum", [f"query/account_tier {NOT_ALLOWED}"]),
        ("/movements?movement_type=gift", [f"query/movement_type {NOT_ALLOWED}"]),
        ("/movements?page_size=101", ["query/page_size must be <= 100"]),
        ("/accounts?zrn=seven", ["query/zrn must match the format of a zrn"]),
        ("/accounts/seven/details", ["params/zrn must match the format of a zrn"]),
    ],
)
async def test_unknown_words_are_refused(clients: Clients, path: str, errors: list[str] | None) -> None:
    """The answer is a 400 that lists what is wrong, all of it at once."""
    answer = await clients.zerohash(path)
    assert answer.status_code == 400
    found = answer.json()["errors"]
    assert found == errors or (errors is None and len(found) == 2)


@pytest.mark.parametrize("asset", ["USD", "AAVE.ETH", "DOGE"])
async def test_an_asset_that_nobody_holds_is_no_mistake(clients: Clients, asset: str) -> None:
    """Codes may name a chain."""
    assert (await clients.zerohash(f"/accounts?asset={asset}")).status_code == 200


async def test_groups_of_others_are_found_without_a_group(clients: Clients) -> None:
    """The portal's group and another platform's are not in the platform's sweep."""
    ours = await clients.zerohash_all("/accounts?account_group=DEF456")
    every = await clients.zerohash_all("/accounts")
    foreign = Counter((row["account_owner"], row["account_group"]) for row in every if row not in ours)
    assert foreign == {
        ("DEF456", "00SCXM"): 1,
        ("C0000L", "UNALLOCATED"): 1,
        ("C0000M", "UNALLOCATED"): 1,
        ("C0000M", "GTRT44"): 1,
    }
    portal = await clients.zerohash_all("/accounts?account_group=UNALLOCATED")
    assert [row["balance"] for row in portal] == ["0.75", "9.99"]
    own = await clients.zerohash_all("/accounts?account_owner=C0000L")
    assert portal[0] in own
    assert portal[0] not in await clients.zerohash_all("/accounts?account_owner=C0000L&account_group=DEF456")
    assert (await clients.zerohash(f"/accounts/{portal[0]['account_id']}")).json() == {"message": portal[0]}


async def test_every_account_type_occurs(clients: Clients) -> None:
    """One payable and receivable pair cancels out; one person has them all."""
    rows = await clients.zerohash_all("/accounts?account_group=DEF456")
    owned: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["account_type"] not in ("available", "collateral"):
            owned.setdefault(row["account_owner"], {})[row["account_type"]] = row["balance"]
    assert owned == {
        "C0000N": {"payable": "55.25"},
        "C0000O": {"receivable": "0.125"},
        "C0000P": {"payable": "300.00", "receivable": "300.00"},
        "C0000Q": {"collateral_deficiency": "12.5"},
        "C0000R": {"staked": "4.000000000000000001"},
        "C0000S": {"payable": ".5", "receivable": "0.25", "collateral_deficiency": "0.0625", "staked": "1"},
        "C0000T": {"loan_collateral": "0.5"},
    }
    assert [row["account_owner"] for row in rows if row["asset"] == "COMP"] == ["C0000U"]
    assert len({row["account_id"] for row in rows}) == len(rows)
    staked = await clients.zerohash_all("/accounts?account_type=staked&account_group=DEF456")
    assert staked == [row for row in rows if row["account_type"] == "staked"]


async def test_the_rows_of_a_customer_account(clients: Clients) -> None:
    """A zrn in any spelling selects them, and each then names it; one that is not known has none."""
    listed = (await clients.zerohash("/clob/accounts?participant_code=ABC123")).json()["accounts"]
    zrn = listed[0]["customer_account_urn"]
    (row,) = (await clients.zerohash(f"/accounts?zrn={zrn}")).json()["message"]
    assert (row.pop("zrn"), row["account_label"], row["balance"]) == (zrn, "general", "1.4")
    assert row in await clients.zerohash_all("/accounts?account_owner=ABC123")
    for spelling in (zrn.replace("accounts", "account"), zrn.removeprefix("zrn:")):
        assert [found["zrn"] for found in await clients.zerohash_all(f"/accounts?zrn={spelling}")] == [spelling]
    stranger = f"{zrn[:-12]}{'0' * 12}"
    for query in (f"zrn={stranger}", f"zrn={zrn}&account_label=scalping", f"zrn={zrn}&account_owner=C00001"):
        assert await clients.zerohash_all(f"/accounts?{query}") == []


async def test_customer_accounts_have_a_state(clients: Clients, sandbox: Sandbox) -> None:
    """All five occur in the crowd, John's is open, and a write may change one."""
    accounts = (await clients.zerohash("/clob/accounts")).json()["accounts"]
    states = {}
    for account in accounts:
        if zrn := account["customer_account_urn"]:
            message = (await clients.zerohash(f"/accounts/{zrn}/details")).json()["message"]
            assert (message["zrn"], message["participant_code"]) == (zrn, account["participant_code"])
            assert (message["tier"], message["prefunded"]) == (account["account_tier"], account["prefunded"])
            assert (message["type"], message["tenants"]) in (("individual", []), ("business", ["ABC123"]))
            states[message["participant_code"]] = message["status"]
    assert states["ABC123"] == "open"
    assert [states[f"C0000{digit}"] for digit in "13579"] == [
        *("open", "locked", "withdraw_locked", "divesting", "closed")
    ]
    zrn = accounts[0]["customer_account_urn"]
    sandbox.zerohash.customers.set_status(zrn, "locked")
    assert (await clients.zerohash(f"/accounts/{zrn}/details")).json()["message"]["status"] == "locked"
    unknown = await clients.zerohash(f"/accounts/{zrn[:-12]}{'0' * 12}/details")
    assert (unknown.status_code, unknown.json()) == (404, {"error": "Not Found"})
    with pytest.raises(ValueError, match="no status 'gone'"):
        sandbox.zerohash.customers.set_status(zrn, "gone")
    with pytest.raises(ValueError, match="no customer account"):
        sandbox.zerohash.customers.set_status("zrn", "open")


async def test_a_new_customer_account_is_found_by_its_zrn(clients: Clients, sandbox: Sandbox) -> None:
    """What a write linked is seen by both calls."""
    zrn = "zrn:zh:us:accounts:customer:11111111-2222-4333-8444-555555555555"
    sandbox.zerohash.clob.set_account("ABC123", "scalping", zrn=zrn)
    (row,) = await clients.zerohash_all(f"/accounts?zrn={zrn}")
    assert (row["account_label"], row["balance"]) == ("scalping", "2.3")
    assert (await clients.zerohash(f"/accounts/{zrn}/details")).json()["message"]["account_label"] == "scalping"


async def test_very_many_labels(clients: Clients) -> None:
    """One participant has 5,000 labels with three assets each, over 75 pages, and is in no listing."""
    first = (await clients.zerohash("/accounts?account_owner=MANY00&account_group=DEF456")).json()
    assert (first["total_pages"], len(first["message"])) == (75, 200)
    last = (await clients.zerohash("/accounts?account_owner=MANY00&page=75")).json()["message"]
    assert (len(last), last[-1]["account_label"], last[-1]["asset"]) == (200, "sub-4999", "USDC")
    assert (await clients.zerohash(f"/accounts/{last[7]['account_id']}")).json()["message"] == last[7]
    clob = (await clients.zerohash("/clob/accounts?participant_code=MANY00&page=10")).json()
    assert (len(clob["accounts"]), clob["next_page"]) == (500, 0)
    for path in ("/accounts", "/participants", "/clob/accounts"):
        assert "MANY00" not in (await clients.zerohash(path)).text
    assert (await clients.zerohash("/participants?participant_code=MANY00")).json()["count"] == 1


async def test_long_and_strange_labels(clients: Clients) -> None:
    """Up to eighty characters, one not of this alphabet, one that needs care in an address."""
    rows = await clients.zerohash_all("/accounts?account_owner=LONG00")
    labels = [row["account_label"] for row in rows]
    assert [len(label) for label in labels[:3]] == [7, 40, 80]
    assert (labels[3], labels[5]) == ("größe-東京-π-🪙", "a/b?c=d&e#f%20")
    listed = (await clients.zerohash("/clob/accounts?participant_code=LONG00")).json()["accounts"]
    assert [account["account_label"] for account in listed] == labels
    assert len({row["account_id"] for row in rows}) == len(rows)


async def test_participants_have_reasons(clients: Clients) -> None:
    """All three reason codes occur, each beside a status that fits it."""
    rows = await clients.zerohash_all("/participants")
    found = Counter((row["status"], row["reason_code"]) for row in rows if "reason_code" in row)
    assert set(found) == {
        ("approved", "risk_cleared"),
        ("locked", "compliance_issue"),
        ("locked", "user_request"),
        ("pending_disable", "compliance_issue"),
        ("pending_disable", "user_request"),
    }


async def test_obligations_are_what_is_payable(clients: Clients) -> None:
    """One row an asset, group and label; a pair that cancels out owes nothing."""
    rows = (await clients.zerohash("/accounts/net_delivery_obligations")).json()["message"]
    assert all(set(row) == {"asset", "amount", "account_group", "account_label"} for row in rows)
    assert {row["asset"]: Decimal(row["amount"]) for row in rows} == {
        "USD": Decimal("10587.40"),
        "BTC": Decimal("0.125"),
    }
