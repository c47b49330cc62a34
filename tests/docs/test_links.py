"""What the documents name is there: files, folders, links, packages."""

import re
import tomllib
from pathlib import Path

import pytest

from benchmarks.operations import OPERATIONS
from tests.docs.documents import DOCUMENTS, FENCED, LINK, README, ROOT, bare, read, table

NAMED = re.compile(r"\b(?:adapters|gateway|resolvers|schema|sandbox|tests|docs|benchmarks)/[\w./-]*\w")
DEPENDENCIES = ROOT / "docs" / "dependencies.md"
ADDING = ROOT / "docs" / "adding-a-venue.md"


def rooms() -> dict[str, str]:
    """The folders of the README's listing, with what it says of each."""
    listing = next(text for kind, text in FENCED.findall(read(README)) if kind == "text")
    return {line.split()[0]: line.split(maxsplit=1)[1] for line in listing.splitlines()}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_each_relative_link_leads_somewhere(document: Path) -> None:
    """A link without a scheme names a file or folder of the project."""
    links = [link for link in LINK.findall(read(document)) if "://" not in link]
    assert [link for link in links if not (document.parent / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("document", [README, ADDING, DEPENDENCIES], ids=lambda document: document.name)
def test_each_path_in_a_document_exists(document: Path) -> None:
    """Any text that reads like a path of ours names a file or folder that is there."""
    paths = {path.rstrip("./") for path in NAMED.findall(read(document))}
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_the_rooms_are_there_with_the_files_they_name() -> None:
    """The listing has the packages of the build, and each file named in a line is in its folder."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert {room.rstrip("/") for room in rooms()} == set(build["targets"]["wheel"]["packages"])
    named = [(room, name) for room, text in rooms().items() for name in re.findall(r"[a-z_]+(?:\.\w+|/)", text)]
    assert named
    assert [(room, name) for room, name in named if not (ROOT / room / name).exists()] == []


def test_the_rooms_are_in_the_order_of_a_request() -> None:
    """The listing goes downwards, as the imports do."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert [room.rstrip("/") for room in rooms()] == [*lint["contracts"][0]["layers"], "sandbox"]


def test_every_dependency_has_its_reason() -> None:
    """Each package that pyproject.toml asks for has a row, and no row is of a package that it does not ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [re.split(r"[\[<>=;, ]", requirement)[0] for requirement in wanted]
    rows = [line[1:-1].split(" | ") for line in read(DEPENDENCIES).splitlines() if line.startswith("| `")]
    assert sorted(bare(name.strip()) for name, _ in rows) == sorted(names)
    assert all(reason.strip() for _, reason in rows)


def test_the_guide_covers_each_file_that_knows_a_venue() -> None:
    """Every module outside the venues' own folders that names each venue is named in the guide."""
    files = [path for room in ("adapters", "gateway", "sandbox", "tests") for path in (ROOT / room).glob("*.py")]
    knowing = [
        path.relative_to(ROOT).as_posix()
        for path in [*files, ROOT / "schema" / "enums.py"]
        if {"zerohash", "polymarket_us", "arcus"} <= set(re.findall(r"\b[a-z_]+\b", read(path).lower()))
    ]
    assert knowing
    assert [path for path in knowing if path not in read(ADDING)] == []


def test_the_changelog_has_the_version_and_its_schema_heading() -> None:
    """The newest version of the changelog is that of pyproject.toml, dated, and says what changed in the schema."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    headings = re.findall(
        r"^## \[([\d.]+)\] - \d{4}-\d\d-\d\d$\n\n^### (\w+)$", read(ROOT / "CHANGELOG.md"), re.MULTILINE
    )
    assert headings[0] == (version, "Schema")


def test_the_measured_operations_are_those_of_the_benchmarks() -> None:
    """The table of speeds has a row for each operation that the benchmarks measure, in their order."""
    measured = [row[0] for row in table(README, "speed")]
    assert measured == [operation.name[0].lower() + operation.name[1:] for operation in OPERATIONS]
