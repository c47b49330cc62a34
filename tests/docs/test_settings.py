"""The documented settings are those that the gateway takes, with their defaults."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from adapters.settings import LIMITS
from domain.venues import Venue
from gateway.links import read_links
from gateway.settings import KNOWN, PREFIX, SECRETS, Settings, SettingsError, load_settings
from sandbox import Sandbox
from tests.docs.documents import DOCS, bare, block, table
from tests.house import BASE_URLS

SETTINGS = DOCS / "settings.md"
ROWS = {bare(name): bare(default) for name, _, default in table(SETTINGS, "settings")}
SECRET_FILES = [bare(row[0]) for row in table(SETTINGS, "secret files")]
REQUIRED = [name for name, default in ROWS.items() if default == "required"]
NOWHERE = Path("/dev/null")


def shown(settings: Settings, name: str) -> str:
    """The value of a setting, as the table would write it."""
    section, _, key = name.removeprefix(PREFIX).rpartition("__")
    if not section:
        value: Any = settings.links or None if key == "LINKS_FILE" else getattr(settings, key.lower())
    else:
        venue, key = settings.venues[Venue[section]], key.lower()
        limits: Any = getattr(venue, "limits", None)
        value = getattr(limits, LIMITS[key][0]) if key in LIMITS else getattr(venue, key)
    return f"{value:g}" if isinstance(value, float) else "none" if value is None else str(value)


@pytest.fixture
def least(sandbox_keys: Sandbox, tmp_path: Path) -> Mapping[str, str]:
    """The sandbox's values of the settings that are called required."""
    environment = sandbox_keys.environment(BASE_URLS, tmp_path)
    return {name: environment[name] for name in REQUIRED}


def test_the_settings_are_those_that_the_gateway_takes() -> None:
    """No setting is missing in the table and none is there that the gateway would refuse."""
    assert set(ROWS) == {f"{PREFIX}{name}" for name in KNOWN}


def test_the_secrets_that_files_may_hold_are_all_there() -> None:
    """The second table has each secret's `_FILE`, and only those."""
    assert set(SECRET_FILES) == {f"{PREFIX}{name}_FILE" for name in SECRETS}


def test_what_is_called_required_is_enough(least: Mapping[str, str]) -> None:
    """With the required settings alone every venue is configured, and the defaults are the table's."""
    settings = load_settings(least, NOWHERE)
    assert set(settings.venues) == set(Venue)
    for name, default in ROWS.items():
        if default == "required":
            continue
        assert shown(settings, name) == default.removesuffix(": not sent"), name


@pytest.mark.parametrize("name", REQUIRED)
def test_each_required_setting_is_asked_for_by_name(least: Mapping[str, str], name: str) -> None:
    """A venue with some settings and without this one is a fault that names it; without any it is not configured."""
    others = {key: text for key, text in least.items() if key != name}
    siblings = [key for key in others if key.startswith(name.rpartition("__")[0])]
    if not siblings:
        assert Venue[name.removeprefix(PREFIX).rpartition("__")[0]] not in load_settings(others, NOWHERE).venues
        return
    with pytest.raises(SettingsError) as caught:
        load_settings(others, NOWHERE)
    assert [fault for fault in caught.value.faults if fault.startswith(f"{name} is missing")]


@pytest.mark.parametrize("name", SECRET_FILES)
def test_a_secret_may_stand_in_a_file(least: Mapping[str, str], tmp_path: Path, name: str) -> None:
    """The content of the file, without its last newline, is the setting."""
    held = name.removesuffix("_FILE")
    (tmp_path / "secret").write_text(least[held] + "\n", encoding="utf-8")
    others = {key: text for key, text in least.items() if key != held}
    assert load_settings({**others, name: str(tmp_path / "secret")}, NOWHERE) == load_settings(least, NOWHERE)


def test_any_other_name_is_refused() -> None:
    """A misspelt name and one of an unknown venue are faults."""
    with pytest.raises(SettingsError) as caught:
        load_settings({"GATEWAY_PROT": "1", "GATEWAY_UNKNOWN__RATE": "1"}, NOWHERE)
    assert [fault.split()[0] for fault in caught.value.faults] == ["GATEWAY_PROT", "GATEWAY_UNKNOWN__RATE"]


def test_a_file_takes_the_same_names(tmp_path: Path) -> None:
    """A section of gateway.toml is what stands before `__`, in lower case; the environment goes before it."""
    file = tmp_path / "gateway.toml"
    file.write_text('port = 9\n[arcus]\nbase_url = "http://127.0.0.1:1/v1"\nrate = 5\n', encoding="utf-8")
    settings = load_settings({"GATEWAY_PORT": "10"}, file)
    assert (shown(settings, "GATEWAY_ARCUS__RATE"), settings.port) == ("5", 10)


def test_the_links_file_in_the_document_is_one(tmp_path: Path) -> None:
    """The example is read, and names one account at each venue that has links."""
    (tmp_path / "links.json").write_text(block(SETTINGS, "links"), encoding="utf-8")
    (owner,) = read_links(tmp_path / "links.json").values()
    assert json.loads(block(SETTINGS, "links")).keys() == {owner.participant_code}
    assert [link.venue for link in owner.links] == [Venue.POLYMARKET_US, Venue.ARCUS]
