"""What Polymarket US means by a 4xx."""

import pytest

from adapters.polymarket_us.auth import token_refusal
from adapters.polymarket_us.client import refusal
from adapters.transport.calls import Call
from domain.errors import (
    GatewayError,
    NotFoundError,
    VenueAnswerError,
    VenueCredentialsError,
    VenueForbiddenError,
)
from tests.adapters.replies import received


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


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_refusals_of_the_token_call(status: int) -> None:
    """Whatever the token endpoint refuses, it is the gateway's own credential."""
    error = token_refusal(Call("token", "POST", "/"), received({"error_description": "venue words"}, status))
    assert type(error) is VenueCredentialsError
    assert str(status) in str(error)
    assert "venue words" not in str(error)
