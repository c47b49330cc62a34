"""A venue's settings as its folder declares them, read from text without the process that runs the gateway."""

from collections.abc import Mapping
from typing import TypeVar, get_type_hints

import msgspec

from adapters.settings import Setting

S = TypeVar("S", bound=msgspec.Struct)


def declared(kind: type[msgspec.Struct]) -> dict[str, Setting]:
    """How each setting is read, by its name; `limits` is not among them, for no single text gives it."""
    return {
        name: setting
        for name, hint in get_type_hints(kind, include_extras=True).items()
        for setting in getattr(hint, "__metadata__", ())
        if isinstance(setting, Setting)
    }


def settings_from(kind: type[S], texts: Mapping[str, str]) -> S:
    """Settings whose values are all read from text. Raises ValueError or OSError."""
    settings = declared(kind)
    return kind(**{name: settings[name].read(text) for name, text in texts.items()})
