"""Labeled accounts: one, one participant's, and what their labels are set up as."""

import asyncio
from collections.abc import Mapping, Sequence

from domain.accounts import AccountKind, AccountStatus, Owned
from domain.errors import Unavailable, VenueError
from domain.keys import LabeledKey, Owner
from domain.labeled import CustomerAccount, CustomerStatus, FundingModel, LabeledAccount
from domain.participants import Participant
from domain.ports import Result, outcomes
from domain.venues import Venue
from resolvers import accounts
from resolvers.context import Context
from resolvers.labeled_filter import Restriction
from resolvers.loaders import Loader, Loaders
from resolvers.lookups import Lookup
from resolvers.reads import owners

Customers = Mapping[LabeledKey, CustomerAccount]


async def labeled_account(
    context: Context, participant_code: str, label: str, group: str | None
) -> LabeledAccount | None:
    """One labeled account, or None."""
    venue = labeled_venue(context)
    return await by_key(context, venue, context.keys.labeled(venue, participant_code, label, group))


async def by_key(context: Context, venue: Venue, key: LabeledKey) -> LabeledAccount | None:
    """The account with its ledger rows; without any, what its listing says decides whether there is one."""
    found = await accounts.account(context, venue, key)
    if isinstance(found, LabeledAccount):
        return found
    customers = await context.loaders.customers(venue).load(key.participant_code)
    return without_rows(customers[key]) if key in customers else None


async def labeled_accounts_of(
    context: Context, participant_code: str, labels: Sequence[str] | None, assets: Sequence[str] | None
) -> list[LabeledAccount]:
    """The labeled accounts of one participant, sorted by label."""
    only = Restriction.of(context.keys, None, labels, assets)
    if only.labels is not None:
        found = await of_labels(context, [participant_code], only.labels)
    else:
        found = await of_owners(context, [context.owner(participant_code)])
    held: list[LabeledAccount] = []
    for result in found:
        if isinstance(result, Unavailable):
            raise result.error()
        held.extend(result)
    return narrowed(held, None, only.assets)


async def of_owners(context: Context, owners: Sequence[Owner]) -> list[Result[list[LabeledAccount]]]:
    """All labeled accounts of each owner, sorted by label: those with ledger rows and those that are only listed.

    Where the listing cannot be read, those with rows are known all the same; its error is reported beside them.
    """
    venue = labeled_venue(context)
    held, listed = await asyncio.gather(
        context.loaders.accounts_of(venue).load_all(owners),
        context.loaders.customers(venue).load_all([owner.participant_code for owner in owners]),
    )
    return [_whole(context, venue, *results) for results in zip(held, listed, strict=True)]


async def of_labels(
    context: Context, codes: Sequence[str], labels: Sequence[str]
) -> list[Result[list[LabeledAccount]]]:
    """The accounts of these labels, of each participant: each by its key, so that a long list need not be read."""
    venue = labeled_venue(context)
    group = context.keys.own_group(venue)
    keys = [[context.keys.labeled_in_id(venue, code, label, group) for label in sorted(set(labels))] for code in codes]
    found = await asyncio.gather(*(outcomes(venue, [by_key(context, venue, key) for key in own]) for own in keys))
    return [_present(results) for results in found]


def narrowed(
    found: Sequence[LabeledAccount], labels: Sequence[str] | None, assets: Sequence[str] | None
) -> list[LabeledAccount]:
    """Whole accounts that have one of the labels and hold one of the assets."""
    return [
        account
        for account in found
        if (labels is None or account.label in labels)
        and (assets is None or any(ledger.asset in assets for ledger in account.ledgers))
    ]


def labeled_venue(context: Context) -> Venue:
    """The first venue of labeled accounts."""
    return context.keys.venues(AccountKind.LABELED)[0]


def _customers(loaders: Loaders, account: LabeledAccount) -> Loader[str, Customers]:
    return loaders.customers(account.venue)


def _code(account: LabeledAccount) -> str:
    return account.participant_code


def _funding_model(account: LabeledAccount, customers: Customers) -> FundingModel:
    return customers[account.key].funding_model if account.key in customers else FundingModel.UNKNOWN


funding_model = Lookup(
    loader=_customers, key=_code, reads="customers", of=owners, pick=_funding_model, instead=FundingModel.UNKNOWN
)
"""The funding model; UNKNOWN with an error beside it where the venue could not be read."""


def _zrn(account: LabeledAccount, customers: Customers) -> str | None:
    return customers[account.key].zrn if account.key in customers else None


zrn = Lookup(loader=_customers, key=_code, reads="customers", of=owners, pick=_zrn)
"""The venue's own resource name of the customer account."""


def _tier(account: LabeledAccount, customers: Customers) -> str | None:
    return customers[account.key].tier if account.key in customers else None


tier = Lookup(loader=_customers, key=_code, reads="customers", of=owners, pick=_tier)
"""The customer account's tier, in the venue's word."""

participant: Lookup[LabeledAccount, Participant | None] = Lookup(
    loader=lambda loaders, _: loaders.participants(), key=_code, reads="participants", of=owners
)
"""Whose account it is."""


async def status(context: Context, account: LabeledAccount) -> AccountStatus:
    """Where the account stands; UNKNOWN where the venue does not tell."""
    found = await _status(context, account)
    return found.status if found else AccountStatus.UNKNOWN


async def raw_status(context: Context, account: LabeledAccount) -> str | None:
    """The venue's own word for the status; None where the venue does not tell."""
    found = await _status(context, account)
    return found.raw_status if found else None


async def _status(context: Context, account: LabeledAccount) -> CustomerStatus | None:
    """None without a zrn to look it up by, and beside an error where that fails."""
    try:
        found = await zrn(context, account)
        return None if found is None else await context.loaders.statuses(account.venue).load(found)
    except VenueError as error:
        context.report(error)
        return None


def _whole(
    context: Context, venue: Venue, held: Result[Owned], listed: Result[Customers]
) -> Result[list[LabeledAccount]]:
    try:
        return _joined(context, venue, held, listed)
    except Exception as error:  # noqa: BLE001 - what fails here is one owner, and the others are answered
        return context.unavailable(venue, error)


def _present(results: Sequence[Result[LabeledAccount | None]]) -> Result[list[LabeledAccount]]:
    failed = next((result for result in results if isinstance(result, Unavailable)), None)
    return failed or [result for result in results if isinstance(result, LabeledAccount)]


def _joined(
    context: Context, venue: Venue, held: Result[Owned], listed: Result[Customers]
) -> Result[list[LabeledAccount]]:
    if isinstance(held, Unavailable):
        return held
    accounts_held = [account for account in held.accounts if isinstance(account, LabeledAccount)]
    if isinstance(listed, Unavailable):
        if not accounts_held:
            return listed
        context.report(listed.error())
        return accounts_held
    group = context.keys.own_group(venue)
    known = {account.key for account in accounts_held}
    only_listed = [
        without_rows(customer) for key, customer in listed.items() if key.group == group and key not in known
    ]
    return sorted(accounts_held + only_listed, key=lambda account: account.key)


def without_rows(customer: CustomerAccount) -> LabeledAccount:
    """The account that is listed and holds nothing."""
    return LabeledAccount(venue=customer.venue, key=customer.key, observation=customer.observation)
