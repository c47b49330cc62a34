"""Ports and hosts that cannot be had: one sentence, whichever command."""

import socket
from pathlib import Path

import pytest

from tests.gateway.commands.processes import run, started


@pytest.mark.parametrize("command", ["demo", "serve", "sandbox"])
@pytest.mark.parametrize("port", ["70000", "-1", "eighty", "65536"])
def test_an_impossible_port_is_wrong_usage(command: str, port: str) -> None:
    """What is no port is refused before anything starts, with 2."""
    refused = run(command, "--port", port)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr in ("--port must be a number, 0 to 65535.\n", "--port must be a number, 0 to 65532.\n")


def test_a_taken_port_is_named() -> None:
    """`serve` and `sandbox` end with 3 and name the port; the demo takes another one."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        serve, sandbox = run("serve", "--port", str(port)), run("sandbox", "--port", str(port - 1))
        with started("demo", "--port", str(port)) as demo:
            assert demo.stdout is not None
            assert f":{port}/" not in demo.stdout.readline()
    where = f"127.0.0.1, ports {port - 1} to {port + 2}"
    assert (serve.returncode, sandbox.returncode) == (3, 3)
    assert serve.stderr == f"The gateway cannot listen on 127.0.0.1:{port}: Address already in use.\n"
    assert sandbox.stderr == f"The sandbox cannot listen on {where}: Address already in use.\n"


@pytest.mark.parametrize("host", ["nonsense", "127.0.0.256", "http://127.0.0.1", "::1%nothing", " "])
def test_a_host_that_is_no_address_is_one_sentence(host: str) -> None:
    """Whatever stands where an address is due, `serve` ends with a sentence and no traceback."""
    refused = run("serve", "--host", host, "--port", "0")
    assert refused.returncode in (3, 4)
    assert len(refused.stderr.strip().removeprefix("The settings are not valid:\n").splitlines()) == 1


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    """`sandbox --directory` on a file, or below one, ends with 3."""
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        refused = run("sandbox", "--directory", str(folder))
        assert (refused.returncode, refused.stdout, len(refused.stderr.splitlines())) == (3, "", 1)
