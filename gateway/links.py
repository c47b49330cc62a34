"""The links file: which accounts at the other venues belong to which participant, our own knowledge."""

import re
from collections.abc import Iterator, Mapping
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
MOST_FAULTS = 10
BYTE = re.compile(r" \(byte (\d+)\)$")


def read_links(path: Path) -> Mapping[str, Owner]:
    """Read and check the file; one account may belong to one participant only.

    Raises ValueError, which names the participant, section and entry of each fault, or OSError.
    """
    text = path.read_bytes()
    try:
        linked = msgspec.json.decode(text, type=dict[str, dict[str, list[msgspec.Raw]]])
    except msgspec.DecodeError as error:
        raise ValueError(f"the file is not a links file: {_placed(error, text)}") from None
    faults: list[str] = []
    owners: dict[str, Owner] = {}
    first: dict[tuple[Venue, AccountKey], str] = {}
    for code, sections in linked.items():
        links = []
        for place, link in _links(code, sections, faults):
            links.append(link)
            other = first.setdefault((link.venue, link.key), place)
            if other != place:
                faults.append(f"{place} is linked already, as {other}")
        owners[code] = Owner(code, tuple(links), tuple(SECTIONS[name][0] for name in sections if name in SECTIONS))
    if faults:
        more = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        raise ValueError("; ".join([*faults[:MOST_FAULTS], *more]))
    return owners


def _links(code: str, sections: Mapping[str, list[msgspec.Raw]], faults: list[str]) -> Iterator[tuple[str, Link]]:
    """The links of one participant with their places; what cannot be right is a fault."""
    if not _is_code(code):
        faults.append(f"{code[:10]!r} is not a participant code")
        return
    for name, entries in sections.items():
        if name not in SECTIONS:
            faults.append(f"{code} has a section {name[:40]!r}; there are {', '.join(SECTIONS)}")
            continue
        venue, section = SECTIONS[name]
        for number, raw in enumerate(entries):
            place = f"{name}[{number}] of {code}"
            try:
                entry = msgspec.json.decode(raw, type=section.shape)
                yield place, Link(venue, section.key(entry), getattr(entry, "counted", True))
            except msgspec.ValidationError as error:
                faults.append(f"{place}: {error}")
            except InvalidInputError as error:
                faults.append(f"{place}: {error.argument} {error.rule}")


def _is_code(code: str) -> bool:
    try:
        return not PARTICIPANTS.participant_code or PARTICIPANTS.participant_code(code) == code
    except InvalidInputError:
        return False


def _placed(error: msgspec.DecodeError, text: bytes) -> str:
    """The error with a line in place of a byte."""
    found = BYTE.search(str(error))
    line = text[: int(found[1])].count(b"\n") + 1 if found else 0
    return BYTE.sub(f" (line {line})", str(error)) if found else str(error)
