"""The walls between the rooms hold: an import that does not belong breaks exactly the contract that forbids it."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Set as AbstractSet
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
COMMAND = "from importlinter.cli import lint_imports_command; lint_imports_command()"
BROKEN = re.compile(r"^(.+) BROKEN\b", re.MULTILINE)

VENUES_APART = "Venues do not know each other, and what they share knows none"
DECISIONS = "What the transport decides does not depend on the wire"
APART = "Only the gateway knows the adapters and the storage"
NO_GRAPHQL = "Domain, adapters, storage and resolvers know neither GraphQL nor the web server"

FORBIDDEN = [
    ("resolvers/net_worth.py", "adapters.registry", APART),
    ("schema/query.py", "adapters.zerohash", APART),
    ("domain/amounts.py", "adapters.settings", APART),
    ("resolvers/nodes.py", "schema.scalars", "Imports go downwards only"),
    ("adapters/settings.py", "resolvers.cursors", "Adapters build on the domain alone"),
    ("resolvers/context.py", "storage", APART),
    ("storage/__init__.py", "adapters.settings", "Storage builds on the domain alone"),
    ("sandbox/faults.py", "gateway.settings", "The sandbox shares no code with the other rooms"),
    ("gateway/runtime.py", "sandbox", "Only the demo and the sandbox command know the sandbox"),
    ("adapters/arcus/parse.py", "adapters.zerohash.parse", VENUES_APART),
    ("adapters/arcus/client.py", "adapters.registry", VENUES_APART),
    ("adapters/linked.py", "adapters.arcus", VENUES_APART),
    ("adapters/transport/transport.py", "adapters.arcus", VENUES_APART),
    ("adapters/transport/breaker.py", "adapters.transport.wire", DECISIONS),
    ("adapters/arcus/client.py", "httpx", "Only the transport's wire knows an HTTP library"),
    ("adapters/transport/attempts.py", "aiohttp", "Only the transport's wire knows an HTTP library"),
    ("resolvers/accounts.py", "strawberry", NO_GRAPHQL),
]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules of the rooms and pyproject.toml, in a folder of their own."""
    folder = tmp_path_factory.mktemp("rooms")
    for room in LINT["root_packages"]:
        for module in (ROOT / room).rglob("*.py"):
            copy = folder / module.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(module, copy)
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    return folder


def broken(folder: Path) -> AbstractSet[str]:
    """The contracts that import-linter calls broken there."""
    lint = subprocess.run(
        [sys.executable, "-c", COMMAND, "--no-logo"], cwd=folder, capture_output=True, text=True, check=False
    )
    found = set(BROKEN.findall(lint.stdout))
    assert bool(found) == bool(lint.returncode), lint.stdout + lint.stderr
    return found


def test_no_contract_is_broken(copied: Path) -> None:
    """The tree as it is passes."""
    assert broken(copied) == set()


@pytest.mark.parametrize(("module", "imported", "contract"), FORBIDDEN, ids=str)
def test_an_import_that_does_not_belong_is_found(copied: Path, module: str, imported: str, contract: str) -> None:
    """The import breaks its contract and no other."""
    text = (copied / module).read_text(encoding="utf-8")
    try:
        (copied / module).write_text(f"import {imported}\n{text}", encoding="utf-8")
        assert broken(copied) == {contract}
    finally:
        (copied / module).write_text(text, encoding="utf-8")


def test_each_contract_is_tried() -> None:
    """Every contract has an import that breaks it, so that none is there in name only."""
    assert {contract for _, _, contract in FORBIDDEN} == {contract["name"] for contract in LINT["contracts"]}


def test_whatever_is_no_wire_decides() -> None:
    """The contract on decisions names every module of the transport but the wire and what composes them all."""
    [decisions] = [contract for contract in LINT["contracts"] if contract["name"] == DECISIONS]
    modules = {f"adapters.transport.{module.stem}" for module in (ROOT / "adapters" / "transport").glob("[!_]*.py")}
    assert set(decisions["source_modules"]) == modules - set(decisions["forbidden_modules"])
