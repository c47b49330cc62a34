"""Polymarket US's settings, read from text."""

from pathlib import Path

import pytest

from adapters.polymarket_us.settings import PolymarketUsSettings
from tests.adapters.declared import declared, settings_from


@pytest.fixture
def texts(environment: dict[str, str]) -> dict[str, str]:
    """The settings that are required."""
    return {
        "base_url": "https://api.example",
        "token_url": "https://login.example/oauth/token",
        "client_id": "client-1",
        "private_key_file": environment["GATEWAY_POLYMARKET_US__PRIVATE_KEY_FILE"],
    }


def test_settings(texts: dict[str, str]) -> None:
    """Audience and participant may be left out, the routes are the current ones; one setting is a secret."""
    settings = settings_from(PolymarketUsSettings, texts)
    assert settings == PolymarketUsSettings(
        base_url="https://api.example",
        token_url="https://login.example/oauth/token",
        client_id="client-1",
        private_key_file=Path(texts["private_key_file"]),
    )
    assert (settings.audience, settings.participant_id, settings.routes) == (None, None, "current")
    assert {name for name, setting in declared(PolymarketUsSettings).items() if setting.secret} == {"client_id"}
    for name in texts:
        with pytest.raises(TypeError, match=name):
            settings_from(PolymarketUsSettings, {other: text for other, text in texts.items() if other != name})


def test_further_settings(texts: dict[str, str]) -> None:
    """Audience and participant are taken as they are, and the older routes by their word."""
    further = {"audience": "https://a", "participant_id": "firms/A/users/John Smith", "routes": "legacy"}
    settings = settings_from(PolymarketUsSettings, {**texts, **further})
    assert {name: getattr(settings, name) for name in further} == further


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("base_url", "x", "must be an http or https address without a query or a password"),
        ("token_url", "https://x/?a=b", "must be an http or https address without a query or a password"),
        ("client_id", "", "is empty"),
        ("audience", " ", "is empty"),
        ("participant_id", "", "is empty"),
        ("routes", "older", "must be current or legacy"),
        ("private_key_file", "/dev/null", "the file holds no private key as unencrypted PEM"),
    ],
)
def test_what_is_refused(texts: dict[str, str], name: str, text: str, fault: str) -> None:
    """A value that cannot be right is refused with what it must be, and is not repeated."""
    with pytest.raises(ValueError, match=r".") as refused:
        settings_from(PolymarketUsSettings, {**texts, name: text})
    assert str(refused.value) == fault


def test_a_key_file_that_is_not_there_is_found_at_once(texts: dict[str, str], tmp_path: Path) -> None:
    """The key is read with the settings, not at the first call."""
    with pytest.raises(OSError, match="missing"):
        settings_from(PolymarketUsSettings, {**texts, "private_key_file": str(tmp_path / "missing.pem")})
