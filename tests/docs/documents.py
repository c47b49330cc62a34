"""Reading the documents: fenced blocks, tables and links of a Markdown file."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
DOCUMENTS = (
    README,
    *(ROOT / f"{name}.md" for name in ("CHANGELOG", "CONTRIBUTING", "SECURITY")),
    *sorted(DOCS.glob("*.md")),
)

FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`]+)`")


def read(document: Path) -> str:
    """The text of a document."""
    return document.read_text(encoding="utf-8")


def marked(document: Path, marker: str) -> str:
    """The text after `<!-- marker -->`, which must be there once."""
    before, found, after = read(document).partition(f"<!-- {marker} -->\n")
    assert found, f"{document.name} has no marker {marker!r}"
    assert f"<!-- {marker} -->" not in before + after
    return after


def block(document: Path, marker: str) -> str:
    """The fenced block that directly follows a marker."""
    found = FENCED.match(marked(document, marker))
    assert found, f"no fenced block follows {marker!r}"
    return found[2]


def table(document: Path, marker: str) -> list[list[str]]:
    """The rows of the table that directly follows a marker, its heading left out."""
    lines = marked(document, marker).partition("\n\n")[0].splitlines()
    assert all(line.startswith("|") and line.endswith("|") for line in lines), f"no table follows {marker!r}"
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines[2:]]
    assert rows, f"the table after {marker!r} is empty"
    return rows


def bare(cell: str) -> str:
    """A cell without the marks of code."""
    return cell.strip("`")


def code_in(cell: str) -> list[str]:
    """What a cell marks as code."""
    return CODE.findall(cell)


def shell_lines(document: Path) -> list[str]:
    """Every line of a document's `sh` blocks."""
    return [line for kind, text in FENCED.findall(read(document)) if kind == "sh" for line in text.splitlines() if line]
