"""How a venue's settings are read from text: each venue declares its own beside its adapter, in these terms."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlsplit

from domain.errors import InvalidInputError

T = TypeVar("T")


class Setting(NamedTuple):
    """How one setting's text becomes its value, and whether it may also be given as a file to read it from.

    `read` raises ValueError with what the value must be, or OSError; neither repeats the value.
    """

    read: Callable[[str], Any]
    secret: bool = False


def text(value: str) -> str:
    """Any text but an empty one."""
    if not value.strip():
        raise ValueError("is empty")
    return value


def url(value: str) -> str:
    """An http or https address."""
    parts = urlsplit(value)
    usual = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    if not usual or parts.query or parts.fragment or parts.username is not None:
        raise ValueError("must be an http or https address without a query or a password")
    return value


def figure(value: str) -> float:
    """A number above 0."""
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number <= 1_000_000:
        raise ValueError("must be a number above 0, up to 1,000,000")
    return number


def count(value: str) -> int:
    """A whole number of calls."""
    if not (value.isascii() and value.isdecimal() and len(value) < 10) or not 1 <= int(value) <= 1000:
        raise ValueError("must be a whole number, 1 to 1,000")
    return int(value)


def seconds(value: str) -> float:
    """A time that a request may take."""
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0.1 <= number <= 300:
        raise ValueError("must be a number of seconds, 0.1 to 300")
    return number


def as_key(grammar: Callable[[str], T]) -> Callable[[str], T]:
    """A setting in the grammar of a native key."""

    def read(value: str) -> T:
        try:
            return grammar(value)
        except InvalidInputError as error:
            raise ValueError(error.rule) from None

    return read


TEXT, URL = Setting(text), Setting(url)
SECRET = Setting(text, secret=True)

LIMITS: dict[str, tuple[str, Setting]] = {
    "rate": ("rate", Setting(figure)),
    "burst": ("burst", Setting(figure)),
    "concurrency": ("concurrency", Setting(count)),
    "timeout_seconds": ("timeout", Setting(seconds)),
}
"""The settings that every venue has: by the setting's name, the field of `Limits` that it fills."""
