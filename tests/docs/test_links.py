"""What the documents name is there: files, folders, links, packages."""

import re
import tomllib
from pathlib import Path

import pytest

from benchmarks.operations import OPERATIONS
from domain.venues import Venue
from tests.docs.documents import DOCS, DOCUMENTS, FENCED, LINK, README, ROOT, bare, code_in, read, table

NAMED = re.compile(r"\b(?:adapters|domain|gateway|resolvers|schema|sandbox|tests|docs|benchmarks)/[\w./-]*\w")
DEPENDENCIES = DOCS / "dependencies.md"
ADDING = DOCS / "adding-a-venue.md"
HISTORY = ROOT / "CHANGELOG.md"
LONGEST_README = 150
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def rooms() -> dict[str, str]:
    """The folders of the README's listing, with what it says of each."""
    listing = next(text for kind, text in FENCED.findall(read(README)) if kind == "text")
    return {line.split()[0]: line.split(maxsplit=1)[1] for line in listing.splitlines()}


def anchors(document: Path) -> set[str]:
    """The places in a document that a link may lead to, named as GitHub names them."""
    titles = [re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(FENCED.sub("", read(document)))]
    return {title.replace(" ", "-") for title in titles}


def test_the_readme_is_short() -> None:
    """A newcomer reads it in five minutes; what is longer has a document of its own, which the README names."""
    text = read(README)
    assert len(text.splitlines()) <= LONGEST_README
    assert [document.name for document in DOCUMENTS if document != README and f"{document.name})" not in text] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_each_relative_link_leads_somewhere(document: Path) -> None:
    """A link without a scheme names a file or folder of the project, and a heading that is there."""
    links = [link for link in LINK.findall(read(document)) if "://" not in link]
    assert [link for link in links if not (document.parent / link.partition("#")[0]).exists()] == []
    deep = [(document.parent / path, place) for path, _, place in (link.partition("#") for link in links) if place]
    assert [(path.name, place) for path, place in deep if place not in anchors(path)] == []


@pytest.mark.parametrize("document", sorted({*DOCUMENTS} - {HISTORY}), ids=lambda document: document.name)
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
    """The listing goes downwards, as the imports do; what stands beside the layers comes after them."""
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    assert [room.rstrip("/") for room in rooms()] == [*lint["contracts"][0]["layers"], "adapters", "storage", "sandbox"]


def test_every_dependency_has_its_reason() -> None:
    """Each package that pyproject.toml asks for has a row, and no row is of a package that it does not ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [name_of(requirement) for requirement in wanted]
    rows = [line[1:-1].split(" | ") for line in read(DEPENDENCIES).splitlines() if line.startswith("| `")]
    assert sorted(bare(name.strip()) for name, _ in rows) == sorted(names)
    assert all(reason.strip() for _, reason in rows)


def name_of(requirement: str) -> str:
    """The package that a requirement or a pin is of."""
    return re.split(r"[\[<>=;, ]", requirement)[0]


def pins(name: str) -> set[str]:
    """Package and version of each pin in a file."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9._-]+==\S+)", text, re.MULTILINE))


def test_what_runs_is_part_of_all_pins() -> None:
    """Both files of pins name the same versions; what is declared at run time is pinned in the smaller one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    run, everything = pins("constraints-run.txt"), pins("constraints.txt")
    assert run < everything
    declared = {name_of(requirement).lower() for requirement in project["project"]["dependencies"]}
    assert declared <= {name_of(pin) for pin in run}
    tested = {name_of(requirement).lower() for requirement in project["dependency-groups"]["dev"]}
    assert tested <= {name_of(pin) for pin in everything}
    assert not tested & {name_of(pin) for pin in run} - {"anyio"}  # which starlette needs, too


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-run.txt"])
def test_pins_name_no_address(name: str) -> None:
    """Versions and hashes only: where packages come from is the business of whoever installs them."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.match(r"[a-z0-9._-]+==\S+( ; .+)? \\$|    --hash=sha256:\w+", line)] == []


def test_the_guide_covers_each_file_that_knows_a_venue() -> None:
    """Every module of the rooms that names each venue is among the places that the guide counts."""
    packages = [room.rstrip("/") for room in rooms()]
    knowing = {
        path.relative_to(ROOT).as_posix()
        for package in packages
        for path in (ROOT / package).rglob("*.py")
        if {venue.value.lower() for venue in Venue} <= set(re.findall(r"\b[a-z_]+\b", read(path).lower()))
    }
    assert knowing
    assert knowing <= {code_in(place)[0] for _, place, *_ in table(ADDING, "places")}


def test_the_changelog_has_the_version_and_its_schema_heading() -> None:
    """The newest version of the changelog is that of pyproject.toml, dated, and says what changed in the schema."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    headings = re.findall(r"^## \[([\d.]+)\] - \d{4}-\d\d-\d\d$\n\n^### (\w+)$", read(HISTORY), re.MULTILINE)
    assert headings[0] == (version, "Schema")


def test_the_measured_operations_are_those_of_the_benchmarks() -> None:
    """The table of speeds has a row for each operation that the benchmarks measure, in their order."""
    measured = [row[0] for row in table(DOCS / "performance.md", "speed")]
    assert measured == [operation.name[0].lower() + operation.name[1:] for operation in OPERATIONS]
