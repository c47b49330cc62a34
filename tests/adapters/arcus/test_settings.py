"""Arcus's settings, read from text."""

import pytest

from adapters.arcus.settings import ArcusSettings
from tests.adapters.declared import declared, settings_from


def test_settings() -> None:
    """The address is all that must be said, and nothing is a secret."""
    settings = settings_from(ArcusSettings, {"base_url": "https://api.example/v1"})
    assert settings == ArcusSettings(base_url="https://api.example/v1")
    assert not any(setting.secret for setting in declared(ArcusSettings).values())
    with pytest.raises(TypeError, match="base_url"):
        settings_from(ArcusSettings, {})


@pytest.mark.parametrize("text", ["", "api.example", "ftp://x", "http://x/?a=b", "http://user@x", "http://x/#a"])
def test_what_is_refused(text: str) -> None:
    """An address that cannot be right is refused with what it must be."""
    with pytest.raises(ValueError, match=r"^must be an http or https address without a query or a password$"):
        settings_from(ArcusSettings, {"base_url": text})


def test_the_usual_figures_keep_to_the_venues_rule() -> None:
    """The venue has a bucket of 1,500 that refills at 25 a second."""
    limits = settings_from(ArcusSettings, {"base_url": "http://x"}).limits
    assert (limits.rate, limits.burst) == (25, 1500)
