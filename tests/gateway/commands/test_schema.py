"""`gateway schema`."""

from pathlib import Path

from tests.gateway.commands.processes import run


def test_the_contract_is_checked_and_exported(tmp_path: Path) -> None:
    """`schema check` is content with the committed contract and names what an older client would miss."""
    assert run("schema", "check").returncode == 0
    exported = run("schema", "export").stdout
    assert exported.startswith('"""')
    older = tmp_path / "older.graphql"
    older.write_text(exported + "\ntype Gone { x: Int }\n")
    told = run("schema", "check", str(older))
    assert (told.returncode, "Gone" in told.stdout) == (1, True)
    assert told.stdout.splitlines() == ["Gone was removed."]
    (tmp_path / "none.graphql").write_text("{")
    assert run("schema", "check", str(tmp_path / "none.graphql")).returncode == 2


def test_only_what_breaks_clients_is_reported(tmp_path: Path) -> None:
    """Less in the older contract, other descriptions, or a standard scalar that ours does not use: nothing breaks."""
    older = tmp_path / "older.graphql"
    text = 'type Query { "As it was." venues: [VenueState!]! }\ntype VenueState { lastErrorCode: String }\n'
    older.write_text(text)
    told = run("schema", "check", str(older))
    assert (told.returncode, told.stdout, told.stderr) == (0, "Nothing breaks.\n", "")
    older.write_text(text + "input Weight { pounds: Float }\n")
    told = run("schema", "check", str(older))
    assert (told.returncode, told.stdout) == (1, "Weight was removed.\n")
