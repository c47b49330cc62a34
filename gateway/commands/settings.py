"""The settings that a command runs with."""

from pathlib import Path

from gateway.commands import SETTINGS_INVALID, fail
from gateway.settings import Settings, SettingsError, load_settings


def settings_or_exit(config: Path | None, flags: dict[str, str] | None = None) -> Settings:
    """The settings, or the end of the command with all their faults."""
    try:
        return load_settings(file=config, flags=flags)
    except SettingsError as error:
        fail(SETTINGS_INVALID, "The settings are not valid:\n" + "\n".join(f"  {fault}" for fault in error.faults))
