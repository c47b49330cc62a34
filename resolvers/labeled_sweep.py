"""The platform's labeled accounts of some labels or assets: by sweeps that the venue filters, not owner by owner.

The order is that of the sweeps: by label (or asset), those with ledger rows before those that are only listed, by the
venue's page, then by participant code. A page of a sweep need not hold all rows of an account, so the accounts found on
one of several pages are read whole by their keys, no more of them than are wanted. An account of which a page has a row
that cannot be read is an error in its place.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import NamedTuple

from domain.errors import Unavailable, VenueAnswerError
from domain.keys import LabeledKey
from domain.labeled import LabeledAccount
from domain.ports import Result
from domain.venues import Venue
from resolvers.context import Context
from resolvers.cursors import SweptPlace
from resolvers.labeled_accounts import without_rows

END = "\U0010ffff"  # after every code of a page
LEDGER, LISTING = 1, 2  # the two parts of a sweep
CHECKED = 50  # listed accounts at a time of which it is not known whether they have rows


Held = Mapping[LabeledKey, Result[LabeledAccount] | None]


class Step(NamedTuple):
    """An account at its place, or None where a page ends: a place to go on from."""

    place: SweptPlace
    account: Result[LabeledAccount] | None


async def sweep(
    context: Context,
    venue: Venue,
    labels: Sequence[str] | None,
    assets: Sequence[str],
    start: SweptPlace | None,
    size: int,
) -> AsyncGenerator[Step, None]:
    """The accounts after a place, read whole so many at a time: of each label in turn, or else of each asset."""
    for of in sorted(set(assets if labels is None else labels)):
        if start is not None and of < start.of:
            continue
        begin = start if start is not None and of == start.of else SweptPlace(of, LEDGER, 1)
        label, asset = (None, of) if labels is None else (of, None)
        async for step in _with_rows(context, venue, label, asset, begin, size):
            if not _swept_before(step, sorted(assets), asset):
                yield step
        if label is not None:
            async for step in _only_listed(context, venue, label, begin):
                yield step


async def _with_rows(
    context: Context, venue: Venue, label: str | None, asset: str | None, begin: SweptPlace, size: int
) -> AsyncGenerator[Step, None]:
    if begin.part != LEDGER:
        return
    seen: set[LabeledKey] = set()
    number = last = begin.page
    while number <= last:
        page = await context.loaders.ledger_pages(venue).load((label, asset, number))
        last = page.last_page
        accounts = {account.key: account for account in page.accounts}
        broken = dict.fromkeys(page.unreadable, VenueAnswerError.of_row(venue, "accounts").unavailable)
        places = {key: _place(begin, LEDGER, number, key) for key in sorted(accounts | broken)}
        fresh = [key for key, place in places.items() if key not in seen and place > begin]
        seen.update(places)
        for at in range(0, len(fresh), size):
            keys = fresh[at : at + size]
            whole = accounts if last == 1 else await _held(context, venue, [key for key in keys if key in accounts])
            for key in keys:
                account = broken.get(key) or whole[key]
                if account is not None:
                    yield Step(places[key], account)
        yield Step(begin._replace(part=LEDGER, page=number, code=END, label=""), None)
        number += 1


async def _only_listed(context: Context, venue: Venue, label: str, begin: SweptPlace) -> AsyncGenerator[Step, None]:
    """Accounts that the customer listing has and the ledger has not: they hold nothing."""
    first = await context.loaders.ledger_pages(venue).load((label, None, 1))
    with_rows = {*first.unreadable, *(account.key for account in first.accounts)} if first.last_page == 1 else None
    number: int | None = begin.page if begin.part == LISTING else 1
    while number is not None:
        page = await context.loaders.customer_pages(venue).load((label, number))
        listed: dict[LabeledKey, Result[LabeledAccount]] = {each.key: without_rows(each) for each in page.customers}
        listed |= dict.fromkeys(page.unreadable, VenueAnswerError.of_row(venue, "clob_accounts").unavailable)
        places = {key: _place(begin, LISTING, number, key) for key in sorted(listed)}
        fresh = [key for key, place in places.items() if place > begin and key not in (with_rows or ())]
        for at in range(0, len(fresh), CHECKED):
            keys = fresh[at : at + CHECKED]
            found = await _held(context, venue, keys) if with_rows is None else dict.fromkeys(keys)
            for key, held in found.items():
                if not isinstance(held, LabeledAccount):
                    yield Step(places[key], held or listed[key])
            if with_rows is None:
                yield Step(places[keys[-1]], None)
        yield Step(begin._replace(part=LISTING, page=number, code=END, label=""), None)
        number = page.next_page


async def _held(context: Context, venue: Venue, keys: Sequence[LabeledKey]) -> Held:
    """The accounts as their own rows say; None for one without any, or no more."""
    found = await context.loaders.accounts(venue).load_all(keys)
    named = zip(keys, found, strict=True)
    return {key: account if isinstance(account, LabeledAccount | Unavailable) else None for key, account in named}


def _place(begin: SweptPlace, part: int, page: int, key: LabeledKey) -> SweptPlace:
    return SweptPlace(begin.of, part, page, key.participant_code, key.label)


def _swept_before(step: Step, assets: Sequence[str], asset: str | None) -> bool:
    """Whether an account was there already, in the sweep of an earlier asset that it holds as well."""
    if asset is None or not isinstance(step.account, LabeledAccount):
        return False
    earlier = assets[: assets.index(asset)]
    return any(ledger.asset in earlier for ledger in step.account.ledgers)
