"""What zerohash means by a 4xx."""

import pytest

from adapters.transport.calls import Call
from adapters.zerohash.refusals import refusal
from domain.errors import GatewayError, VenueAnswerError, VenueCredentialsError, VenueForbiddenError
from tests.adapters.replies import received


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, b"", VenueCredentialsError),
        (403, b'{"error": true, "message": "Invalid signature"}', VenueCredentialsError),
        (403, b"<html>1020</html>", VenueCredentialsError),
        (403, b'{"message": "This api key does not have read permission"}', VenueForbiddenError),
        (400, b'{"errors": []}', VenueAnswerError),
        (404, b"", VenueAnswerError),
        (409, b"", VenueAnswerError),
    ],
)
def test_refusals(status: int, body: bytes, expected: type[GatewayError]) -> None:
    """A 4xx is the error that its status and, for 403, its words stand for; the words are not repeated."""
    error = refusal(Call("accounts", "GET", "/accounts"), received(body, status))
    assert type(error) is expected
    assert "(call: accounts)" in str(error)
    assert "api key" not in str(error)
    assert "html" not in str(error)
