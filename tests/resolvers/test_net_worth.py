"""Net worth: `complete` is true only when nothing is left out, and whatever is left out is named."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.house import House, OpenHouse

WORTH = """query Worth($code: String!) { portfolio(participantCode: $code) { netWorth {
  total complete omitted { venue asset reason } prices { asset price stale }
} } }"""
MAIN = "firms/acme/accounts/main"
ADDRESS = "0x00000000000000000000000000000000000000a1"


async def worth(house: House, code: str) -> Any:
    """What a person's accounts are worth."""
    return (await house.data(WORTH, {"code": code}))["portfolio"]["netWorth"]


def reasons(found: Any) -> set[tuple[str | None, str | None, str]]:
    """What is left out: where, which asset, and why."""
    return {(part["venue"], part["asset"], part["reason"]) for part in found["omitted"]}


@pytest.fixture
async def crowd(open_gateway: OpenHouse) -> House:
    """A platform that is large enough to have every odd case."""
    return await open_gateway(participants=80)


async def linked(open_gateway: OpenHouse, directory: Path, links: dict[str, Any]) -> House:
    """A gateway with links of one's own."""
    file = directory / "own-links.json"
    file.write_text(json.dumps(links), encoding="utf-8")
    return await open_gateway(LINKS_FILE=str(file))


@pytest.mark.parametrize(
    ("code", "venue", "asset", "words"),
    [
        ("C0000L", "ZEROHASH", "BTC", "account group UNALLOCATED"),
        ("C0000M", "ZEROHASH", None, "account group GTRT44"),
        ("C0000L", "POLYMARKET_US", None, "ecurities"),
        ("C0000M", "POLYMARKET_US", "USD", "nsettled"),
        ("C0000N", "ZEROHASH", "USD", "owed or receivable"),
        ("C0000O", "ZEROHASH", "BTC", "owed or receivable"),
        ("C0000P", "ZEROHASH", "USD", "owed or receivable"),
        ("C0000Q", "ZEROHASH", "USD", "owed or receivable"),
        ("C0000S", "POLYMARKET_US", None, "expired"),
        ("C0000U", "ZEROHASH", "COMP", "no price for COMP"),
        ("C00003", "ZEROHASH", "USD", "not prefunded"),
    ],
)
async def test_what_is_left_out_is_named(crowd: House, code: str, venue: str, asset: str | None, words: str) -> None:
    """Other account groups, securities, unsettled funds, what is owed, expired contracts, shares that share a name."""
    found = await worth(crowd, code)
    assert found["complete"] is False
    named = [part for part in reasons(found) if part[0] == venue and words in part[2]]
    assert named
    assert asset is None or asset in {part[1] for part in named}


async def test_cash_of_exactly_nothing_is_a_total_of_nothing(open_gateway: OpenHouse, tmp_path: Path) -> None:
    """Cash that was read as 0.00 is a total of zero, not an unknown one."""
    links = {"N00000": {"trading_accounts": [MAIN], "margin_accounts": []}}
    house = await linked(open_gateway, tmp_path, links)
    house.sandbox.world.add_person("New", "new@example.com", kind="INDIVIDUAL", status="approved", prefunded=True)
    house.sandbox.polymarket_us.trading.set_cash(MAIN, "0.00")
    found = await worth(house, "N00000")
    assert found["total"] in ("0", "0.00")


async def test_whom_the_links_do_not_know(open_gateway: OpenHouse, tmp_path: Path) -> None:
    """Accounts elsewhere of a person without links are unknown, which is not none; an empty section says none."""
    house = await linked(open_gateway, tmp_path, {"C00001": {"trading_accounts": [], "margin_accounts": []}})
    unknown, known = await worth(house, "ABC123"), await worth(house, "C00001")
    assert {part[0] for part in reasons(unknown) if "links do not say" in part[2]} == {"POLYMARKET_US", "ARCUS"}
    assert not [part for part in reasons(known) if "links do not say" in part[2]]


async def test_a_stale_link_costs_its_own_account(open_gateway: OpenHouse, tmp_path: Path) -> None:
    """The other accounts are listed and counted; the one that is not there is an error beside, and named."""
    gone = "firms/acme/accounts/gone"
    house = await linked(open_gateway, tmp_path, {"ABC123": {"trading_accounts": [gone, MAIN], "margin_accounts": []}})
    answer = await house.ask(
        '{ portfolio(participantCode: "ABC123") { sections { ... on VenueAccounts { venue accounts { name } } '
        "... on VenueUnavailable { venue code } } netWorth { total complete omitted { venue reason } } } "
        'participant(code: "ABC123") { tradingAccounts { name } } }'
    )
    section = answer["data"]["portfolio"]["sections"][1]
    assert section == {"venue": "POLYMARKET_US", "accounts": [{"name": MAIN}]}
    assert answer["data"]["participant"]["tradingAccounts"] == [{"name": MAIN}]
    (error,) = answer["errors"]
    assert error["extensions"] == {"code": "NOT_FOUND"}
    assert gone in error["message"]
    assert any(gone in part["reason"] for part in answer["data"]["portfolio"]["netWorth"]["omitted"])


async def test_an_account_that_is_shown_elsewhere_is_named_and_not_added(
    open_gateway: OpenHouse, tmp_path: Path
) -> None:
    """A link may say that an account is not counted: it is listed, its money is not in the total."""
    links = {
        "ABC123": {
            "trading_accounts": [{"name": MAIN, "counted": False}],
            "margin_accounts": [{"address": ADDRESS, "account_index": 0, "counted": False}],
        }
    }
    house = await linked(open_gateway, tmp_path, links)
    found = await worth(house, "ABC123")
    assert (found["total"], found["complete"]) == ("229400.0", False)
    named = [part[2] for part in reasons(found) if "shown elsewhere" in part[2]]
    assert [MAIN in " ".join(named), ADDRESS in " ".join(named)] == [True, True]


async def test_a_price_lost_is_not_a_coin_lost(house: House) -> None:
    """With Arcus down the last known price counts, marked, and the total is not complete."""
    before = await worth(house, "ABC123")
    house.sandbox.faults.set("arcus", "down")
    after = await worth(house, "ABC123")
    assert [(price["asset"], price["stale"]) for price in after["prices"]] == [("BTC", True)]
    assert after["complete"] is False
    assert any(part[1] == "BTC" and "last known" in part[2] for part in reasons(after))
    assert Decimal(before["total"]) - Decimal(after["total"]) == Decimal("103960.5")  # what Arcus itself holds


async def test_a_price_is_kept_no_longer_than_the_setting_says(open_gateway: OpenHouse) -> None:
    """With nothing kept a coin without a price is left out, and says so."""
    house = await open_gateway(PRICES_KEPT_SECONDS="0")
    await worth(house, "ABC123")
    house.sandbox.faults.set("arcus", "down")
    after = await worth(house, "ABC123")
    assert after["prices"] == []
    assert ("ZEROHASH", "BTC") in {part[:2] for part in reasons(after)}
