"""`gateway serve` where it does not start."""

from tests.gateway.commands.processes import run


def test_serve_refuses_an_address_that_others_can_reach() -> None:
    """Without caller authentication `serve` keeps to this machine, says so in one sentence, and exits with 4."""
    for host in ("0.0.0.0", "192.0.2.1", "::"):  # noqa: S104 - refused
        refused = run("serve", "--host", host)
        assert refused.returncode == 4
        assert "does not yet authenticate its callers" in refused.stderr
        assert len(refused.stderr.strip().splitlines()) == 1


def test_wrong_settings_exit_with_four() -> None:
    """All faults are told in one message and the exit code is 4."""
    refused = run("serve", GATEWAY_PORT="x", GATEWAY_ARCUS__RATE="y")
    assert refused.returncode == 4
    assert "GATEWAY_PORT" in refused.stderr
    assert "GATEWAY_ARCUS__BASE_URL is missing" in refused.stderr
    assert "Traceback" not in refused.stderr
