"""The world is the same for the same seed, large at no cost, and linked across the venues."""

import json
from itertools import islice
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from sandbox import FAULT_MODES, Sandbox, create_sandbox
from tests.sandbox.clients import BASE_URLS


def facts(sandbox: Sandbox) -> bytes:
    """Everything the venues know about everybody."""
    trading, margin = sandbox.polymarket_us.trading, sandbox.arcus.margin
    return msgspec.json.encode(
        [
            (
                person,
                sandbox.zerohash.ledger.rows_of(person),
                sandbox.zerohash.clob.of(person),
                trading.balances(trading.name_of(person)),
                trading.positions(trading.name_of(person)),
                trading.orders(trading.name_of(person)),
                margin.account(margin.address_of(person), 0),
            )
            for person in (*sandbox.world.people(), *sandbox.world.fault_people.values())
        ]
    )


def test_one_seed_gives_one_world() -> None:
    """Two sandboxes with one seed are equal, with another seed they differ."""
    assert facts(create_sandbox(participants=70, seed=7)) == facts(create_sandbox(participants=70, seed=7))
    assert facts(create_sandbox(participants=70, seed=7)) != facts(create_sandbox(participants=70, seed=8))
    one, other = create_sandbox(seed=7).credentials, create_sandbox(seed=7).credentials
    assert one.zerohash_secret == other.zerohash_secret


def test_a_larger_crowd_only_adds_people() -> None:
    """The same person is the same whatever the size of the crowd."""
    small, large = create_sandbox(participants=20).world, create_sandbox(participants=50_000).world
    assert list(small.people()) == list(islice(large.people(), 20))


def test_people_are_found_by_every_name(sandbox: Sandbox) -> None:
    """Code, e-mail address, trading account and margin address lead to the same person."""
    trading, margin = sandbox.polymarket_us.trading, sandbox.arcus.margin
    for person in sandbox.world.people():
        assert sandbox.world.find(person.code) == person
        assert sandbox.world.find_email(person.email) == person
        assert trading.person(trading.name_of(person)) == person
        assert margin.person(margin.address_of(person)) == person
    assert trading.person("firms/acme/accounts/c0000A") is None
    assert sandbox.world.find("C0000K") is None
    assert trading.person("firms/acme/accounts/c0000k") is None


def test_some_amounts_have_eighteen_places_and_some_no_leading_zero(sandbox: Sandbox) -> None:
    """Both forms occur in the venue's answers."""
    balances = [str(r["balance"]) for p in sandbox.world.people() for r in sandbox.zerohash.ledger.rows_of(p)]
    assert any(len(balance.partition(".")[2]) == 18 for balance in balances)
    large = create_sandbox(participants=3000)
    assert any(
        str(row["balance"]).startswith(".")
        for person in large.world.people()
        for row in large.zerohash.ledger.rows_of(person)
    )


@pytest.mark.parametrize("participants", [1, 20])
def test_the_environment_is_complete(tmp_path: Path, participants: int) -> None:
    """The key file is private and readable as a key, the links cover everybody, the bases are as given."""
    sandbox = create_sandbox(participants=participants)
    settings = sandbox.environment(BASE_URLS, tmp_path)
    key_file = Path(settings["GATEWAY_POLYMARKET_US__PRIVATE_KEY_FILE"])
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert load_pem_private_key(key_file.read_bytes(), None) is not None
    assert settings["GATEWAY_POLYMARKET_US__TOKEN_URL"] == "http://polymarket-us.sandbox/oauth/token"
    assert settings["GATEWAY_ARCUS__BASE_URL"] == "http://arcus.sandbox/v1"
    assert settings["GATEWAY_POLYMARKET_US__PARTICIPANT_ID"] == "firms/acme-trading/users/john-smith"
    assert settings["GATEWAY_ZEROHASH__PLATFORM_CODE"] == "DEF456"
    links = json.loads(Path(settings["GATEWAY_LINKS_FILE"]).read_text(encoding="utf-8"))
    assert len(links) == participants + len(FAULT_MODES)
    assert links["ABC123"]["trading_accounts"] == ["firms/acme/accounts/main"]
    address = "0x00000000000000000000000000000000000000a1"
    assert links["ABC123"]["margin_accounts"] == [{"address": address, "account_index": 0}]
    assert links["F0SLOW"]["trading_accounts"] == ["firms/acme/accounts/fault-slow"]


def test_a_sandbox_needs_somebody() -> None:
    """No participant at all is a mistake of the caller."""
    with pytest.raises(ValueError, match="at least one participant, not 0"):
        create_sandbox(participants=0)
