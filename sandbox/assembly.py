"""Puts one sandbox together: the world, its credentials, the venues and what stands before them."""

import time
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from starlette.types import ASGIApp

from sandbox.control import control_app, venue_control
from sandbox.credentials import Credentials
from sandbox.faults import Faults
from sandbox.front import Call, Front, Record
from sandbox.limits import Clock
from sandbox.registry import REGISTRY, VENUES
from sandbox.venue import Built, Venue
from sandbox.world import World


class Sandbox:
    """The venues over one world, with their faults and the record of their calls; each is an attribute too."""

    def __init__(self, participants: int, seed: int, *, limits: bool, faulty_crowd: bool, clock: Clock) -> None:
        self.world = World(participants, seed, clock, faulty_crowd=faulty_crowd)
        self.credentials = Credentials(self.world)
        self.faults = Faults(VENUES)
        self.record = Record()
        self.venues: dict[str, Built] = {
            venue.name: venue.build(self.world, self.credentials, limits=limits) for venue in REGISTRY
        }
        self.apps: dict[str, ASGIApp] = {venue.name: self._front(venue) for venue in REGISTRY}
        self.control: ASGIApp = control_app(self.faults, self.record)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - each venue is of a class of its own
        """The venue of this name."""
        try:
            return self.__dict__["venues"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def calls(self) -> deque[Call]:
        """The newest upstream calls, oldest first, token calls included."""
        return self.record.calls

    def count(self, venue: str) -> int:
        """How many calls the venue received since the last reset."""
        return self.record.counts[venue]

    def reset_calls(self) -> None:
        """Forgets all calls."""
        self.record.reset()

    def links(self) -> dict[str, dict[str, list[object]]]:
        """Which accounts elsewhere belong to which participant: John, the crowd and the fault people."""
        found = {
            person.code: {
                kind: accounts for venue in self.venues.values() for kind, accounts in venue.links(person).items()
            }
            for person in (*self.world.people(), *self.world.fault_people.values())
        }
        return {code: linked for code, linked in found.items() if linked}

    def environment(self, base_urls: Mapping[str, str], directory: Path) -> dict[str, str]:
        """The settings that make a gateway speak to this sandbox; writes its private key and links there."""
        settings = {}
        for name, venue in self.venues.items():
            base_url = base_urls[name].rstrip("/")
            for setting, value in {"BASE_URL": base_url, **venue.settings(base_url, directory)}.items():
                settings[f"GATEWAY_{name.upper()}__{setting}"] = value
        links_file = directory / "links.json"
        links_file.write_bytes(msgspec.json.encode(self.links()))
        return {**settings, "GATEWAY_LINKS_FILE": str(links_file)}

    def _front(self, venue: Venue) -> Front:
        return Front(
            venue.name,
            self.venues[venue.name].app,
            faults=self.faults,
            record=self.record,
            forms=venue.forms,
            control=venue_control(venue.name, self.faults, self.record),
            spared=venue.spared,
        )


def create_sandbox(
    participants: int = 20,
    seed: int = 7,
    *,
    limits: bool = True,
    faulty_crowd: bool = False,
    clock: Clock = time.time,
) -> Sandbox:
    """A sandbox of so many people, John included, with the documented rate limits on or off.

    A faulty crowd has the fault people in every listing, too.
    """
    if participants < 1:
        message = f"A sandbox has at least one participant, not {participants}."
        raise ValueError(message)
    return Sandbox(participants, seed, limits=limits, faulty_crowd=faulty_crowd, clock=clock)
