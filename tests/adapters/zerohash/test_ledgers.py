"""zerohash's odd answers: zero rows, account types, pages, broken rows, a customer listing that fails."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
import pytest

from adapters.transport.calls import Auth, Call, Refusal, Reply
from domain.errors import (
    GatewayError,
    VenueAnswerError,
    VenueCredentialsError,
    VenueForbiddenError,
    VenueUnavailableError,
)
from adapters.transport.rates import Limits
from adapters.settings import ZerohashSettings
from adapters.transport.transport import Transport
from domain.accounts import Balance
from domain.keys import Owner
from domain.labeled import FundingModel, LabeledAccount, LedgerBalance
from domain.participants import ParticipantKind, ParticipantStatus
from domain.venues import Venue
from adapters.zerohash.adapter import ZerohashAdapter
from adapters.zerohash.client import refusal
from adapters.zerohash.parse import (
    parse_balances,
    parse_customer_page,
    parse_ledger_page,
    parse_participant,
    parse_participant_page,
)
from tests.adapters.conftest import Wired
from tests.adapters.scripted import AMPLE, Scripted, reply
from tests.adapters.specimens import JOHN, PLATFORM, labeled

Page = Callable[[dict[str, str]], Any]
LAST_UPDATE = 1_780_000_000_000


def row(owner: str = JOHN, label: str = "general", asset: str = "BTC", **changes: Any) -> dict[str, Any]:
    """One ledger row."""
    return {
        "asset": asset,
        "account_owner": owner,
        "account_type": "available",
        "account_group": PLATFORM,
        "account_label": label,
        "balance": "1.4",
        "account_id": f"{owner}-{label}-{asset}",
        "last_update": LAST_UPDATE,
        **changes,
    }


def ledger_page(*rows: Any, page: int = 1, last: int = 1) -> dict[str, Any]:
    """One page of ledger rows."""
    return {"message": rows, "page": page, "total_pages": last}


def no_customers(_query: dict[str, str]) -> Any:
    """An empty customer listing."""
    return {"accounts": [], "next_page": 0}


def customer(owner: str = JOHN, label: str = "general", **changes: Any) -> dict[str, Any]:
    """One row of the customer listing."""
    return {
        "participant_code": owner,
        "account_group": PLATFORM,
        "account_label": label,
        "prefunded": True,
        "account_tier": "silver",
        "customer_account_urn": "",
        **changes,
    }


def received(body: Any) -> Reply:
    """A whole answer."""
    return Reply(200, msgspec.json.encode(body), datetime(2026, 10, 1, tzinfo=UTC))


class Told:
    """An adapter whose listings are told page by page; a number in place of a page is a status."""

    def __init__(self, ledgers: Page, customers: Page = no_customers) -> None:
        self.calls: Counter[str] = Counter()
        pages = {"/accounts": ledgers, "/clob/accounts": customers}

        async def answer(request: httpx.Request) -> httpx.Response:
            self.calls[request.url.path] += 1
            page = pages[request.url.path](dict(request.url.params))
            return reply(page) if isinstance(page, int) else reply(200, msgspec.json.encode(page))

        def connect(venue: Venue, base_url: str, auth: Auth, limits: Limits, refusal: Refusal) -> Transport:
            http = Scripted(answer)
            return Transport(venue, base_url, auth, limits, refusal, observe=lambda record: None, http=http)

        settings = ZerohashSettings(
            base_url="http://zerohash.sandbox",
            api_key="key",
            api_secret="c2VjcmV0",
            passphrase="phrase",
            platform_code=PLATFORM,
            limits=AMPLE,
        )
        self.adapter = ZerohashAdapter(settings, connect)

    async def accounts_of(self, *codes: str) -> list[Any]:
        """The accounts of each owner, or the error."""
        return list(await self.adapter.accounts_of([Owner(code) for code in codes]))


def error_type(result: Any) -> type[GatewayError] | None:
    """What kind of error a result is, if it is one."""
    return type(result) if isinstance(result, GatewayError) else None


LONG = "1234567890123456.12345678901234"


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
    told = Told(
        lambda _: ledger_page(*(row(account_type=kind, balance=held, account_id=kind) for kind, held in rows.items()))
    )
    [[account]] = await told.accounts_of(JOHN)
    assert account.balances == (Balance(asset="BTC", available=available, locked=locked, total=total),)
    assert [ledger.account_type for ledger in account.ledgers] == sorted(rows)


def test_balances_of_several_assets() -> None:
    """Each asset is a balance of its own."""
    ledgers = [
        LedgerBalance(account_id=asset, asset=asset, account_type="available", balance="1", last_update=None)
        for asset in ("BTC", "USD")
    ]
    assert [balance.asset for balance in parse_balances(ledgers)] == ["BTC", "USD"]


async def test_zero_rows_are_left_out_by_the_venue(wired: Wired) -> None:
    """An asset without a row has no balance, and a label without any row is an account without balances."""
    port = wired.ports.accounts[Venue.ZEROHASH]
    general, empty = await port.accounts([labeled(JOHN, "general"), labeled("C00001", "label-2")])
    assert isinstance(general, LabeledAccount)
    assert isinstance(empty, LabeledAccount)
    assert [balance.asset for balance in general.balances] == ["BTC"]
    assert (empty.balances, empty.ledgers, empty.observation.as_of) == ((), (), None)
    assert (empty.funding_model, empty.tier) == (FundingModel.PREFUNDED, "silver")


async def test_facts_of_the_customer_listing(wired: Wired) -> None:
    """Funding model, tier and zrn come from the listing; an empty zrn is none; other groups are not listed."""
    port = wired.ports.accounts[Venue.ZEROHASH]
    prefunded, other, house = await port.accounts(
        [labeled(JOHN, "general"), labeled("C00003", "general"), labeled(PLATFORM, "general", "00SCXM")]
    )
    assert isinstance(prefunded, LabeledAccount)
    assert isinstance(other, LabeledAccount)
    assert isinstance(house, LabeledAccount)
    assert (prefunded.funding_model, prefunded.tier) == (FundingModel.PREFUNDED, "silver")
    assert prefunded.zrn is not None
    assert prefunded.zrn.startswith("zrn:zh:us:accounts:customer:")
    assert other.funding_model is FundingModel.NON_PREFUNDED
    assert "USD" not in [balance.asset for balance in other.balances]
    assert (house.funding_model, house.zrn, house.tier) == (FundingModel.UNKNOWN, None, None)
    assert [balance.total for balance in house.balances] == ["50000.00"]


async def test_pages_may_grow() -> None:
    """A listing that becomes longer while it is read is read to its new end, each row once."""

    def ledgers(query: dict[str, str]) -> Any:
        number = int(query["page"])
        rows = [row(asset=f"A{number}"), row(asset="SAME", balance=str(number))]
        return ledger_page(*rows, page=number, last={1: 2, 2: 4}.get(number, 4))

    told = Told(ledgers)
    [[account]] = await told.accounts_of(JOHN)
    assert [(balance.asset, balance.total) for balance in account.balances] == [
        ("A1", "1.4"),
        ("A2", "1.4"),
        ("A3", "1.4"),
        ("A4", "1.4"),
        ("SAME", "4"),
    ]
    assert told.calls["/accounts"] == 4


async def test_a_page_that_repeats_is_refused() -> None:
    """A venue that answers with another page than was asked for gives no half list."""
    told = Told(lambda _: ledger_page(row(), page=1, last=2))
    [result] = await told.accounts_of(JOHN)
    assert error_type(result) is VenueAnswerError


async def test_a_listing_without_end_is_refused() -> None:
    """More than fifty pages for one owner are not followed."""
    told = Told(lambda _: ledger_page(row(), last=51))
    [result] = await told.accounts_of(JOHN)
    assert error_type(result) is VenueAnswerError
    assert told.calls["/accounts"] == 1


@pytest.mark.parametrize("next_page", [1, -1])
async def test_a_customer_listing_that_turns_back_is_refused(next_page: int) -> None:
    """A next page that does not lead onwards ends the reading with an error, here without ledger rows."""
    told = Told(lambda _: ledger_page(), lambda _: {"accounts": [customer()], "next_page": next_page})
    [result] = await told.accounts_of(JOHN)
    assert error_type(result) is VenueAnswerError
    assert told.calls["/clob/accounts"] == 1


async def test_the_customer_listing_is_followed() -> None:
    """All pages of the customer listing are read."""

    def customers(query: dict[str, str]) -> Any:
        number = int(query["page"])
        return {"accounts": [customer(label=f"label{number}")], "next_page": number + 1 if number < 3 else 0}

    [accounts] = await Told(lambda _: ledger_page(), customers).accounts_of(JOHN)
    assert [account.label for account in accounts] == ["label1", "label2", "label3"]


@pytest.mark.parametrize("broken", [{"balance": "NaN"}, {"balance": "1,000"}, {"balance": None}, {"account_label": 7}])
async def test_a_broken_row_in_a_sweep_costs_only_its_owner(broken: dict[str, Any]) -> None:
    """When a sweep cannot be read the owners are read one by one, and only the owner of the broken row fails."""
    rows = {"AAAAAA": row("AAAAAA"), "BBBBBB": row("BBBBBB", **broken), "CCCCCC": row("CCCCCC")}

    def ledgers(query: dict[str, str]) -> Any:
        owner = query.get("account_owner")
        return ledger_page(*([rows[owner]] if owner else rows.values()))

    first, second, third = await Told(ledgers).accounts_of(*rows)
    assert error_type(second) is VenueAnswerError
    assert [account.key for account in (*first, *third)] == [labeled("AAAAAA", "general"), labeled("CCCCCC", "general")]


async def test_a_sweep_does_not_mix_owners_and_groups() -> None:
    """A row of another group in a sweep, or of another owner in an owner's listing, is refused."""
    told = Told(lambda _: ledger_page(row("BBBBBB"), row("AAAAAA", account_group="ELSE99")))
    assert [error_type(result) for result in await told.accounts_of("AAAAAA", "BBBBBB", "CCCCCC")] == [
        VenueAnswerError
    ] * 3


@pytest.mark.parametrize("status", [400, 500])
async def test_a_customer_listing_that_fails(status: int) -> None:
    """Accounts with ledger rows are there without zrn, tier and funding model, and say why; others are an error."""
    told = Told(lambda query: ledger_page(*([row()] if query["account_owner"] == JOHN else [])), lambda _: status)
    kind = VenueAnswerError if status == 400 else VenueUnavailableError
    held, none = await told.accounts_of(JOHN, "C00001")
    [account] = held
    assert (account.zrn, account.tier, account.funding_model) == (None, None, FundingModel.UNKNOWN)
    assert error_type(account.customer_error) is kind
    assert account.balances
    assert error_type(none) is kind


async def test_a_label_that_may_stand_in_the_failed_listing() -> None:
    """Without the customer listing an account without ledger rows is neither there nor absent: it is an error."""
    told = Told(lambda _: ledger_page(row()), lambda _: 400)
    known, unknown = await told.adapter.accounts([labeled(JOHN, "general"), labeled(JOHN, "elsewhere")])
    assert isinstance(known, LabeledAccount)
    assert error_type(unknown) is VenueAnswerError


async def test_as_of_is_the_latest_row() -> None:
    """An account is as of its latest change; a row may say no time."""
    told = Told(
        lambda _: ledger_page(row(), row(asset="ETH", last_update=LAST_UPDATE + 5000), row(asset="X", last_update=None))
    )
    [[account]] = await told.accounts_of(JOHN)
    assert account.observation.as_of == datetime.fromtimestamp((LAST_UPDATE + 5000) / 1000, UTC)


@pytest.mark.parametrize(
    ("body", "status", "raw"),
    [
        ({"status": "approved"}, ParticipantStatus.APPROVED, "approved"),
        ({"status": "pending_unlock"}, ParticipantStatus.PENDING_UNLOCK, "pending_unlock"),
        ({"status": "under_review"}, ParticipantStatus.UNKNOWN, "under_review"),
        ({}, ParticipantStatus.UNKNOWN, None),
        ({"status": None}, ParticipantStatus.UNKNOWN, None),
    ],
)
def test_statuses(body: dict[str, Any], status: ParticipantStatus, raw: str | None) -> None:
    """A status that we do not know is UNKNOWN beside the venue's own word."""
    single = parse_participant(received({"message": {"participant_code": JOHN, **body}}), JOHN)
    page = parse_participant_page(
        received({"message": [{"participant_code": JOHN, **body}], "page": 1, "total_pages": 1})
    )
    assert (single.status, single.raw_status, single.kind) == (status, raw, ParticipantKind.UNKNOWN)
    assert (page.participants[0].status, page.participants[0].raw_status) == (status, raw)


async def test_participants(wired: Wired) -> None:
    """One by one they tell their kind; a page is sorted by code, filtered by the venue, and tells none."""
    person, entity = await wired.ports.participants.participants([JOHN, "C00005"])
    assert not isinstance(person, GatewayError)
    assert not isinstance(entity, GatewayError)
    assert person is not None
    assert entity is not None
    assert (person.kind, entity.kind) == (ParticipantKind.INDIVIDUAL, ParticipantKind.ENTITY)
    page = await wired.ports.participants.participant_page(1, ParticipantStatus.LOCKED)
    assert [(each.status, each.kind) for each in page.participants] == [(ParticipantStatus.LOCKED, None)]
    page = await wired.ports.participants.participant_page(1, None)
    codes = [each.code for each in page.participants]
    assert codes == sorted(codes)


@pytest.mark.parametrize(
    "parse",
    [
        lambda: parse_participant(received({"message": {"participant_code": "ELSE99"}}), JOHN),
        lambda: parse_customer_page(received({"accounts": [customer("ELSE99")], "next_page": 0}), JOHN),
        lambda: parse_ledger_page(received(ledger_page(row("ELSE99"))), JOHN, PLATFORM, 1),
        lambda: parse_ledger_page(received(ledger_page(row(account_group="ELSE99"))), None, PLATFORM, 1),
        lambda: parse_ledger_page(received(ledger_page(page=2)), None, PLATFORM, 1),
    ],
)
def test_another_answer_than_was_asked_for_is_refused(parse: Callable[[], object]) -> None:
    """Another participant, owner, group or page than was asked for is refused."""
    with pytest.raises(ValueError, match="another"):
        parse()


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, b"", VenueCredentialsError),
        (403, b'{"error": true, "message": "Invalid signature"}', VenueCredentialsError),
        (403, b"<html>1020</html>", VenueCredentialsError),
        (403, b'{"message": "This api key does not have read permission"}', VenueForbiddenError),
        (400, b'{"errors": []}', VenueAnswerError),
        (404, b"", VenueAnswerError),
        (409, b"", VenueAnswerError),
    ],
)
def test_refusals(status: int, body: bytes, expected: type[GatewayError]) -> None:
    """A 4xx is the error that its status and, for 403, its words stand for; the words are not repeated."""
    error = refusal(Call("accounts", "GET", "/accounts"), Reply(status, body, datetime(2026, 10, 1, tzinfo=UTC)))
    assert type(error) is expected
    assert "api key" not in str(error)
    assert "html" not in str(error)
