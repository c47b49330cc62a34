"""Labeled accounts: one, one participant's, and the list of the platform's."""

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import msgspec

from adapters.errors import GatewayError
from adapters.values import Account, AccountKind, FundingModel, LabeledAccount, LabeledKey, Owner, Venue
from resolvers import accounts
from resolvers.connections import Connection, Edge, check_first, check_length
from resolvers.context import Context
from resolvers.ids import decode_cursor, encode_cursor

CURSOR = "labeledAccounts"
ANYONE = "AAAAAA"  # a well-formed code, where only the label is in question
PAGES_SCANNED = 5  # of the venue's participant listing, for one page of ours

Place = tuple[int, str, str]  # page of the participant listing (0 for a filter's own list), code, label


class Filter(Protocol):
    """Which accounts a list shall hold; None is no restriction."""

    participant_codes: list[str] | None
    labels: list[str] | None
    assets: list[str] | None


async def labeled_account(
    context: Context, participant_code: str, label: str, group: str | None
) -> LabeledAccount | None:
    """One labeled account, or None."""
    venue = _venue(context)
    found = await accounts.account(context, venue, LabeledKey(participant_code, label, group))
    return found if isinstance(found, LabeledAccount) else None


async def labeled_accounts_of(
    context: Context, participant_code: str, labels: Sequence[str] | None, assets: Sequence[str] | None
) -> list[LabeledAccount]:
    """The labeled accounts of one participant, sorted by label."""
    _check(context, labels, assets)
    found = await accounts.owned(context, context.owner(participant_code), AccountKind.LABELED)
    accounts.report_incomplete(context, found)
    return _narrowed(found, labels, assets)


async def labeled_accounts(
    context: Context, only: Filter | None, first: int, after: str | None
) -> Connection[LabeledAccount]:
    """A page of the platform's labeled accounts, in the order of its participants, then by label.

    An owner whose accounts cannot be read is left out, and the error says so.
    """
    check_first(first)
    codes, labels, assets = (only.participant_codes, only.labels, only.assets) if only else (None, None, None)
    check_length("participantCodes", codes)
    for code in codes or ():
        context.ports.participants.canonical_code(code)
    _check(context, labels, assets)
    start = _place(after)
    edges: list[Edge[LabeledAccount]] = []
    resume: Place | None = None
    async for page, owners in _owners(context, codes, start, chunk=first):
        if page > max(start[0], 1) + PAGES_SCANNED - 1:
            resume = (page, "", "")
            break
        for account in await _accounts_of(context, owners, labels, assets):
            place = (page, account.key.participant_code, account.key.label)
            if place > start:
                edges.append(Edge(encode_cursor(CURSOR, *place), account))
        if len(edges) > first:
            break
    return Connection.of(edges, first, after, encode_cursor(CURSOR, *resume) if resume else None)


def funding_model(context: Context, account: LabeledAccount) -> FundingModel:
    """The funding model; UNKNOWN with an error beside it where the venue could not be asked."""
    if account.customer_error is not None:
        context.report(account.customer_error)
    return account.funding_model


def zrn(account: LabeledAccount) -> str | None:
    """The venue's own resource name of the customer account."""
    if account.customer_error is not None:
        raise account.customer_error
    return account.zrn


def tier(account: LabeledAccount) -> str | None:
    """The customer account's tier, in the venue's word."""
    if account.customer_error is not None:
        raise account.customer_error
    return account.tier


def _venue(context: Context) -> Venue:
    return context.holding(AccountKind.LABELED)[0]


def _check(context: Context, labels: Sequence[str] | None, assets: Sequence[str] | None) -> None:
    check_length("labels", labels)
    check_length("assets", assets)
    for label in labels or ():
        context.ports.accounts[_venue(context)].canonical(LabeledKey(ANYONE, label))


def _place(after: str | None) -> Place:
    if after is None:
        return (0, "", "")
    page, code, label = decode_cursor(after, CURSOR, (int, str, str))
    return int(page), str(code), str(label)


async def _owners(
    context: Context, codes: Sequence[str] | None, start: Place, chunk: int
) -> AsyncIterator[tuple[int, list[Owner]]]:
    """Owners from the place to start at: those named, or page by page those the platform lists."""
    if codes is not None:
        yield 0, [context.owner(code) for code in sorted(set(codes)) if code >= start[1]]
        return
    number, last = max(start[0], 1), max(start[0], 1)
    while number <= last:
        page = await context.loaders.participant_pages().load((number, None))
        last = page.last_page
        listed = [p.code for p in page.participants if (number, p.code) >= start[:2]]
        for at in range(0, len(listed), chunk):
            yield number, [context.owner(code) for code in listed[at : at + chunk]]
        number += 1


async def _accounts_of(
    context: Context, owners: Sequence[Owner], labels: Sequence[str] | None, assets: Sequence[str] | None
) -> list[LabeledAccount]:
    found: list[LabeledAccount] = []
    for result in await context.loaders.accounts_of(_venue(context)).load_all(owners):
        if isinstance(result, GatewayError):
            context.report(result)
        else:
            accounts.report_incomplete(context, result)
            found.extend(_narrowed(result, labels, assets))
    return found


def _narrowed(
    found: Sequence[Account], labels: Sequence[str] | None, assets: Sequence[str] | None
) -> list[LabeledAccount]:
    """Accounts with one of the labels and, of them, what they hold of the assets; those that hold none are left out."""
    held = [
        account
        for account in found
        if isinstance(account, LabeledAccount) and (labels is None or account.key.label in labels)
    ]
    if assets is None:
        return held
    narrowed = [
        msgspec.structs.replace(
            account,
            ledgers=tuple(ledger for ledger in account.ledgers if ledger.asset in assets),
            balances=tuple(balance for balance in account.balances if balance.asset in assets),
        )
        for account in held
    ]
    return [account for account in narrowed if account.ledgers]
