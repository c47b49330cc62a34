"""The gateway's settings: flags over environment over gateway.toml over defaults; every fault is named at once."""

import ipaddress
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import msgspec

from adapters.registration import Registration
from adapters.registry import VENUES
from adapters.settings import LIMITS, TEXT, Setting, seconds
from domain.budget import Allowance
from domain.keys import Owner
from domain.venues import Venue
from gateway.links import read_links

PREFIX = "GATEWAY_"
DEFAULT_FILE = Path("gateway.toml")


class SettingsError(Exception):
    """Everything that is wrong with the settings, one line per fault; values are never repeated."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(NamedTuple):
    """What a gateway runs with; a venue without settings is not in `venues`."""

    host: str
    port: int
    deadline_seconds: float
    cost_mode: str
    cost_limit: int
    calls_per_venue: int
    calls_per_request: int
    prices_kept_seconds: float
    links: Mapping[str, Owner]
    venues: Mapping[Venue, msgspec.Struct]

    @property
    def allowance(self) -> Allowance | None:
        """What one request may cost; None where costs are only measured."""
        if self.cost_mode == "measure":
            return None
        return Allowance(self.cost_limit, self.calls_per_venue, self.calls_per_request)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the gateway: the case for development."""
        return self.host == "localhost" or (_is_address(self.host) and ipaddress.ip_address(self.host).is_loopback)


def load_settings(
    environment: Mapping[str, str] | None = None, file: Path | None = None, flags: Mapping[str, str] | None = None
) -> Settings:
    """Read, check and join all sources. Raises SettingsError."""
    faults: list[str] = []
    in_file = _from_file(file, faults)
    over_file = {**_from_environment(environment, faults), **(flags or {})}
    given = {**in_file, **over_file}
    values: dict[str, Any] = {}
    for name, value in given.items():
        setting = KNOWN.get(name)
        told = f"{PREFIX}{name}" if name in over_file else f"{PREFIX}{name} in {(file or DEFAULT_FILE).name}"
        if setting is None:
            faults.append(f"{told} is not a setting.")
            continue
        try:
            values[name] = setting.read(value)
        except (ValueError, OSError) as error:
            faults.append(f"{told}: {error if isinstance(error, ValueError) else 'the file cannot be read'}.")
    venues = {}
    for entry in VENUES:
        section = f"{entry.venue.value}__"
        if any(name.startswith(section) for name in given):
            found = {
                name.removeprefix(section).lower(): value for name, value in values.items() if name.startswith(section)
            }
            venue = _venue_settings(entry, found, given, faults)
            if venue is not None:
                venues[entry.venue] = venue
    if faults:
        raise SettingsError(sorted(faults))
    return Settings(
        host=values.get("HOST", "127.0.0.1"),
        port=values.get("PORT", 8080),
        deadline_seconds=values.get("DEADLINE_SECONDS", 10.0),
        cost_mode=values.get("COST_MODE", "enforce"),
        cost_limit=values.get("COST_LIMIT", Allowance().cost),
        calls_per_venue=values.get("CALLS_PER_VENUE", Allowance().calls_per_venue),
        calls_per_request=values.get("CALLS_PER_REQUEST", Allowance().calls),
        prices_kept_seconds=values.get("PRICES_KEPT_SECONDS", 900.0),
        links=values.get("LINKS_FILE", {}),
        venues=venues,
    )


def _venue_settings(
    entry: Registration, found: dict[str, Any], given: Mapping[str, str], faults: list[str]
) -> msgspec.Struct | None:
    figures = {field: found.pop(name) for name, (field, _) in LIMITS.items() if name in found}
    fields = {field.name: field for field in msgspec.structs.fields(entry.settings)}
    missing = [name for name, field in fields.items() if field.required and name not in found]
    names = {name: f"{entry.venue.value}__{name.upper()}" for name in missing}
    faults += [
        f"{PREFIX}{names[name]} is missing: {entry.venue.title} has other settings."
        for name in missing
        if names[name] not in given
    ]
    if missing:
        return None
    found["limits"] = msgspec.structs.replace(fields["limits"].default, **figures)
    return entry.settings(**found)


def _from_file(file: Path | None, faults: list[str]) -> dict[str, str]:
    path = file or DEFAULT_FILE
    if file is None and not path.exists():
        return {}
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        faults.append(f"{path.name} cannot be read.")
        return {}
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{path.name} is not TOML: {error}.")
        return {}
    found = {}
    for key, value in document.items():
        for inner, text in value.items() if isinstance(value, dict) else [("", value)]:
            name = f"{key}__{inner}".upper() if inner else key.upper()
            if isinstance(text, str | int | float) and not isinstance(text, bool):
                found[name] = str(text)
            else:
                faults.append(f"{PREFIX}{name} in {path.name}: must be text or a number.")
    return _with_secrets(found, faults, f" in {path.name}")


def _from_environment(environment: Mapping[str, str] | None, faults: list[str]) -> dict[str, str]:
    source = os.environ if environment is None else environment
    return _with_secrets({n.removeprefix(PREFIX): v for n, v in source.items() if n.startswith(PREFIX)}, faults)


def _with_secrets(found: dict[str, str], faults: list[str], where: str = "") -> dict[str, str]:
    """Read what `..._FILE` names; the content of the file stands in for the setting itself."""
    for name in [name for name in found if name.endswith("_FILE") and name.removesuffix("_FILE") in SECRETS]:
        try:
            found[name.removesuffix("_FILE")] = Path(found.pop(name)).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            faults.append(f"{PREFIX}{name}{where}: the file cannot be read.")
    return found


def _port(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) < 10) or int(value) > 65535:
        raise ValueError("must be a port number, 0 to 65535")
    return int(value)


def _age(value: str) -> float:
    if not (value.isascii() and value.isdecimal() and len(value) < 10) or int(value) > 86_400:
        raise ValueError("must be a whole number of seconds, 0 to 86,400")
    return float(value)


def _cost_mode(value: str) -> str:
    if value not in ("enforce", "measure"):
        raise ValueError("must be enforce or measure")
    return value


def _positive(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and len(value) < 10) or int(value) < 1:
        raise ValueError("must be a whole number from 1")
    return int(value)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _of_venue(entry: Registration) -> dict[str, Setting]:
    """A venue's settings, from the fields of its struct, which say how each is read."""
    hints = get_type_hints(entry.settings, include_extras=True)
    declared = {
        name: setting
        for name, hint in hints.items()
        for setting in getattr(hint, "__metadata__", ())
        if isinstance(setting, Setting)
    }
    figures = {name: setting for name, (_, setting) in LIMITS.items()}
    return {f"{entry.venue.value}__{name.upper()}": setting for name, setting in {**declared, **figures}.items()}


GENERAL: dict[str, Setting] = {
    "HOST": TEXT,
    "PORT": Setting(_port),
    "LINKS_FILE": Setting(lambda value: read_links(Path(value))),
    "DEADLINE_SECONDS": Setting(seconds),
    "COST_MODE": Setting(_cost_mode),
    "COST_LIMIT": Setting(_positive),
    "CALLS_PER_VENUE": Setting(_positive),
    "CALLS_PER_REQUEST": Setting(_positive),
    "PRICES_KEPT_SECONDS": Setting(_age),
}
KNOWN: dict[str, Setting] = {**GENERAL, **{name: found for entry in VENUES for name, found in _of_venue(entry).items()}}
"""Every setting by its name without the prefix."""
SECRETS = frozenset(name for name, setting in KNOWN.items() if setting.secret)
"""Those that may also be given as a file to read them from."""
