"""A further venue is two folders, a few lines and its specimens: one is put into a copy of the project and tried."""

import re
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from domain.venues import Venue
from tests.docs.documents import DOCS, ROOT, code_in, read, table
from tests.fourth_venue.grown import TREE, grow, places, run

GUIDE = DOCS / "adding-a-venue.md"
MOST_LINES = 150

LINT = ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-logo", "--no-cache")
CONFORMANCE = [f"tests/adapters/test_{name}.py" for name in ("conformance", "faults", "settings")]
AROUND = ["tests/schema/test_contract.py", "tests/sandbox/test_registry.py"]
DOCUMENTS = ["tests/docs/test_answers.py", "tests/docs/test_settings.py"]
TYPED = ["-p", "adapters.umbra", "-p", "sandbox.umbra", "-m", "adapters.registry", "-m", "sandbox.registry"]
CHECKS: dict[str, tuple[str, ...]] = {
    "conformance": ("-m", "pytest", "-vv", "-k", "UMBRA", *CONFORMANCE),
    "clients": ("-m", "pytest", "tests/fourth_venue/questions_to_umbra.py", *AROUND, *DOCUMENTS),
    "types": ("-m", "mypy", *TYPED, "-m", "tests.adapters.specimens.umbra"),
}

Check = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with the fourth venue."""
    return grow(tmp_path_factory.mktemp("grown"))


@pytest.fixture(scope="module")
def check(grown: Path) -> Iterator[Check]:
    """What a check in the copy says; they run side by side, for each takes seconds."""
    with ThreadPoolExecutor() as threads:
        under_way = {name: threads.submit(partial(run, grown, *command)) for name, command in CHECKS.items()}
        yield lambda name: under_way[name].result()


def test_the_guide_counts_the_places() -> None:
    """The guide's table has each place that is touched, once, and the number above it is theirs."""
    rows = table(GUIDE, "places")
    named = [code_in(place)[0].replace("<venue>", "umbra") for _, place, *_ in rows]
    assert sorted(named) == sorted(places())
    assert [number for number, *_ in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert re.findall(r"Places touched: (\d+)", read(GUIDE)) == [str(len(rows))]


def test_nothing_above_the_adapters_knows_a_venue() -> None:
    """What a venue holds and offers decides; no resolver, type or part of the process asks which venue it is."""
    modules = [path for room in ("resolvers", "schema", "gateway") for path in (ROOT / room).rglob("*.py")]
    assert modules
    named = [path.name for path in modules if re.search(rf"\bVenue\.(?:{'|'.join(Venue.__members__)})\b", read(path))]
    assert named == []


def test_a_venue_is_small() -> None:
    """What speaks to the venue, settings and keys included, is at most 150 lines, all of them counted."""
    files = (TREE / "adapters" / "umbra").glob("*.py")
    assert 0 < sum(len(read(file).splitlines()) for file in files) <= MOST_LINES


def test_it_conforms(check: Check) -> None:
    """It passes what every venue must pass, every fault of its sandbox included."""
    tried = check("conformance")
    assert tried.returncode == 0, tried.stdout
    for name in ("test_ports_are_satisfied", "test_faults_become_the_right_errors", "test_every_venue_declares"):
        assert re.search(rf"::{name}.*UMBRA.* PASSED", tried.stdout), tried.stdout


def test_clients_read_it(check: Check) -> None:
    """Portfolio, node and faults through the gateway; the contract and the documents that know every venue."""
    tried = check("clients")
    assert tried.returncode == 0, tried.stdout


def test_its_types_are_right(check: Check) -> None:
    """What it says of itself fits the registries, its adapter the port."""
    tried = check("types")
    assert tried.returncode == 0, tried.stdout


def test_the_walls_hold(grown: Path) -> None:
    """No import contract is broken, and without being told of the venue they keep it apart from the others."""
    assert run(grown, *LINT).returncode == 0
    wrong = grown / "adapters" / "umbra" / "wrong.py"
    wrong.write_text("import adapters.arcus\n", encoding="utf-8")
    lint = run(grown, *LINT)
    wrong.unlink()
    assert re.findall(r"^(.+) BROKEN", lint.stdout, re.MULTILINE) == [
        "Venues do not know each other, and what they share knows none"
    ]
