"""What `/metrics` says of the process, the circuits and the requests."""

import asyncio
import re

from gateway import VERSION
from schema.operations import load_operations
from tests.house import House


async def metrics(house: House) -> str:
    """The metrics now."""
    return (await house.client.get("/metrics")).text


async def test_process_and_version_are_there(house: House) -> None:
    """The process's own figures, and which version it is."""
    text = await metrics(house)
    assert re.search(r"^process_resident_memory_bytes [\d.e+]+$", text, re.MULTILINE)
    assert re.search(r"^process_start_time_seconds [\d.e+]+$", text, re.MULTILINE)
    assert re.search(rf'^gateway_build_info{{python="3\.\d+\.\S+",version="{VERSION}"}} 1\.0$', text, re.MULTILINE)


async def test_each_venue_has_its_circuit(house: House) -> None:
    """0 for a circuit that is closed, 1 once a venue has failed repeatedly; asking for it calls no venue."""
    venues = ("ZEROHASH", "POLYMARKET_US", "ARCUS")
    text = await metrics(house)
    assert all(f'gateway_circuit_open{{venue="{venue}"}} 0.0' in text for venue in venues)
    assert not house.records
    house.sandbox.faults.set("arcus", "error")
    for index in range(5):
        await house.ask(f'{{ marginAccount(address: "{index:040x}") {{ equity }} }}')
    text = await metrics(house)
    assert 'gateway_circuit_open{venue="ARCUS"} 1.0' in text
    assert 'gateway_circuit_open{venue="ZEROHASH"} 0.0' in text


async def test_requests_are_counted_by_our_own_operations_alone(house: House) -> None:
    """An example operation has a label of its own; whatever else a client calls its operation is `other`."""
    venues = next(operation.text for operation in load_operations() if operation.name == "Venues")
    await house.ask(venues)
    for query in ("{ __typename }", "query Anything { __typename }", "query A_thousand_others { __typename }"):
        await house.ask(query)
    await house.ask("{ nothing }")
    text = await metrics(house)
    assert 'gateway_requests_total{operation="Venues",outcome="answered"} 1.0' in text
    assert 'gateway_requests_total{operation="other",outcome="answered"} 3.0' in text
    assert 'gateway_requests_total{operation="other",outcome="refused"} 1.0' in text
    assert 'gateway_request_seconds_count{operation="Venues"} 1.0' in text
    assert set(re.findall(r'operation="(\w+)"', text)) == {"Venues", "other"}


async def test_requests_in_flight_are_counted(house: House) -> None:
    """A request counts while it is being answered, and no longer."""
    house.sandbox.faults.set("zerohash", "slow")
    asking = asyncio.create_task(
        house.client.post("/graphql", json={"query": '{ participant(code: "ABC123") { code } }'})
    )
    while house.sandbox.count("zerohash") == 0:  # noqa: ASYNC110 - the sandbox counts, it does not signal
        await asyncio.sleep(0)
    assert "gateway_requests_in_flight 1.0" in await metrics(house)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert "gateway_requests_in_flight 0.0" in await metrics(house)
