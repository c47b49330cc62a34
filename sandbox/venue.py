"""What the sandbox must know of a venue: the one thing that a venue's folder exports."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from starlette.types import ASGIApp

from sandbox.credentials import Credentials
from sandbox.distortion import Forms
from sandbox.world import Person, World


class Built(Protocol):
    """One venue over one world."""

    @property
    def app(self) -> ASGIApp:
        """The venue's calls, always healthy."""

    def settings(self, base_url: str, directory: Path) -> Mapping[str, str]:
        """What a gateway must be given beside the base URL, by setting; files that it names are written there."""

    def links(self, person: Person) -> Mapping[str, list[object]]:
        """The accounts that a person has here, as the links file spells them; none if they have none."""


class Build(Protocol):
    """Makes the venue over a world; the credentials are those that it shall let in."""

    def __call__(self, world: World, credentials: Credentials, /, *, limits: bool) -> Built:
        """Documented rate limits are on or off."""


class Venue(NamedTuple):
    """One venue of the registry."""

    name: str
    build: Build
    forms: Forms
    spared: frozenset[str] = frozenset()
    """Paths that faults about accounts leave alone: token and health calls."""
    base_path: str = ""
    """What the venue's base URL ends with."""
