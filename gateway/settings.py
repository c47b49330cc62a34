"""The gateway's settings: flags over environment over gateway.toml over defaults; every fault is told at once."""

import ipaddress
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import msgspec

from adapters.polymarket_us.auth import private_key
from adapters.registry import VENUES
from domain.keys import Owner
from domain.venues import Venue
from adapters.zerohash.auth import decoded_secret
from gateway.links import read_links

PREFIX = "GATEWAY_"
SECRETS = frozenset({"API_KEY", "API_SECRET", "PASSPHRASE", "CLIENT_ID"})
_WHOLE = re.compile(r"[0-9]{1,9}")
LIMITS = {"RATE": "rate", "BURST": "burst", "CONCURRENCY": "concurrency", "TIMEOUT_SECONDS": "timeout"}


class SettingsError(Exception):
    """Everything that is wrong with the settings, one line a fault; values are never repeated."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Settings(NamedTuple):
    """What a gateway runs with; a venue without settings is not in `venues`."""

    host: str
    port: int
    deadline_seconds: float
    links: Mapping[str, Owner]
    venues: Mapping[Venue, msgspec.Struct]

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the gateway: the case for development."""
        return self.host == "localhost" or (_is_address(self.host) and ipaddress.ip_address(self.host).is_loopback)


def load_settings(
    environment: Mapping[str, str] | None = None, file: Path | None = None, flags: Mapping[str, str] | None = None
) -> Settings:
    """Read, check and join all sources. Raises SettingsError."""
    faults: list[str] = []
    given = {**_from_file(file, faults), **_from_environment(environment, faults), **(flags or {})}
    values: dict[str, Any] = {}
    for name, text in given.items():
        kind = _kind_of(name)
        if kind is None:
            faults.append(f"{PREFIX}{name} is not a setting.")
            continue
        try:
            values[name] = kind(text)
        except (ValueError, OSError) as error:
            faults.append(f"{PREFIX}{name}: {error if isinstance(error, ValueError) else 'the file cannot be read'}.")
    venues = {}
    for entry in VENUES:
        section = {name.partition("__")[2]: name for name in given if name.startswith(f"{entry.venue.value}__")}
        if section:
            told = {key.lower(): values[name] for key, name in section.items() if name in values}
            venue = _venue_settings(entry.venue, entry.settings, told, set(section), faults)
            if venue is not None:
                venues[entry.venue] = venue
    if faults:
        raise SettingsError(sorted(faults))
    return Settings(
        host=values.get("HOST", "127.0.0.1"),
        port=values.get("PORT", 8080),
        deadline_seconds=values.get("DEADLINE_SECONDS", 10.0),
        links=values.get("LINKS_FILE", {}),
        venues=venues,
    )


def _venue_settings(
    venue: Venue, kind: type[msgspec.Struct], told: dict[str, Any], given: set[str], faults: list[str]
) -> msgspec.Struct | None:
    figures = {field: told.pop(name.lower()) for name, field in LIMITS.items() if name.lower() in told}
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    missing = [name for name, field in fields.items() if field.required and name not in told]
    faults += [
        f"{PREFIX}{venue.value}__{name.upper()} is missing: {venue.title} has other settings."
        for name in missing
        if name.upper() not in given
    ]
    if missing:
        return None
    told["limits"] = msgspec.structs.replace(fields["limits"].default, **figures)
    return kind(**told)


def _from_file(file: Path | None, faults: list[str]) -> dict[str, str]:
    path = file or Path("gateway.toml")
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
                faults.append(f"{PREFIX}{name}: must be text or a number in {path.name}.")
    return _with_secrets(found, faults)


def _from_environment(environment: Mapping[str, str] | None, faults: list[str]) -> dict[str, str]:
    source = os.environ if environment is None else environment
    return _with_secrets({n.removeprefix(PREFIX): v for n, v in source.items() if n.startswith(PREFIX)}, faults)


def _with_secrets(found: dict[str, str], faults: list[str]) -> dict[str, str]:
    """Read what `..._FILE` names; the content of the file stands in for the setting itself."""
    for name in [name for name in found if name.removesuffix("_FILE").rpartition("__")[2] in SECRETS]:
        if name.endswith("_FILE"):
            try:
                found[name.removesuffix("_FILE")] = Path(found.pop(name)).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                faults.append(f"{PREFIX}{name}: the file cannot be read.")
    return found


def _kind_of(name: str) -> Callable[[str], Any] | None:
    section, _, key = name.rpartition("__")
    entry = next((entry for entry in VENUES if entry.venue.value == section), None)
    if entry is None:
        return GENERAL.get(name)
    if key in LIMITS:
        return FIGURES[key]
    known = {field.name.upper() for field in msgspec.structs.fields(entry.settings)} - {"LIMITS"}
    return KINDS.get(key, _text) if key in known else None


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    usual = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    if not usual or parts.query or parts.fragment or parts.username is not None:
        raise ValueError("must be an http or https address without a query or a password")
    return text


def _port(text: str) -> int:
    if not _WHOLE.fullmatch(text) or int(text) > 65535:
        raise ValueError("must be a port number, 0 to 65535")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 300:
        raise ValueError("must be a number of seconds, 0.1 to 300")
    return seconds


def _figure(text: str) -> float:
    try:
        figure = float(text)
    except ValueError:
        figure = 0.0
    if not 0 < figure <= 1_000_000:
        raise ValueError("must be a number above 0, up to 1,000,000")
    return figure


def _count(text: str) -> int:
    if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= 1000:
        raise ValueError("must be a whole number, 1 to 1,000")
    return int(text)


def _secret(text: str) -> str:
    decoded_secret(text)
    return _text(text)


def _key_file(text: str) -> Path:
    private_key(Path(text))
    return Path(text)


def _code(text: str) -> str:
    if len(text) != 6 or not text.isalnum() or not text.isascii() or text != text.upper():
        raise ValueError("must be six capital letters or digits")
    return text


def _routes(text: str) -> str:
    if text not in ("current", "legacy"):
        raise ValueError("must be current or legacy")
    return text


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


GENERAL: dict[str, Callable[[str], Any]] = {
    "HOST": _text,
    "PORT": _port,
    "LINKS_FILE": lambda text: read_links(Path(text)),
    "DEADLINE_SECONDS": _seconds,
}
KINDS: dict[str, Callable[[str], Any]] = {
    "BASE_URL": _url,
    "TOKEN_URL": _url,
    "AUDIENCE": _text,
    "API_SECRET": _secret,
    "PLATFORM_CODE": _code,
    "PRIVATE_KEY_FILE": _key_file,
    "ROUTES": _routes,
}
FIGURES: dict[str, Callable[[str], Any]] = {
    "RATE": _figure,
    "BURST": _figure,
    "CONCURRENCY": _count,
    "TIMEOUT_SECONDS": _seconds,
}
