"""The token endpoint of Polymarket US checks assertions and hands out tokens that live 180 seconds."""

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox import Sandbox
from tests.sandbox.clients import Clients, Clock


async def test_json_and_form_bodies_get_a_token(clients: Clients, sandbox: Sandbox) -> None:
    """Both encodings work; the token tells audience, scopes and firm."""
    for encoding in ("json", "data"):
        answer = await clients.send("polymarket_us", "POST", "/oauth/token", **{encoding: clients.token_request()})
        body = answer.json()
        assert (answer.status_code, body["token_type"], body["expires_in"]) == (200, "Bearer", 180)
        claims = jwt.decode(body["access_token"], options={"verify_signature": False})
        assert claims["aud"] == "http://polymarket-us.sandbox"
        assert claims["scope"].split() == list(sandbox.polymarket_us.tokens.scopes)
        assert claims["firm_id"] == "acme-trading"
        assert claims["exp"] - claims["iat"] == 180


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "somebody"},
        {"sub": "somebody"},
        {"aud": "http://polymarket-us.sandbox"},
        {"aud": "http://other.sandbox/oauth/token"},
        {"iat": None},
        {"exp": None},
        {"jti": None},
        {"exp": 1_790_000_000 + 301},
        {"exp": 1_790_000_000},
        {"iat": 1_790_000_000 + 120, "exp": 1_790_000_000 + 180},
        {"iat": True},
    ],
)
async def test_each_claim_is_checked(clients: Clients, changes: dict[str, object]) -> None:
    """A wrong, missing, expired or too long-lived claim is an invalid assertion."""
    request = clients.token_request(client_assertion=clients.assertion(**changes))
    answer = await clients.send("polymarket_us", "POST", "/oauth/token", json=request)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client_assertion")


async def test_an_assertion_works_once(clients: Clients, clock: Clock) -> None:
    """The same jti is refused until it would have expired anyway."""
    request = clients.token_request()
    statuses = [
        (await clients.send("polymarket_us", "POST", "/oauth/token", json=request)).status_code for _ in range(2)
    ]
    assert statuses == [200, 401]
    clock.now += 300
    again = clients.token_request(client_assertion=clients.assertion(jti="one"))
    assert (await clients.send("polymarket_us", "POST", "/oauth/token", json=again)).status_code == 200


async def test_another_key_or_algorithm_is_refused(clients: Clients, sandbox: Sandbox) -> None:
    """Only RS256 with the registered key passes."""
    claims = jwt.decode(clients.assertion(), options={"verify_signature": False})
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = {
        "invalid_client": jwt.encode(claims, other, "RS256"),
        "invalid_client_assertion": jwt.encode(claims, sandbox.credentials.private_key, "RS512"),
    }
    for error, assertion in forged.items():
        request = clients.token_request(client_assertion=assertion)
        answer = await clients.send("polymarket_us", "POST", "/oauth/token", json=request)
        assert (answer.status_code, answer.json()["error"]) == (401, error)


@pytest.mark.parametrize("assertion", ["", "a.b", "a.b.c", "....", "e30.e30.e30", 7, None])
async def test_what_is_no_assertion_is_refused(clients: Clients, assertion: object) -> None:
    """Broken text in place of a JWT is refused and breaks nothing."""
    request = clients.token_request(client_assertion=assertion)
    answer = await clients.send("polymarket_us", "POST", "/oauth/token", json=request)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client_assertion")


@pytest.mark.parametrize(
    ("name", "value", "status", "error"),
    [
        ("grant_type", "password", 400, "unsupported_grant_type"),
        ("client_assertion_type", "secret", 400, "invalid_request"),
        ("client_id", "somebody", 401, "invalid_client"),
        ("audience", "http://elsewhere.sandbox", 403, "access_denied"),
    ],
)
async def test_the_other_members_are_checked(clients: Clients, name: str, value: str, status: int, error: str) -> None:
    """Each member of the token request has to be right."""
    answer = await clients.send("polymarket_us", "POST", "/oauth/token", json=clients.token_request(**{name: value}))
    assert (answer.status_code, answer.json()["error"]) == (status, error)


async def test_a_token_dies_after_180_seconds(clients: Clients, clock: Clock) -> None:
    """It works until then and is answered with 401 code 16 afterwards."""
    await clients.renew()
    clock.now += 179
    assert (await clients.polymarket("GET", "/v1/whoami")).status_code == 200
    clock.now += 1
    answer = await clients.polymarket("GET", "/v1/whoami")
    assert (answer.status_code, answer.json()["code"]) == (401, 16)


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x.y.z", "Basic abc", "Bearer e30.e30.AAAA"])
async def test_a_call_without_a_valid_token_is_refused(clients: Clients, authorization: str) -> None:
    """Forged and missing tokens get 401."""
    answer = await clients.send("polymarket_us", "GET", "/v1/whoami", headers={"authorization": authorization})
    assert (answer.status_code, answer.json()["code"]) == (401, 16)
