"""The addresses beside GraphQL."""

from domain.venues import Venue
from tests.house import House


async def test_the_other_addresses(house: House) -> None:
    """Liveness, readiness, metrics and the way from the root to the page."""
    assert (await house.client.get("/livez")).text == "ok\n"
    ready = (await house.client.get("/readyz")).json()
    assert ready == {"ready": True, "venues": [venue.value for venue in Venue]}
    await house.ask("{ __typename }")
    metrics = (await house.client.get("/metrics")).text
    assert 'gateway_requests_total{outcome="answered"} 1.0' in metrics
    assert (await house.client.get("/")).headers["location"] == "/graphql"
