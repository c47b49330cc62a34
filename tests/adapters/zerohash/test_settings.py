"""zerohash's settings, read from text."""

import pytest

from adapters.zerohash.keys import HOUSES
from adapters.zerohash.settings import ZerohashSettings
from tests.adapters.declared import declared, settings_from

TEXTS = {
    "base_url": "https://api.example",
    "api_key": "key",
    "api_secret": "c2VjcmV0",
    "passphrase": "phrase",
    "platform_code": "DEF456",
}


def test_settings() -> None:
    """Every setting but the figures is required, and three of them are secrets."""
    settings = settings_from(ZerohashSettings, TEXTS)
    assert settings == ZerohashSettings(
        base_url="https://api.example",
        api_key="key",
        api_secret="c2VjcmV0",
        passphrase="phrase",
        platform_code="DEF456",
    )
    assert {name for name, setting in declared(ZerohashSettings).items() if setting.secret} == {
        "api_key",
        "api_secret",
        "passphrase",
    }
    for name in TEXTS:
        with pytest.raises(TypeError, match=name):
            settings_from(ZerohashSettings, {other: text for other, text in TEXTS.items() if other != name})


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("base_url", "ftp://x", "must be an http or https address without a query or a password"),
        ("api_key", " ", "is empty"),
        ("api_secret", "not base64!", "the API secret is not base64"),
        ("api_secret", "", "is empty"),
        ("passphrase", "", "is empty"),
        ("platform_code", "def456", "must be six capital letters or digits"),
        ("platform_code", "UNALLOCATED", "must be six capital letters or digits"),
        *(("platform_code", house, "must be the platform's own code, not zerohash's") for house in sorted(HOUSES)),
    ],
)
def test_what_is_refused(name: str, text: str, fault: str) -> None:
    """A value that cannot be right is refused with what it must be, and is not repeated."""
    with pytest.raises(ValueError, match=r".") as refused:
        settings_from(ZerohashSettings, {**TEXTS, name: text})
    assert str(refused.value) == fault


def test_the_usual_figures_keep_to_the_venues_rule() -> None:
    """The venue allows 2,000 calls in any 10 seconds."""
    limits = settings_from(ZerohashSettings, TEXTS).limits
    assert limits.burst + 10 * limits.rate <= 2000
