"""The links file: which accounts at the other venues belong to which participant, our own knowledge."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from adapters.registration import LinkSection
from adapters.registry import PARTICIPANTS, VENUES
from domain.errors import InvalidInputError
from domain.keys import AccountKey, Link, Owner
from domain.venues import Venue

SECTIONS: dict[str, tuple[Venue, LinkSection]] = {
    entry.links.name: (entry.venue, entry.links) for entry in VENUES if entry.links
}


def read_links(path: Path) -> Mapping[str, Owner]:
    """Read and check the file; one account may belong to one participant only. Raises ValueError or OSError."""
    try:
        linked = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, msgspec.Raw]])
    except msgspec.DecodeError as error:
        raise ValueError(f"the file is not a links file: {error}") from None
    owners, seen = {}, set[tuple[Venue, AccountKey]]()
    for code, sections in linked.items():
        links = tuple(link for name, entries in sections.items() for link in _links(code, name, entries))
        for link in links:
            if (link.venue, link.key) in seen:
                raise ValueError(f"an account of {code} is linked twice")
            seen.add((link.venue, link.key))
        owners[_code(code)] = Owner(code, links, tuple(SECTIONS[name][0] for name in sections))
    return owners


def _links(code: str, name: str, entries: msgspec.Raw) -> list[Link]:
    if name not in SECTIONS:
        raise ValueError(f"{code} has a section {name[:40]!r}; there are {', '.join(SECTIONS)}")
    venue, section = SECTIONS[name]
    try:
        decoded = msgspec.json.decode(entries, type=list[section.shape])  # type: ignore[name-defined]  # made at run time
        return [Link(venue, section.key(entry), getattr(entry, "counted", True)) for entry in decoded]
    except msgspec.ValidationError as error:
        raise ValueError(f"{name} of {code}: {error}") from None
    except InvalidInputError as error:
        raise ValueError(f"{name} of {code}: {error.argument} {error.rule}") from None


def _code(code: str) -> str:
    try:
        return PARTICIPANTS.participant_code(code) if PARTICIPANTS.participant_code else code
    except InvalidInputError:
        raise ValueError(f"{code[:10]!r} is not a participant code") from None
