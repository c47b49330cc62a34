"""The margin accounts of the crowd obey the venue's identities to the last digit."""

from decimal import Context, Decimal, localcontext

from sandbox import create_sandbox
from tests.sandbox.clients import Clients, Clock


async def test_two_hundred_accounts_add_up(clock: Clock) -> None:
    """Equity, free collateral, borrowed capital and notional follow from cash, sizes and prices."""
    sandbox = create_sandbox(participants=201, limits=False, clock=clock)
    clients = Clients(sandbox, clock)
    prices = {"8": {"oraclePrice": "0", "markPrice": "0"}, **(await clients.arcus("/prices")).json()}
    fractions = {
        str(row["marketId"]): Decimal(row["initialMarginFraction"])
        for row in (await clients.arcus("/markets")).json()["markets"]
    }
    seen: set[str] = set()
    sides: set[str] = set()
    for number in range(201):
        address = sandbox.arcus.margin.address_of(sandbox.world.person(number))
        body = (await clients.arcus(f"/account?address={address}")).json()
        assert (body["address"], body["accountIndex"]) == (address, 0)
        with localcontext(Context(prec=100)):
            equity = Decimal(body["netQuoteBalance"])
            margins = Decimal(0)
            for key, row in body["positions"].items():
                size, entry, mark = (Decimal(row[name]) for name in ("size", "averageEntryPrice", "markPx"))
                price = mark or entry
                equity += size * Decimal(prices[key]["oraclePrice"])
                margins += Decimal(row["marginUsed"])
                assert (row["address"], row["accountIndex"], str(row["marketId"])) == (address, 0, key)
                assert row["markPx"] == prices[key]["markPrice"]
                assert row["side"] == ("LONG" if size > 0 else "SHORT")
                assert Decimal(row["borrowedCapital"]) == -size * entry
                assert Decimal(row["positionValueNotional"]) == size * price
                assert Decimal(row["marginUsed"]) == abs(size) * price * fractions[key]
                assert Decimal(row["unrealizedPnl"]) == abs(size) * (entry - price) * fractions[key]
                seen.add(key)
                sides.add(row["side"])
            assert Decimal(body["equity"]) == equity
            assert Decimal(body["freeCollateral"]) == equity - margins
        assert not any("E" in str(value) for value in body.values() if isinstance(value, str))
    assert seen == {"1", "2", "3", "4", "5", "6", "7", "8"}
    assert sides == {"LONG", "SHORT"}
    await clients.close()
