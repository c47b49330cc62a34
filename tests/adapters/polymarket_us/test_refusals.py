"""What Polymarket US means by a 4xx, whatever is in its body."""

from typing import Any

import pytest

from adapters.polymarket_us.auth import token_refusal
from adapters.polymarket_us.refusals import BY_NAME, refusal
from adapters.transport.calls import Call
from domain.errors import (
    GatewayError,
    NotFoundError,
    VenueAnswerError,
    VenueCredentialsError,
    VenueForbiddenError,
)
from tests.adapters.replies import received

ODD_BODIES: list[Any] = [
    *(b"", b"\xff\xfe", b'{"code":"\xff"}', b"<html>not found</html>", b"no such host", b"[" * 100_000, b'"5"', b"5"),
    *(
        [],
        [5],
        {},
        {"code": None},
        {"code": "5"},
        {"code": 5.5},
        {"code": True},
        {"code": 2**70},
        {"error": "not found"},
    ),
    *({"code": 3, "message": "not found"}, {"code": 7, "message": "not found"}, {"message": "not found"}),
]
"""What a 4xx may carry that is not the venue's "not found"."""


@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("whoami", 401, VenueCredentialsError),
        ("balances", 401, VenueCredentialsError),
        ("positions", 403, VenueForbiddenError),
        ("positions", 404, NotFoundError),
        ("balances", 404, NotFoundError),
        ("open_orders", 404, NotFoundError),
        ("accounts_of_user", 404, NotFoundError),
        ("whoami", 404, VenueAnswerError),
        ("users", 404, VenueAnswerError),
        ("accounts", 404, VenueAnswerError),
        ("instruments", 404, VenueAnswerError),
        ("positions", 400, VenueAnswerError),
        ("positions", 464, VenueAnswerError),
    ],
)
def test_refusals(name: str, status: int, expected: type[GatewayError]) -> None:
    """A 4xx is the error that its status stands for; where nothing was named, a 404 is a route that is not there."""
    error = refusal(Call(name, "GET", "/"), received({"code": 5, "message": "venue words"}, status))
    assert type(error) is expected
    assert "venue words" not in str(error)


@pytest.mark.parametrize("body", ODD_BODIES, ids=lambda body: repr(body)[:30])
@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_not_there_only_in_the_words_of_the_venue(name: str, body: Any) -> None:
    """A 404 without the venue's own code 5 is a proxy's, or a path that is not there, and no answer to the question."""
    assert type(refusal(Call(name, "GET", "/"), received(body, 404))) is VenueAnswerError


@pytest.mark.parametrize("body", ODD_BODIES, ids=lambda body: repr(body)[:30])
@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_refusals_of_the_token_call(status: int, body: Any) -> None:
    """Whatever the token endpoint refuses, and in whatever words, it is the gateway's own credential."""
    error = token_refusal(Call("token", "POST", "/"), received(body, status))
    assert type(error) is VenueCredentialsError
    assert str(status) in str(error)
    assert "not found" not in str(error)
