"""Polymarket US's firm, users, accounts and cash: wire shapes to our values."""

from itertools import zip_longest
from typing import NamedTuple

import msgspec

from adapters.polymarket_us.fields import UNREADABLE, answer, instant
from adapters.polymarket_us.keys import is_carried
from adapters.polymarket_us.listing import Listing
from adapters.polymarket_us.shapes import AccountName, AccountRow, Accounts, BalanceRow, Balances, Users, Whoami
from adapters.transport.calls import Reply
from domain.accounts import AccountStatus, Observation, Uncounted
from domain.amounts import from_optional_json, is_zero
from domain.keys import TradingKey
from domain.trading import TradingAccount, TradingBalance, TradingUser
from domain.venues import Venue

SECURITIES = "Securities beside the cash are not counted."
UNSETTLED = "Unsettled funds are not counted."

_whoami = msgspec.json.Decoder(Whoami)
_users = msgspec.json.Decoder(Users)
_accounts = msgspec.json.Decoder(Accounts)
_account = msgspec.json.Decoder(str | AccountRow)
_account_name = msgspec.json.Decoder(AccountName)
_display_name = msgspec.json.Decoder(str | None)
_balances = msgspec.json.Decoder(Balances)


class Identity(NamedTuple):
    """Who the gateway's credential is; `kind` is the venue's word without its prefix."""

    firm: str
    display_name: str | None
    kind: str | None


def parse_identity(reply: Reply) -> Identity:
    """The firm, always as `firms/{id}`. Raises ValueError when the reply names none, or one that no id can carry."""
    wire = _whoami.decode(reply.body)
    firm = wire.firm or wire.firm_id
    if not firm:
        raise ValueError("no firm")
    firm = firm if firm.startswith("firms/") else f"firms/{firm}"
    if not is_carried(firm):
        raise ValueError("a firm that no id can carry")
    kind = (wire.firm_type or "").removeprefix("FIRM_TYPE_") or None
    return Identity(firm, wire.firm_display_name or None, kind)


def parse_users(reply: Reply) -> tuple[TradingUser, ...]:
    """Users sorted by name; where the parallel arrays differ in length, the missing display names are unknown."""
    wire = answer(_users, reply.body)
    names = wire.users or []
    if wire.display_names and not names:
        raise ValueError("display names of nobody")
    users = {
        name: TradingUser(venue=Venue.POLYMARKET_US, name=name, display_name=shown or None)
        for name, shown in zip_longest(names, (wire.display_names or [])[: len(names)])
    }
    if not all(map(is_carried, users)):
        raise ValueError("a user without a name, or with one that no id can carry")
    return tuple(user for _, user in sorted(users.items()))


def parse_accounts(reply: Reply) -> Listing:
    """Accounts from rows of either generation: a resource name, or an object that may tell a status.

    A row that cannot be read costs only the account that it names. Raises ValueError for display names of nothing: left
    out means empty, and then both are.
    """
    wire = answer(_accounts, reply.body)
    rows = wire.accounts or []
    if wire.display_names and not rows:
        raise ValueError("display names of no accounts")
    observation = Observation(observed_at=reply.received_at)
    accounts: dict[TradingKey, TradingAccount | None] = {}
    nameless = False
    for raw, shown in zip_longest(rows, (wire.display_names or [])[: len(rows)]):
        try:
            account = _parse_account(raw, shown, observation)
            accounts[account.key] = account
        except UNREADABLE:
            name = _name_in(raw)
            nameless = nameless or not name
            if name:
                accounts[TradingKey(name)] = None
    return Listing(accounts, nameless)


def parse_cash(reply: Reply) -> tuple[TradingBalance, ...]:
    """Cash by currency; amounts are decimal text of whole units, down to parts of a cent."""
    balances = answer(_balances, reply.body).balances or {}
    if "" in balances:
        raise ValueError("cash without a currency")
    return tuple(_parse_balance(currency, wire or BalanceRow(), reply) for currency, wire in sorted(balances.items()))


def _parse_account(raw: msgspec.Raw, shown: msgspec.Raw | None, observation: Observation) -> TradingAccount:
    row = _account.decode(raw)
    if isinstance(row, str):
        row = AccountRow(name=row)
    name = _name_of(row.account_id, row.name)
    if not name or not is_carried(name):
        raise ValueError("an account without a name, or with one that no id can carry")
    display_name = row.display_name or (None if shown is None else _display_name.decode(shown))
    return TradingAccount(
        venue=Venue.POLYMARKET_US,
        key=TradingKey(name),
        observation=observation,
        display_name=display_name or None,
        status=AccountStatus.read(row.status),
    )


def _name_of(account_id: str | None, name: str | None) -> str | None:
    return account_id if account_id and account_id.startswith("firms/") else name or account_id


def _name_in(raw: msgspec.Raw) -> str | None:
    """The account that an unreadable row is about, if it still names one."""
    try:
        row = _account.decode(raw) if bytes(raw).startswith(b'"') else _account_name.decode(raw)
    except UNREADABLE:
        return None
    return row if isinstance(row, str) else _name_of(row.account_id, row.name)


def _parse_balance(currency: str, wire: BalanceRow, reply: Reply) -> TradingBalance:
    unsettled = from_optional_json(wire.unsettled_funds)
    uncounted = []
    if _has_securities(wire):
        uncounted.append(Uncounted(asset=None, reason=SECURITIES))
    if _counts(unsettled):
        uncounted.append(Uncounted(asset=currency, reason=UNSETTLED))
    return TradingBalance(
        currency=currency,
        balance=from_optional_json(wire.balance),
        buying_power=from_optional_json(wire.buying_power),
        excess_capital=from_optional_json(wire.excess_capital),
        capital_requirement=from_optional_json(wire.capital_requirement),
        margin_requirement=from_optional_json(wire.margin_requirement),
        open_orders=from_optional_json(wire.open_orders),
        unsettled_funds=unsettled,
        updated_at=instant(wire.update_time),
        observed_at=reply.received_at,
        uncounted=tuple(uncounted),
    )


def _has_securities(wire: BalanceRow) -> bool:
    """Whether anything but cash is there: `balance` is without securities by the vendor's page on balances."""
    figures = [wire.total_security_notional_value, wire.total_security_available_value]
    for security in (wire.securities or {}).values():
        if security is not None:
            figures += [security.balance, security.market_value, security.notional_value, security.available_value]
    amounts = [from_optional_json(figure) for figure in figures]
    return any(_counts(amount) for amount in amounts)


def _counts(amount: str | None) -> bool:
    return amount is not None and not is_zero(amount)
