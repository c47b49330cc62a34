"""The zerohash venue answers in the documented shapes, pages and quirks."""

from collections import Counter

import pytest

from sandbox import Sandbox, create_sandbox
from tests.sandbox.clients import Clients, Clock

ROW = {
    "asset",
    "account_owner",
    "account_type",
    "account_group",
    "account_label",
    "balance",
    "account_id",
    "last_update",
}


async def test_john_holds_bitcoin_under_two_labels(clients: Clients) -> None:
    """One call by owner gives all labels, and only rows that are not zero."""
    body = (await clients.zerohash("/accounts?account_owner=ABC123")).json()
    assert (body["page"], body["total_pages"]) == (1, 1)
    assert all(set(row) == ROW and row["account_group"] == "DEF456" for row in body["message"])
    assert [(row["account_label"], row["asset"], row["balance"]) for row in body["message"]] == [
        ("general", "BTC", "1.4"),
        ("scalping", "BTC", "2.3"),
    ]


async def test_a_sweep_is_complete_and_without_overlap(clock: Clock) -> None:
    """The pages of a sweep hold each row of each person once, and every filter selects from the same rows."""
    sandbox = create_sandbox(participants=431, clock=clock)
    clients = Clients(sandbox, clock)
    rows = await clients.zerohash_all("/accounts?account_group=DEF456")
    assert len(rows) > 3000
    assert len({row["account_id"] for row in rows}) == len(rows)
    expected = [row for person in sandbox.world.people() for row in sandbox.zerohash.ledger.rows_of(person)]
    assert [row for row in rows if row["account_owner"] not in ("00SCXM", "DEF456")] == expected
    filters = (("asset", "USD"), ("account_type", "collateral"), ("account_label", "label-3"), ("asset", "DOGE"))
    for name, value in filters:
        chosen = await clients.zerohash_all(f"/accounts?account_group=DEF456&{name}={value}")
        assert chosen == [row for row in rows if row[name] == value]
    await clients.close()


async def test_a_small_world_fits_one_page(clients: Clients) -> None:
    """Twenty people have at most 200 rows in the platform's group, among them the house's float."""
    body = (await clients.zerohash("/accounts?account_group=DEF456")).json()
    assert body["total_pages"] == 1
    owners = Counter(row["account_owner"] for row in body["message"])
    assert (owners["00SCXM"], owners["DEF456"], owners["ABC123"]) == (1, 1, 2)
    assert len(owners) == 22


async def test_a_zero_row_is_absent_from_lists_and_readable_by_id(clients: Clients, sandbox: Sandbox) -> None:
    """Only the call by account id tells zero from never existed."""
    rows = await clients.zerohash_all("/accounts")
    assert all(row["balance"].strip("0.") for row in rows)
    zero = sandbox.zerohash.ledger.account_id(1, 2)
    assert zero not in {row["account_id"] for row in rows}
    message = (await clients.zerohash(f"/accounts/{zero}")).json()["message"]
    assert (message["account_owner"], message["balance"]) == ("C00001", "0")


async def test_each_listed_row_is_found_by_its_id(clients: Clients) -> None:
    """The call by id gives the same row as the list, as an object."""
    for row in (await clients.zerohash_all("/accounts"))[::9]:
        assert (await clients.zerohash(f"/accounts/{row['account_id']}")).json() == {"message": row}


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/accounts/00000000-0000-4000-8000-000000000000", 404, {"error": "Not Found"}),
        ("/accounts/seven", 400, {"errors": ["params/account_id must match format uuid"]}),
        ("/accounts?page=0", 400, {"errors": ["query/page must be a positive integer"]}),
        ("/clob/accounts?page=x", 400, {"errors": ["query/page must be a positive integer"]}),
        ("/accounts?account_owner=abc", 400, {"errors": ['query/account_owner must match pattern "^[A-Z0-9]{6}$"']}),
        ("/participant/ZZZZZZ/basic_info", 404, {"error": "Not Found"}),
        ("/nowhere", 404, {"error": "Not Found"}),
    ],
)
async def test_refusals_have_the_documented_bodies(
    clients: Clients, path: str, status: int, body: dict[str, object]
) -> None:
    """`errors` is a list on 400, `error` a text on 404."""
    answer = await clients.zerohash(path)
    assert (answer.status_code, answer.json()) == (status, body)


async def test_a_stranger_has_no_rows(clients: Clients) -> None:
    """An owner that does not exist gives an empty list, as a zero balance would."""
    assert (await clients.zerohash("/accounts?account_owner=ZZZZZZ")).json()["message"] == []


async def test_a_page_behind_the_last_is_empty(clients: Clients) -> None:
    """Lists do not fail after their end."""
    assert (await clients.zerohash("/accounts?page=9")).json()["message"] == []


async def test_basic_info(clients: Clients) -> None:
    """The participant's own call tells name, kind and status."""
    message = (await clients.zerohash("/participant/ABC123/basic_info")).json()["message"]
    assert message["name"] == "John Smith"
    assert (message["participant_type"], message["status"]) == ("INDIVIDUAL", "approved")


async def test_the_participant_list_is_paged_by_fifty(clock: Clock) -> None:
    """Pages are complete, count and page size are told, every status word occurs, filters agree."""
    sandbox = create_sandbox(participants=120, clock=clock)
    clients = Clients(sandbox, clock)
    first = (await clients.zerohash("/participants")).json()
    assert (first["page"], first["total_pages"], first["page_size"], first["count"]) == (1, 3, 50, 120)
    rows = await clients.zerohash_all("/participants")
    assert [row["participant_code"] for row in rows] == [person.code for person in sandbox.world.people()]
    for status in {row["status"] for row in rows}:
        chosen = await clients.zerohash_all(f"/participants?status={status}")
        assert chosen == [row for row in rows if row["status"] == status]
    one = await clients.zerohash_all("/participants?participant_code=C00002")
    assert one == [row for row in rows if row["participant_code"] == "C00002"]
    assert await clients.zerohash_all("/participants?email=customer-00002%40example.com") == one
    assert await clients.zerohash_all("/participants?participant_code=C00002&status=approved") == []
    await clients.close()


async def test_twenty_people_show_every_status_word(clients: Clients) -> None:
    """All ten words of the status machine occur."""
    rows = await clients.zerohash_all("/participants")
    assert len({row["status"] for row in rows}) == 10


async def test_johns_clob_accounts(clients: Clients) -> None:
    """The listing tells funding, tier and zrn, and an account without a link has an empty one."""
    body = (await clients.zerohash("/clob/accounts?participant_code=ABC123")).json()
    general, scalping = body["accounts"]
    assert body["next_page"] == 0
    assert (general["account_label"], general["prefunded"], general["account_tier"]) == ("general", True, "silver")
    assert general["customer_account_urn"].startswith("zrn:zh:us:accounts:customer:")
    assert (scalping["account_label"], scalping["customer_account_urn"]) == ("scalping", "")


async def test_the_clob_list_ends_with_next_page_zero(clock: Clock) -> None:
    """Pages of 500 are complete and filters select from the same rows."""
    sandbox = create_sandbox(participants=151, clock=clock)
    clients = Clients(sandbox, clock)

    async def read(query: str) -> list[dict[str, object]]:
        rows, page = [], 1
        while page:
            body = (await clients.zerohash(f"/clob/accounts?page={page}{query}")).json()
            rows += body["accounts"]
            page = body["next_page"]
        return rows

    rows = await read("")
    assert len(rows) == 2 + 150 * 10
    assert len({(row["participant_code"], row["account_label"]) for row in rows}) == len(rows)
    for name, value in (("prefunded", False), ("account_tier", "gold"), ("account_label", "label-4")):
        text = "false" if value is False else value
        assert await read(f"&{name}={text}") == [row for row in rows if row[name] == value]
    await clients.close()


async def test_customers_who_are_not_prefunded_hold_no_usd(sandbox: Sandbox) -> None:
    """The platform keeps their USD, so there is no such row."""
    for person in sandbox.world.people():
        if not person.prefunded:
            assert "USD" not in {row["asset"] for row in sandbox.zerohash.ledger.rows_of(person)}


async def test_one_of_ten_labels_is_empty(sandbox: Sandbox) -> None:
    """A label in the CLOB listing without any ledger row exists for each member of the crowd."""
    for number in range(1, 20):
        person = sandbox.world.person(number)
        listed = {str(row["account_label"]) for row in sandbox.zerohash.clob.of(person)}
        rows = sandbox.zerohash.ledger.rows_of(person)
        assert len(listed) == 10
        assert len(listed - {str(row["account_label"]) for row in rows}) == 1
        assert ("collateral" in {row["account_type"] for row in rows}) == (number % 4 == 0)
