"""Every member of Arcus's answers spoiled: it costs its own key or asset, and never shows a wrong amount."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import httpx
import msgspec
import pytest

from adapters.arcus.adapter import ArcusAdapter
from adapters.arcus.settings import ArcusSettings
from domain.errors import Unavailable, VenueError
from sandbox import create_sandbox
from tests.adapters.arcus.paths import KEY
from tests.adapters.polymarket_us.spoiling import ROW, Spoiled, Touch, complaints, encoded, spoiled
from tests.adapters.specimens.arcus import SPECIMEN
from tests.adapters.transport.scripted import AMPLE, Scripted, connect_to, reply

KEYS = tuple(key for key in SPECIMEN.known if key != KEY)
ALL = (KEY, *KEYS)

ACCOUNT = {
    "accountIndex": None,
    "address": None,
    "netQuoteBalance": ("net_quote_balance",),
    "equity": ("equity", "total", "balances"),
    "freeCollateral": ("available_collateral", "available", "balances"),
    "netDeposits": ("net_deposits",),
    "pendingDeposits": ("pending_deposits", "uncounted"),
    "pendingWithdrawals": ("pending_withdrawals", "uncounted"),
    "positions": (ROW, "balances"),
    "sequenceNumber": ("sequence_number",),
    "1": None,
    "2": None,
    "marketId": None,
    "marketDisplayName": ("market",),
    "side": None,
    "size": ("size", "unrealized_pnl"),
    "averageEntryPrice": ("average_entry_price", "unrealized_pnl"),
    "leverage": ("leverage",),
    "marginUsed": ("initial_margin_required", "balances"),
    "positionValueNotional": ("notional",),
    "markPx": ("mark_price", "unrealized_pnl"),
}


class Answers:
    """An Arcus that gives the sandbox's healthy answers, but for one that is set."""

    def __init__(self) -> None:
        self.healthy: dict[str, Any] = {}
        self.set: dict[str, Spoiled] = {}
        self._sandbox = httpx.ASGITransport(app=create_sandbox(3, limits=False).apps["arcus"])

    async def answer(self, request: httpx.Request) -> httpx.Response:
        """A kept answer, or the sandbox's, which is kept."""
        call = f"{request.url.path}?{request.url.query.decode()}"
        if call in self.set:
            return reply(200, encoded(self.set[call].content))
        if call not in self.healthy:
            response = await self._sandbox.handle_async_request(request)
            self.healthy[call] = msgspec.json.decode(await response.aread())
        return reply(200, encoded(self.healthy[call]))

    def open(self) -> ArcusAdapter:
        """An adapter that knows no market yet."""
        return ArcusAdapter(
            ArcusSettings(base_url="http://arcus.sandbox/v1", limits=AMPLE), connect_to(Scripted(self.answer))
        )


@pytest.fixture
async def answers(budget: object) -> Answers:
    """Healthy answers to every call."""
    assert budget
    answers = Answers()
    adapter = answers.open()
    await adapter.accounts(ALL)
    await adapter.prices()
    await adapter.close()
    return answers


async def prices(adapter: ArcusAdapter) -> Sequence[Any]:
    """The prices, as the result of one key."""
    try:
        return [await adapter.prices()]
    except VenueError as error:
        return [error.unavailable]


async def test_accounts(answers: Answers) -> None:
    """A spoiled member fails its own account or feeds its own fields, and one that is not read does not matter."""
    adapter = answers.open()
    healthy = await adapter.accounts(ALL)
    assert not any(isinstance(result, Unavailable) for result in healthy)
    call = f"/v1/account?address={KEY.address}&accountIndex={KEY.account_index}"
    wrong: list[str] = []
    cases = list(spoiled(answers.healthy[call]))
    for case in cases:
        answers.set = {call: case}
        touch = Touch({0}, ACCOUNT.get(case.member, ()))
        wrong += complaints(case, healthy, await adapter.accounts(ALL), _same(touch))
    assert len(cases) > 400
    assert not wrong
    await adapter.close()


@pytest.mark.parametrize("call", ["/v1/prices?", "/v1/markets?"])
async def test_prices(answers: Answers, call: str) -> None:
    """A spoiled member costs the price of its own asset at most; no other price changes, and none is wrong."""
    adapter = answers.open()
    healthy = (await prices(adapter))[0]
    await adapter.close()
    assert len(healthy) > 2
    names = {"/v1/prices?": _priced_by(answers), "/v1/markets?": _listed_by(answers)}[call]
    free = {"oraclePrice": {"price"}, "marketDisplayName": {"source"}, "baseAsset": {ROW}}
    wrong: list[str] = []
    for case in spoiled(answers.healthy[call]):
        answers.set = {call: case}
        adapter = answers.open()
        [found] = await prices(adapter)
        await adapter.close()
        asset = names(case)
        if isinstance(found, Unavailable):
            wrong += [f"{case.path} {case.how} fails all"] if asset else []
            continue
        for other in healthy.keys() | found.keys():
            one, now = ({**each}.get(other) for each in (healthy, found))
            same = one and now and (one.price, one.source) == (now.price, now.source)
            mine = (other == asset and (now is None or case.member in free)) or (asset is None and now is None)
            renamed = other not in healthy and case.member == "baseAsset"
            if not (same or mine or renamed) or (now and Decimal(now.price) <= 0):
                wrong.append(f"{case.path} {case.how} changes {other}: {now}")
    assert not wrong


def _same(touch: Touch) -> Callable[[Spoiled], Touch]:
    return lambda _: touch


def _listed_by(answers: Answers) -> Callable[[Spoiled], str | None]:
    rows = answers.healthy["/v1/markets?"]["markets"]
    return lambda case: rows[case.path[1]]["baseAsset"] if len(case.path) > 1 else None


def _priced_by(answers: Answers) -> Callable[[Spoiled], str | None]:
    rows = answers.healthy["/v1/markets?"]["markets"]
    return lambda case: next(row["baseAsset"] for row in rows if str(row["marketId"]) == case.path[0])
