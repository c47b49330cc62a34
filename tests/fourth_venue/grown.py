"""A copy of the project with a fourth venue in it: its own files, and the places beside them that know of it."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
TREE = Path(__file__).parent / "tree"
"""The venue's own files, where they would stand."""

COPIED = ("adapters", "benchmarks", "docs", "domain", "gateway", "resolvers", "sandbox", "schema", "tests")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "build", "results")


class Edit(NamedTuple):
    """One change of one file: a line or a part of it, which is there once, and what stands there afterwards."""

    before: str
    after: str


def appended(line: str, added: str) -> Edit:
    """What is added directly behind a line."""
    return Edit(line + "\n", f"{line}\n{added}\n")


def column(*rows: tuple[str, str]) -> tuple[Edit, ...]:
    """A further cell at the end of each row of a table."""
    return tuple(Edit(f"\n{row}\n", f"\n{row} {cell} |\n") for row, cell in rows)


ARCUS_SECTION = """         {"market": "ETH-USD", "size": "-10", "unrealizedPnl": "1000"}
       ]}
    ]}
"""
UMBRA_SECTION = """    {"venue": "UMBRA", "accounts": [
      {"name": "0x0000000000 #0",
       "balances": [{"asset": "USD", "total": "1250.50", "available": "1050.25", "locked": "200.25"}],
       "positions": []}
    ]}
"""
ARCUS_UNPLUGGED = '   "message": "Arcus broke the connection off (call: account).", "retryable": true}'

EDITS: dict[str, tuple[Edit, ...]] = {
    "domain/venues.py": (
        appended(
            '    ARCUS = ("ARCUS", "Arcus", "perpetuals; margin accounts")',
            '    UMBRA = ("UMBRA", "Umbra", "cash that trades at once; margin accounts")',
        ),
    ),
    "adapters/registry.py": (
        Edit("import arcus, polymarket_us, zerohash", "import arcus, polymarket_us, umbra, zerohash"),
        appended("    arcus.REGISTRATION,", "    umbra.REGISTRATION,"),
    ),
    "sandbox/registry.py": (
        Edit("import arcus, polymarket_us, zerohash", "import arcus, polymarket_us, umbra, zerohash"),
        appended("    arcus.VENUE,", "    umbra.VENUE,"),
    ),
    "docs/settings.md": (
        appended(
            "| `GATEWAY_ARCUS__TIMEOUT_SECONDS` | longest wait for one whole answer | `3` |",
            "| `GATEWAY_UMBRA__BASE_URL` | REST base | required |\n"
            "| `GATEWAY_UMBRA__API_KEY` | the key | required |\n"
            "| `GATEWAY_UMBRA__RATE` | calls per second | `10` |\n"
            "| `GATEWAY_UMBRA__BURST` | calls at once | `20` |\n"
            "| `GATEWAY_UMBRA__CONCURRENCY` | calls under way at once | `4` |\n"
            "| `GATEWAY_UMBRA__TIMEOUT_SECONDS` | longest wait for one whole answer | `3` |",
        ),
        appended(
            "| `GATEWAY_POLYMARKET_US__CLIENT_ID_FILE` | the client id |", "| `GATEWAY_UMBRA__API_KEY_FILE` | the key |"
        ),
    ),
    "docs/calls.md": (
        appended("| Arcus: a margin account with its positions | one |", "| Umbra: a margin account | one |"),
        *column(
            ("| operation | zerohash | Polymarket US | Arcus |", "Umbra"),
            ("| Portfolio | 2 | 5 | 3 |", "1"),
            ("| NetWorth | 2 | 5 | 3 |", "1"),
            ("| Participants | 3 | 0 | 0 |", "0"),
            ("| TradingAccounts | 0 | 16 | 0 |", "0"),
            ("| MarginAccount | 0 | 0 | 1 |", "0"),
            ("| Venues | 1 | 2 | 1 |", "1"),
        ),
        Edit("\n| --- | --- | --- | --- |\n", "\n| --- | --- | --- | --- | --- |\n"),
    ),
    "CHANGELOG.md": (
        Edit("## [Unreleased]\n\n### Schema\n\n", "## [Unreleased]\n\n### Schema\n\n- The venue Umbra.\n"),
    ),
    "README.md": (
        Edit(ARCUS_SECTION, ARCUS_SECTION.rstrip() + ",\n" + UMBRA_SECTION),
        Edit('"total": "343360.5364"', '"total": "344611.0364"'),
        Edit(
            ARCUS_UNPLUGGED,
            ARCUS_UNPLUGGED + ',\n  {"venue": "UMBRA", "accounts": [{"name": "0x0000000000 #0"}]}',
        ),
    ),
}
"""By file; in README.md because John has an account there, and his answer is printed to the digit."""

GENERATED = "schema/schema.graphql"


def own_places() -> set[str]:
    """The venue's own places: its folders, and its file among the specimens."""
    files = {path.relative_to(TREE) for path in TREE.rglob("*.py")}
    return {str(file if file.parts[0] == "tests" else file.parent) for file in files}


def places() -> set[str]:
    """Everything that has to be written for the venue."""
    return own_places() | set(EDITS) | {GENERATED}


def grow(folder: Path) -> Path:
    """Copy the project to a folder and put the venue there."""
    for room in COPIED:
        shutil.copytree(ROOT / room, folder / room, ignore=LEFT_OUT)
    for file in ROOT.iterdir():
        if file.suffix in (".md", ".toml", ".txt"):
            shutil.copyfile(file, folder / file.name)
    shutil.copytree(TREE, folder, ignore=LEFT_OUT, dirs_exist_ok=True)
    for name, edits in EDITS.items():
        text = (folder / name).read_text(encoding="utf-8")
        for edit in edits:
            assert text.count(edit.before) == 1, f"{name} has changed: {edit.before!r}"
            text = text.replace(edit.before, edit.after)
        (folder / name).write_text(text, encoding="utf-8")
    export = ["-m", "gateway", "schema", "export", "--output", GENERATED]
    assert run(folder, *export).returncode == 0
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in the copy, its output together."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
