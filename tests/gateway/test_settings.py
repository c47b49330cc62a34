"""The settings: sources, defaults, and every fault in one message."""

from pathlib import Path

import pytest

from adapters.arcus.settings import ArcusSettings
from adapters.polymarket_us.settings import PolymarketUsSettings
from adapters.zerohash.settings import ZerohashSettings
from domain.keys import MarginKey, TradingKey
from domain.venues import Venue
from gateway.settings import SettingsError, load_settings
from sandbox import Sandbox
from tests.house import BASE_URLS

NO_FILE = Path("/dev/null")


@pytest.fixture
def environment(sandbox_keys: Sandbox, tmp_path: Path) -> dict[str, str]:
    """Settings that are whole and right."""
    return sandbox_keys.environment(BASE_URLS, tmp_path)


def faults(environment: dict[str, str], file: Path = NO_FILE) -> list[str]:
    """What is wrong, line by line."""
    with pytest.raises(SettingsError) as caught:
        load_settings(environment, file)
    return caught.value.faults


def test_the_defaults_need_no_setting() -> None:
    """Without any setting the gateway listens on this machine only, and no venue is configured."""
    settings = load_settings({}, NO_FILE)
    assert (settings.host, settings.port, settings.deadline_seconds) == ("127.0.0.1", 8080, 10.0)
    assert (settings.links, settings.venues, settings.loopback) == ({}, {}, True)


def test_each_venue_is_told_its_own(environment: dict[str, str]) -> None:
    """The sandbox's settings configure every venue, each with a struct of its own, and John's links."""
    settings = load_settings(environment, NO_FILE)
    assert list(settings.venues) == list(Venue)
    assert isinstance(settings.venues[Venue.ZEROHASH], ZerohashSettings)
    assert isinstance(settings.venues[Venue.POLYMARKET_US], PolymarketUsSettings)
    assert isinstance(settings.venues[Venue.ARCUS], ArcusSettings)
    john = settings.links["ABC123"]
    assert john.at(Venue.POLYMARKET_US) == (TradingKey("firms/acme/accounts/main"),)
    assert john.at(Venue.ARCUS) == (MarginKey("0x00000000000000000000000000000000000000a1", 0),)


def test_a_flag_beats_the_environment_which_beats_the_file(tmp_path: Path) -> None:
    """Flag over environment over file over default, setting by setting."""
    file = tmp_path / "gateway.toml"
    file.write_text('host = "::1"\nport = 1\ndeadline_seconds = 3\n[arcus]\nbase_url = "http://a/v1"\nrate = 9\n')
    settings = load_settings({"GATEWAY_PORT": "2", "GATEWAY_DEADLINE_SECONDS": "4"}, file, {"DEADLINE_SECONDS": "5"})
    assert (settings.host, settings.port, settings.deadline_seconds, settings.loopback) == ("::1", 2, 5.0, True)
    arcus = settings.venues[Venue.ARCUS]
    assert isinstance(arcus, ArcusSettings)
    assert (arcus.base_url, arcus.limits.rate, arcus.limits.burst) == ("http://a/v1", 9.0, 1500)


def test_a_secret_may_come_from_a_file(environment: dict[str, str], tmp_path: Path) -> None:
    """`..._FILE` stands in for the secret itself."""
    secret = tmp_path / "secret"
    secret.write_text(environment.pop("GATEWAY_ZEROHASH__API_SECRET") + "\n")
    settings = load_settings({**environment, "GATEWAY_ZEROHASH__API_SECRET_FILE": str(secret)}, NO_FILE)
    assert isinstance(settings.venues[Venue.ZEROHASH], ZerohashSettings)
    assert faults({**environment, "GATEWAY_ZEROHASH__API_SECRET_FILE": str(tmp_path / "none")})


def test_every_fault_is_told_at_once_and_no_value_is(environment: dict[str, str], tmp_path: Path) -> None:
    """All faults come in one error, each with its setting's name; a secret's text is in none."""
    (tmp_path / "bad.pem").write_text("no key")
    (tmp_path / "bad.json").write_text('{"ABC123": {"margin_accounts": [{"address": "0x12"}]}}')
    told = faults(
        {
            **environment,
            "GATEWAY_PORT": "eighty",
            "GATEWAY_DEADLINE_SECONDS": "0",
            "GATEWAY_COST_MODE": "count",
            "GATEWAY_CALLS_PER_VENUE": "0",
            "GATEWAY_LINKS_FILE": str(tmp_path / "bad.json"),
            "GATEWAY_ZEROHASH__API_SECRET": "not base64, and secret",
            "GATEWAY_ZEROHASH__PLATFORM_CODE": "nope",
            "GATEWAY_POLYMARKET_US__ROUTES": "older",
            "GATEWAY_POLYMARKET_US__PRIVATE_KEY_FILE": str(tmp_path / "bad.pem"),
            "GATEWAY_ARCUS__BASE_URL": "ftp://x",
            "GATEWAY_ARCUS__RATE": "-1",
            "GATEWAY_ARCUS__NOTHING": "x",
            "GATEWAY_PROT": "x",
        }
    )
    names = [line.split(":")[0].split(" ")[0] for line in told]
    assert names == sorted(
        [
            "GATEWAY_PORT", "GATEWAY_DEADLINE_SECONDS", "GATEWAY_COST_MODE",
            "GATEWAY_CALLS_PER_VENUE", "GATEWAY_LINKS_FILE",
            "GATEWAY_ZEROHASH__API_SECRET",
            "GATEWAY_ZEROHASH__PLATFORM_CODE", "GATEWAY_POLYMARKET_US__ROUTES",
            "GATEWAY_POLYMARKET_US__PRIVATE_KEY_FILE", "GATEWAY_ARCUS__BASE_URL", "GATEWAY_ARCUS__RATE",
            "GATEWAY_ARCUS__NOTHING", "GATEWAY_PROT",
        ]
    )  # fmt: skip
    assert "secret" not in "\n".join(told).replace("API_SECRET", "").replace("API secret", "")


def test_a_fault_in_the_file_names_the_file(tmp_path: Path) -> None:
    """What is wrong in gateway.toml is named with the file; broken TOML with its line."""
    file = tmp_path / "my.toml"
    file.write_text('port = "x"\nprot = 1\n[arcus]\nrate = -1\nbase_url = "http://a/v1"\nburst = [1]\n')
    assert faults({"GATEWAY_ARCUS__CONCURRENCY": "0"}, file) == [
        "GATEWAY_ARCUS__BURST in my.toml: must be text or a number.",
        "GATEWAY_ARCUS__CONCURRENCY: must be a whole number, 1 to 1,000.",
        "GATEWAY_ARCUS__RATE in my.toml: must be a number above 0, up to 1,000,000.",
        "GATEWAY_PORT in my.toml: must be a port number, 0 to 65535.",
        "GATEWAY_PROT in my.toml is not a setting.",
    ]
    file.write_text("port = 1\n[arcus\n")
    (fault,) = faults({}, file)
    assert fault.startswith("my.toml is not TOML: ")
    assert "line 2" in fault


def test_a_venue_is_configured_wholly_or_not_at_all(environment: dict[str, str]) -> None:
    """A venue with some of its settings names those that are missing."""
    del environment["GATEWAY_ZEROHASH__PASSPHRASE"]
    del environment["GATEWAY_POLYMARKET_US__CLIENT_ID"]
    assert faults(environment) == [
        "GATEWAY_POLYMARKET_US__CLIENT_ID is missing: Polymarket US has other settings.",
        "GATEWAY_ZEROHASH__PASSPHRASE is missing: zerohash has other settings.",
    ]
