"""What a venue need not say itself: headers that never change, and a 4xx that means what its status says."""

import pytest

from adapters.transport.calls import FixedHeaders, Upstream
from domain.errors import VenueAnswerError, VenueCredentialsError, VenueError, VenueForbiddenError
from domain.venues import Venue
from tests.adapters.transport.scripted import AMPLE, READ, answering, body_of, connect_to


@pytest.mark.parametrize(
    ("status", "expected", "words"),
    [
        (400, VenueAnswerError, "refused the question with 400"),
        (401, VenueCredentialsError, "refused the gateway's credential"),
        (403, VenueForbiddenError, "does not let the gateway read this"),
        (404, VenueAnswerError, "refused the question with 404"),
    ],
)
async def test_a_refusal_means_what_its_status_says(status: int, expected: type[VenueError], words: str) -> None:
    """Without a reading of the venue's own, in one sentence with the call; nothing is sent a second time."""
    http = answering(status)
    transport = connect_to(http)(Upstream(venue=Venue.ARCUS, base_url="http://arcus.sandbox", limits=AMPLE))
    with pytest.raises(expected) as refused:
        await transport.fetch(READ, body_of)
    assert str(refused.value) == f"Arcus {words} (call: {READ.name})."
    assert len(http.requests) == 1


async def test_fixed_headers_go_with_every_call() -> None:
    """A key is sent with each attempt, and a refused one is not tried again."""
    http = answering(200, 401)
    auth = FixedHeaders({"X-Key": "k"})
    transport = connect_to(http)(Upstream(venue=Venue.ARCUS, base_url="http://arcus.sandbox", limits=AMPLE, auth=auth))
    await transport.fetch(READ, body_of)
    with pytest.raises(VenueCredentialsError):
        await transport.fetch(READ, body_of)
    assert [request.headers["x-key"] for request in http.requests] == ["k", "k"]
