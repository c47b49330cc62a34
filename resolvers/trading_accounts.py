"""Trading accounts: the firm, its users, and the cash, positions and orders of each account."""

from collections.abc import Awaitable, Sequence

from domain.errors import GatewayError
from domain.ports import TradingPort
from domain.accounts import AccountKind
from domain.keys import TradingKey
from domain.trading import EventPosition, Firm, TradingAccount, TradingBalance, TradingOrder, TradingUser
from resolvers import accounts
from resolvers.accounts import trading_port
from resolvers.connections import Connection, Edge, check_first
from resolvers.context import Context
from resolvers.ids import FIRM, TRADING_USER, NodeId, decode_cursor, encode_cursor
from resolvers.loaders import EVERY_USER

CURSOR = "tradingAccounts"


def firm(context: Context) -> Awaitable[Firm]:
    """The firm behind the gateway's credential, at the first venue of trading accounts."""
    port = next(iter(context.ports.trading.values()))
    return context.loaders.firms(port).load(port.venue)


def firm_id(firm: Firm) -> str:
    """The global id of a firm."""
    return NodeId(firm.venue, FIRM, firm.name).encode()


def users(context: Context, firm: Firm) -> Awaitable[Sequence[TradingUser]]:
    """The users the firm may act for."""
    return context.loaders.users(context.ports.trading[firm.venue]).load(firm.venue)


def user_id(user: TradingUser) -> str:
    """The global id of a user."""
    return NodeId(user.venue, TRADING_USER, user.name).encode()


def accounts_of_user(context: Context, user: TradingUser) -> Awaitable[Sequence[TradingAccount]]:
    """The accounts that a user may trade: asked of the venue, for names do not tell."""
    return context.loaders.accounts_of_users(context.ports.trading[user.venue]).load(user.name)


async def trading_account(context: Context, name: str) -> TradingAccount | None:
    """One account by resource name, or None."""
    for venue in context.holding(AccountKind.TRADING):
        found = await accounts.account(context, venue, TradingKey(name))
        if isinstance(found, TradingAccount):
            return found
    return None


async def trading_accounts(context: Context, first: int, after: str | None) -> Connection[TradingAccount]:
    """A page of all trading accounts, by venue, then name; of several venues a failing one is left out and reported."""
    check_first(first)
    start = decode_cursor(after, CURSOR, (str, str)) if after is not None else None
    ports = list(context.ports.trading.values())
    edges = [
        Edge(encode_cursor(CURSOR, account.venue.value, account.key.name), account)
        for port in ports
        for account in await _all(context, port, alone=len(ports) == 1)
    ]
    if start is not None:
        order = [port.venue.value for port in ports]
        at = (order.index(str(start[0])) if start[0] in order else -1, str(start[1]))
        edges = [edge for edge in edges if (order.index(edge.node.venue.value), edge.node.key.name) > at]
    return Connection.of(edges, first, after)


def cash(context: Context, account: TradingAccount) -> Awaitable[Sequence[TradingBalance]]:
    """Cash of an account by currency."""
    return context.loaders.cash(trading_port(context, account)).load(account.key.name)


def positions(context: Context, account: TradingAccount) -> Awaitable[Sequence[EventPosition]]:
    """Event contracts that an account holds."""
    return context.loaders.positions(trading_port(context, account)).load(account.key.name)


def open_orders(context: Context, account: TradingAccount) -> Awaitable[Sequence[TradingOrder]]:
    """Resting orders of an account."""
    return context.loaders.open_orders(trading_port(context, account)).load(account.key.name)


async def _all(context: Context, port: TradingPort, *, alone: bool) -> Sequence[TradingAccount]:
    try:
        return await context.loaders.accounts_of_users(port).load(EVERY_USER)
    except GatewayError as error:
        if alone:
            raise
        context.report(error)
        return ()
