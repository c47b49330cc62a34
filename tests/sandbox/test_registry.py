"""A venue is one folder and one line: nothing that the venues share names one of them."""

import re
from pathlib import Path

import pytest

import sandbox
from sandbox import BASE_PATHS, VENUES, Sandbox
from sandbox.registry import REGISTRY

ROOM = Path(sandbox.__file__).parent
SHARED = sorted(file.name for file in ROOM.glob("*.py") if file.name not in ("registry.py", "credentials.py"))


@pytest.mark.parametrize("name", SHARED)
def test_what_is_shared_names_no_venue(name: str) -> None:
    """Only the registry lists them, and the credentials say for whom they are."""
    text = (ROOM / name).read_text(encoding="utf-8")
    assert not re.findall("|".join(VENUES), text)


@pytest.mark.parametrize("venue", VENUES)
def test_a_folder_knows_no_other(venue: str) -> None:
    """Each has its application and its state, and imports nothing of another venue."""
    files = {file.name: file.read_text(encoding="utf-8") for file in (ROOM / venue).glob("*.py")}
    assert {"__init__.py", "app.py", "state.py"} <= set(files)
    imported = set(re.findall(r"^from sandbox\.(\w+)", "\n".join(files.values()), re.MULTILINE))
    assert imported & set(VENUES) == {venue}


def test_everything_follows_from_the_registry(sandbox: Sandbox) -> None:
    """Applications, attributes, faults and base paths are in its order, and another attribute is a mistake."""
    assert tuple(sandbox.apps) == tuple(sandbox.venues) == tuple(sandbox.faults.venues) == tuple(BASE_PATHS) == VENUES
    assert [getattr(sandbox, venue.name) for venue in REGISTRY] == list(sandbox.venues.values())
    with pytest.raises(AttributeError, match="nobody"):
        _ = sandbox.nobody
