"""The faults that can be set on a whole venue: which exist, what they accept, which one is on."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, get_args

import msgspec

Mode = Literal[
    "down",
    "slow",
    "rate_limited",
    "error",
    "truncated",
    "html",
    "empty",
    "wrong_types",
    "missing_fields",
    "wrong_echo",
    "json_numbers",
    "not_json_charset",
    "expired_token",
    "forbidden",
    "moving",
]
MODES: tuple[str, ...] = get_args(Mode)

AVAILABILITY = frozenset({"down", "slow", "rate_limited", "error"})
"""Faults of the whole host; the others concern answers about accounts and spare token and health calls."""


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One fault and its options; a field a mode does not use is ignored by it."""

    mode: Mode
    seconds: Annotated[float, msgspec.Meta(ge=0)] = 60
    """slow: how long the answer is held back."""
    status: Annotated[int, msgspec.Meta(ge=500, le=599)] = 500
    """error: the HTTP status."""
    reason: Literal["api_key", "whitelist"] = "api_key"
    """forbidden, Arcus only: which of its two reasons the venue names."""
    bad_request: bool = False
    """forbidden, Arcus only: the words come with 400, as was seen once."""
    retry_after: int | str | msgspec.UnsetType | None = msgspec.UNSET
    """rate_limited: seconds, an HTTP date, or null for no header; unset is the venue's own habit."""
    retry_after_ms: int | None = None
    """rate_limited, Arcus only: adds `retryAfterMs` to the body."""
    how: Literal["length", "json"] = "length"
    """truncated: a Content-Length larger than the body, or a matching one over JSON cut in the middle."""
    times: Annotated[int, msgspec.Meta(ge=1)] | None = None
    """How many calls are affected before the venue heals; null is all."""
    path: str = ""
    """Only calls whose path contains this text are affected."""


class Faults:
    """Which fault each venue shows now."""

    def __init__(self, venues: Sequence[str]) -> None:
        self.venues = venues
        self._set: dict[str, tuple[Fault, int | None]] = {}

    def set(self, venue: str, mode: str, **options: object) -> None:
        """Replaces the venue's fault. Raises ValueError with one sentence if a word or value is not known."""
        self.check(venue)
        fault = parse_fault({**options, "mode": mode})
        self._set[venue] = (fault, fault.times)

    def clear(self, venue: str | None = None) -> None:
        """Heals one venue, or all."""
        if venue is None:
            self._set.clear()
            return
        self.check(venue)
        self._set.pop(venue, None)

    def active(self, venue: str) -> Fault | None:
        """The fault that is on, if any."""
        held = self._set.get(venue)
        return held[0] if held else None

    def take(self, venue: str, path: str, *, spared: bool = False) -> Fault | None:
        """The fault that this call shows, if any, counted against `times`."""
        held = self._set.get(venue)
        if held is None:
            return None
        fault, left = held
        if fault.path not in path or (spared and not fault.path and fault.mode not in AVAILABILITY):
            return None
        if left is not None:
            if left > 1:
                self._set[venue] = (fault, left - 1)
            else:
                del self._set[venue]
        return fault

    def check(self, venue: str) -> None:
        """Raises ValueError unless the venue exists."""
        if venue not in self.venues:
            message = f"There is no venue {venue!r}: the venues are {', '.join(self.venues)}."
            raise ValueError(message)


def parse_fault(options: Mapping[str, object]) -> Fault:
    """The fault these options describe. Raises ValueError with one sentence."""
    mode = options.get("mode")
    if mode not in MODES:
        message = f"There is no fault mode {mode!r}: the modes are {', '.join(MODES)}."
        raise ValueError(message)
    try:
        return msgspec.convert(options, Fault)
    except msgspec.ValidationError as error:
        message = f"The options of {mode!r} are not right: {error}."
        raise ValueError(message) from None
