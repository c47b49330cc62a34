"""`gateway query --explain`: what a question was expected to cost, and did."""

import asyncio
from pathlib import Path

import msgspec

from sandbox import Sandbox
from sandbox.serve import serve
from schema.operations import load_operations
from tests.gateway.commands.processes import run

VARIABLES = next(msgspec.json.encode(each.variables) for each in load_operations() if each.name == "MarginAccount")
QUERY = ("query", "MarginAccount", "--variables", VARIABLES.decode(), "--explain")


async def test_explain_shows_estimate_truth_and_limits(sandbox_keys: Sandbox, tmp_path: Path) -> None:
    """It prints the two figures and what is allowed; what is refused says so, spends nothing, exits with 1."""
    async with serve(sandbox_keys) as running:
        environment = sandbox_keys.environment(running.base_urls, tmp_path)
        explained = await asyncio.to_thread(run, *QUERY, **environment)
        told = msgspec.json.decode(explained.stdout)
        assert explained.returncode == 0
        assert told["spent"]["calls"] == told["estimate"]["calls"] == {"ARCUS": 1}
        assert told["spent"]["cost"] <= told["estimate"]["cost"]
        assert told["limits"] == {"cost": 5000, "callsPerVenue": 120, "calls": 240}
        environment["GATEWAY_COST_LIMIT"] = "5"
        refused = await asyncio.to_thread(run, *QUERY, **environment)
        told = msgspec.json.decode(refused.stdout)
        assert refused.returncode == 1
        assert [error["extensions"]["code"] for error in told["errors"]] == ["COST_EXCEEDED"]
        assert told["spent"]["calls"] == {}
