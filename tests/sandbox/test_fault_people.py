"""People, trading accounts and margin accounts whose name says which fault their calls show."""

import anyio
import pytest

from sandbox import FAULT_MODES, Sandbox
from tests.sandbox.clients import Clients
from tests.sandbox.reads import MAIN, MEMBERS, PEOPLE_READS, READS, address, is_json, trading_account

every_venue = pytest.mark.parametrize("venue", READS)


@every_venue
@pytest.mark.parametrize("code", FAULT_MODES)
async def test_people_show_what_their_name_says(clients: Clients, sandbox: Sandbox, venue: str, code: str) -> None:
    """A call about one of them shows the fault, while the venue is healthy for everybody else."""
    mode = FAULT_MODES[code]
    healthy = await READS[venue](clients)
    read = PEOPLE_READS[venue]
    if mode == "down":
        with pytest.raises(ConnectionResetError):
            await read(clients, code)
    elif mode == "slow":
        with anyio.move_on_after(0.05) as scope:
            await read(clients, code)
        assert scope.cancelled_caught
    else:
        answer = await read(clients, code)
        statuses = {"rate_limited": 429, "error": 500, "expired_token": 401 if venue == "polymarket_us" else 403}
        assert answer.status_code == statuses.get(mode, 200)
        assert is_json(answer) == (mode not in ("truncated", "html"))
        names = {"zerohash": code, "polymarket_us": trading_account(sandbox, code), "arcus": address(sandbox, code)}
        if mode == "wrong_echo":
            assert names[venue] not in answer.text
        elif mode == "wrong_types":
            assert 7 in answer.json().values()
        elif mode == "missing_fields":
            assert MEMBERS[venue] not in answer.text
        elif mode == "json_numbers":
            assert names[venue] in answer.text
    assert (await READS[venue](clients)).content == healthy.content


async def test_an_expiring_account_is_cured_by_renewal_each_time(clients: Clients) -> None:
    """Each token that was not fetched because of it is refused once by the account."""
    account = "firms/acme/accounts/fault-expired_token"
    for _ in range(2):
        await clients.renew()
        assert (await clients.polymarket("GET", f"/v1/positions?name={account}")).status_code == 401
        await clients.renew()
        assert (await clients.polymarket("GET", f"/v1/positions?name={account}")).status_code == 200


async def test_fault_people_are_known_but_not_listed(clients: Clients, sandbox: Sandbox) -> None:
    """Their own information is healthy; lists and sweeps leave them out."""
    for code in FAULT_MODES:
        info = await clients.zerohash(f"/participant/{code}/basic_info")
        assert (info.status_code, info.json()["message"]["status"]) == (200, "approved")
        assert (await clients.zerohash(f"/clob/accounts?participant_code={code}")).status_code == 200
        assert (await clients.zerohash(f"/participants?participant_code={code}")).json()["message"] == []
    listed = (await clients.zerohash("/participants")).text + (await clients.zerohash("/accounts")).text
    assert not any(code in listed for code in FAULT_MODES)


@every_venue
async def test_json_numbers_have_thirty_digits(clients: Clients, sandbox: Sandbox, venue: str) -> None:
    """The amounts of F0NUMB do not fit a float, and are sent digit for digit."""
    if venue == "polymarket_us":
        name = trading_account(sandbox, "F0NUMB")
        answer = await clients.polymarket("POST", "/v1/positions/balances", json={"name": name})
    else:
        answer = await PEOPLE_READS[venue](clients, "F0NUMB")
    assert ":1234567890123456.12345678901234," in answer.text


async def test_one_fault_account_spoils_no_orders_of_others(clients: Clients) -> None:
    """Only a call about that account alone shows its fault."""
    path = f"/v1/trading/orders/open?accounts={MAIN}&accounts=firms/acme/accounts/fault-down"
    assert len((await clients.polymarket("GET", path)).json()["orders"]) == 2
