"""What zerohash means by a 4xx."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.transport.calls import Call
from adapters.zerohash.refusals import absent, refusal
from domain.errors import GatewayError, VenueAnswerError, VenueCredentialsError, VenueForbiddenError
from tests.adapters.replies import code, received
from tests.adapters.specimens.zerohash import JOHN
from tests.adapters.transport.scripted import Scripted, reply
from tests.adapters.zerohash.listings import adapter_on


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, b"", VenueCredentialsError),
        (403, b'{"error": true, "message": "Invalid signature"}', VenueCredentialsError),
        (403, b"<html>1020</html>", VenueCredentialsError),
        (403, b"<html>You have no permission to see this page</html>", VenueCredentialsError),
        (403, b'["permission"]', VenueCredentialsError),
        (403, b'{"error": true, "message": ["permission"]}', VenueCredentialsError),
        (403, b'{"message": "permission \xff"}', VenueCredentialsError),
        (403, b"[" * 100_000, VenueCredentialsError),
        (401, b"null", VenueCredentialsError),
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


ELSEWHERE = [
    b"",
    b"Not Found",
    b"<html><body>404 Not Found</body></html>",
    b'"Not Found"',
    b"null",
    b"[]",
    b'["error"]',
    b"{}",
    b'{"error": true, "message": "Not Found"}',
    b'{"error": null}',
    b'{"error": ["Not Found"]}',
    b'{"message": "no Route matched with those values"}',
    b'{"detail": "Not Found"}',
    b'{"statusCode": 404, "error": "Not Found", "message": "Route GET:/accounts not found"}',
    b'{"error": "Not Found"',
    b'{"error": "\xff"}',
    b'{"error":"no route matched with those values"}',
    b'{"error": ""}',
    b'{"error": "not found in cache, try again"}',
    b"\xff\xfe",
    b"[" * 100_000,
]


@pytest.mark.parametrize(
    "body", [b'{"error": "Not Found"}', b'{"error":"participant not found"}\n', b'{"error": "NOT FOUND"}']
)
def test_the_venues_own_words_for_not_there(body: bytes) -> None:
    """A 404 with the documented body says that nothing is there; another status with it does not."""
    assert absent(received(body, 404))
    assert not absent(received(body, 400))
    assert not absent(received(body, 410))


@pytest.mark.parametrize("body", ELSEWHERE, ids=range(len(ELSEWHERE)))
async def test_a_404_in_other_words_is_no_answer(body: bytes) -> None:
    """A 404 in a proxy's words, or in anything but the documented body, says nothing of what is there."""
    assert not absent(received(body, 404))

    async def answer(_request: httpx.Request) -> httpx.Response:
        return reply(404, body)

    adapter = adapter_on(Scripted(answer))
    for result in (*await adapter.participants([JOHN]), *await adapter.statuses(["zrn:x"])):
        assert code(result) == "VENUE_ANSWER"


@given(st.sampled_from([400, 401, 403, 404, 409, 422]), st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_a_refusal(status: int, body: bytes) -> None:
    """Whatever comes with a 4xx, it is read without a fault."""
    assert not absent(received(body, status)) or status == 404
    assert isinstance(refusal(Call("accounts", "GET", "/accounts"), received(body, status)), GatewayError)
