"""Labeled accounts: one, one participant's, and the list of the platform's."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from typing import Protocol

import msgspec

from domain.errors import GatewayError
from domain.accounts import Account, AccountKind
from domain.keys import LabeledKey, Owner
from domain.labeled import FundingModel, LabeledAccount
from domain.venues import Venue
from resolvers import accounts
from resolvers.connections import Connection, Edge, check_first, check_length, naming
from resolvers.context import Context
from resolvers.ids import decode_cursor, encode_cursor

CURSOR = "labeledAccounts"
ANYONE = "AAAAAA"  # a well-formed code, where only the label is in question
FEWEST_OWNERS = 20
WHOLE_PAGE = 100
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
    with naming("participantCodes"):
        for code in codes or ():
            context.ports.participants.canonical_code(code)
    _check(context, labels, assets)
    kind = _kind_of_list(codes, labels, assets)
    start = _place(after, kind)
    # A filter leaves few accounts of each owner, so whole pages of owners are read at a time.
    chunk = WHOLE_PAGE if labels is not None or assets is not None else max(first, FEWEST_OWNERS)
    edges: list[Edge[LabeledAccount]] = []
    resume: Place | None = None
    async for page, owners in _owners(context, codes, start, chunk):
        if page > max(start[0], 1) + PAGES_SCANNED - 1:
            resume = (page, "", "")
            break
        for account in await _accounts_of(context, owners, labels, assets):
            place = (page, account.key.participant_code, account.key.label)
            if place > start:
                edges.append(Edge(encode_cursor(kind, *place), account))
        if len(edges) > first:
            break
    return Connection.of(edges, first, after, encode_cursor(kind, *resume) if resume else None)


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
    with naming("labels"):
        for label in labels or ():
            context.ports.accounts[_venue(context)].canonical(LabeledKey(ANYONE, label))


def _kind_of_list(*restrictions: Sequence[str] | None) -> str:
    """A name for the list that the filter makes, so that a cursor of one list is not taken for one of another."""
    canonical = msgspec.json.encode([None if names is None else sorted(set(names)) for names in restrictions])
    return f"{CURSOR} {hashlib.sha256(canonical).hexdigest()[:12]}"


def _place(after: str | None, kind: str) -> Place:
    if after is None:
        return (0, "", "")
    page, code, label = decode_cursor(after, kind, (int, str, str))
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
    """The accounts of those owners that can be read; an error where none can."""
    found: list[LabeledAccount] = []
    results = await context.loaders.accounts_of(_venue(context)).load_all(owners)
    errors = [result for result in results if isinstance(result, GatewayError)]
    if errors and len(errors) == len(results):
        raise errors[0]
    for owner, result in zip(owners, results, strict=True):
        if isinstance(result, GatewayError):
            context.report(result, participantCode=owner.participant_code)
        else:
            accounts.report_incomplete(context, result)
            found.extend(_narrowed(result, labels, assets))
    return found


def _narrowed(
    found: Sequence[Account], labels: Sequence[str] | None, assets: Sequence[str] | None
) -> list[LabeledAccount]:
    """Whole accounts that have one of the labels and hold one of the assets."""
    return [
        account
        for account in found
        if isinstance(account, LabeledAccount)
        and (labels is None or account.key.label in labels)
        and (assets is None or any(ledger.asset in assets for ledger in account.ledgers))
    ]
