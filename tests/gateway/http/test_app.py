"""The addresses beside GraphQL."""

from domain.venues import Venue
from schema.build import build_schema, printed
from tests.house import House


async def test_the_other_addresses(house: House) -> None:
    """Liveness, readiness, metrics and the way from the root to the page."""
    assert (await house.client.get("/livez")).text == "ok\n"
    ready = (await house.client.get("/readyz")).json()
    assert ready == {"ready": True, "venues": [venue.value for venue in Venue]}
    await house.ask("{ __typename }")
    metrics = (await house.client.get("/metrics")).text
    assert 'gateway_requests_total{operation="other",outcome="answered"} 1.0' in metrics
    assert (await house.client.get("/")).headers["location"] == "/graphql"


async def test_the_contract_is_served(house: House) -> None:
    """GET /schema.graphql is the schema as text; a client that has it already is answered with 304."""
    response = await house.client.get("/schema.graphql")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text == printed(build_schema())
    tag = response.headers["etag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = await house.client.get("/schema.graphql", headers={"if-none-match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert (await house.client.get("/schema.graphql", headers={"if-none-match": '"other"'})).status_code == 200
    assert (await house.client.head("/schema.graphql")).headers["etag"] == tag
