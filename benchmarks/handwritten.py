"""What an engineer would write by hand for just these three answers: httpx, json, gather, and nothing else.

It asks the venues for what its answers hold and no more. It has no retries, no breaker, no deadline, no rate limit, no
partial answers, no log and no metrics, shares no call between requests, and every further question needs more code.
"""

import asyncio
import base64
import json
import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from decimal import Decimal

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.handwritten_amounts import EXACT, added, plain, unscaled
from benchmarks.handwritten_venues import Json, Venues

HELD = {"collateral", "staked", "loan_collateral"}


def balances_of(rows: list[Json]) -> list[Json]:
    """One entry per asset."""
    balances = []
    for asset in sorted({row["asset"] for row in rows}):
        held = [row for row in rows if row["asset"] == asset]
        available = added(row["balance"] for row in held if row["account_type"] == "available")
        locked = added(row["balance"] for row in held if row["account_type"] in HELD)
        total = EXACT.add(available, locked)
        balances.append({"asset": asset, "total": plain(total), "available": plain(available), "locked": plain(locked)})
    return balances


def global_id(*parts: str | int) -> str:
    """The gateway's opaque id."""
    return base64.urlsafe_b64encode(json.dumps([1, *parts], separators=(",", ":")).encode()).rstrip(b"=").decode()


async def account(venues: Venues, code: str) -> Json:
    """One labeled account; the customer listing is asked only when there is no row."""
    rows = [row for row in await venues.ledgers(code) if row["account_label"] == "general"]
    known = bool(rows) or any(row["account_label"] == "general" for row in await venues.customers(code))
    found = {"participantCode": code, "label": "general", "balances": balances_of(rows)}
    return {"labeledAccount": found if known else None}


async def participants(venues: Venues) -> Json:
    """The first page of participants with the accounts of each, from sweeps of the platform."""
    page, ledgers, customers = await asyncio.gather(
        venues.zerohash("/participants", page=1), venues.ledgers(None), venues.customers(None)
    )
    held: dict[str, dict[str, list[Json]]] = {}
    for row in customers:
        held.setdefault(row["participant_code"], {})[row["account_label"]] = []
    for row in ledgers:
        held.setdefault(row["account_owner"], {}).setdefault(row["account_label"], []).append(row)
    edges = [
        {
            "node": {
                "code": row["participant_code"],
                "name": row["participant_name"],
                "status": row["status"].upper(),
                "labeledAccounts": [
                    {"label": label, "balances": balances_of(rows)}
                    for label, rows in sorted(held.get(row["participant_code"], {}).items())
                ],
            }
        }
        for row in sorted(page["message"], key=lambda row: str(row["participant_code"]))
    ]
    return {"participants": {"edges": edges[:50]}}


async def portfolio(venues: Venues, code: str) -> Json:
    """All accounts of one person."""
    links = venues.links[code]
    sections = await asyncio.gather(
        labeled_section(venues, code),
        trading_section(venues, sorted(links["trading_accounts"])),
        margin_section(venues, links["margin_accounts"]),
    )
    names = ("ZEROHASH", "POLYMARKET_US", "ARCUS")
    return {
        "portfolio": {
            "sections": [
                {"__typename": "VenueAccounts", "venue": venue, "accounts": accounts}
                for venue, accounts in zip(names, sections, strict=True)
            ]
        }
    }


async def labeled_section(venues: Venues, code: str) -> list[Json]:
    """The person's accounts at zerohash that hold anything."""
    held: dict[str, list[Json]] = {}
    for row in sorted(await venues.ledgers(code), key=lambda row: (row["asset"], row["account_type"])):
        held.setdefault(row["account_label"], []).append(row)
    return [
        {
            "id": global_id("ZEROHASH", "LabeledAccount", code, label, venues.platform),
            "name": f"{code} {label}",
            "balances": balances_of(rows),
            "label": label,
            "ledgers": [
                {
                    "asset": row["asset"],
                    "accountType": row["account_type"],
                    "balance": plain(Decimal(row["balance"])),
                    "accountId": row["account_id"],
                }
                for row in rows
            ],
        }
        for label, rows in sorted(held.items())
    ]


async def trading_section(venues: Venues, names: list[str]) -> list[Json]:
    """The person's accounts at Polymarket US."""
    listed, *found = await asyncio.gather(
        venues.polymarket_us("GET", "/v1/accounts"), *(trading_account(venues, name) for name in names)
    )
    if not set(names) <= set(listed["accounts"]):
        raise LookupError("A linked trading account is not listed.")
    return found


async def trading_account(venues: Venues, name: str) -> Json:
    """One account with its cash and positions."""
    cash, positions = await asyncio.gather(
        venues.polymarket_us("POST", "/v1/positions/balances", json={"name": name}), venues.positions(name)
    )
    rows = sorted((cash.get("balances") or {}).items())
    return {
        "id": global_id("POLYMARKET_US", "TradingAccount", name),
        "name": name,
        "balances": [
            {"asset": currency, "total": row.get("balance"), "available": row.get("buyingPower"), "locked": None}
            for currency, row in rows
        ],
        "cash": [
            {"currency": currency, "balance": row.get("balance"), "buyingPower": row.get("buyingPower")}
            for currency, row in rows
        ],
        "contracts": [
            {
                "symbol": row["symbol"],
                "netPosition": unscaled(row["netPosition"], venues.scales[row["symbol"]]),
            }
            for row in sorted(positions, key=lambda row: str(row["symbol"]))
            if row.get("netPosition", "0") != "0" and not row.get("expired")
        ],
    }


async def margin_section(venues: Venues, links: list[Json]) -> list[Json]:
    """The person's accounts at Arcus."""
    keys = sorted((link["address"].lower(), link["account_index"]) for link in links)
    found = await asyncio.gather(*(venues.margin_account(*key) for key in keys))
    return [
        {
            "id": global_id("ARCUS", "MarginAccount", address, index),
            "name": f"{address} #{index}",
            "balances": [
                {
                    "asset": "USD",
                    "total": row["equity"],
                    "available": row["freeCollateral"],
                    "locked": plain(added(position["marginUsed"] for position in row["positions"].values())),
                }
            ],
            "equity": row["equity"],
            "availableCollateral": row["freeCollateral"],
            "netQuoteBalance": row["netQuoteBalance"],
            "sequenceNumber": str(row["sequenceNumber"]),
            "positions": [
                {
                    "marketId": position["marketId"],
                    "market": position["marketDisplayName"],
                    "size": ("-" if position["side"] == "SHORT" else "") + position["size"].removeprefix("-"),
                }
                for position in sorted(row["positions"].values(), key=lambda row: int(row["marketId"]))
            ],
        }
        for (address, index), row in zip(keys, found, strict=True)
        if row is not None
    ]


def answer(data: Json) -> Response:
    """The answer in the form of GraphQL's."""
    return Response(
        json.dumps({"data": data}, separators=(",", ":"), ensure_ascii=False), media_type="application/json"
    )


def create_app(settings: dict[str, str]) -> Starlette:
    """The three endpoints; the settings are the gateway's, without their prefix."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[dict[str, Venues]]:
        async with AsyncExitStack() as stack:
            clients = {
                venue: await stack.enter_async_context(httpx.AsyncClient(trust_env=False))
                for venue in ("ZEROHASH", "POLYMARKET_US", "ARCUS")
            }
            yield {"venues": Venues(clients, settings)}

    async def one_account(request: Request) -> Response:
        return answer(await account(request.state.venues, request.path_params["code"]))

    async def one_portfolio(request: Request) -> Response:
        return answer(await portfolio(request.state.venues, request.path_params["code"]))

    async def many_participants(request: Request) -> Response:
        return answer(await participants(request.state.venues))

    routes = [
        Route("/account/{code}", one_account),
        Route("/portfolio/{code}", one_portfolio),
        Route("/participants", many_participants),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def main() -> None:
    """Serve on a free port until a signal, and print its address."""
    settings = {n.removeprefix("GATEWAY_"): value for n, value in os.environ.items() if n.startswith("GATEWAY_")}
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.bind(("127.0.0.1", 0))
    bound.listen(1024)
    print(f"http://127.0.0.1:{bound.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(create_app(settings), log_level="warning", access_log=False)).run([bound])


if __name__ == "__main__":
    main()
