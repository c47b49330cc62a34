"""zerohash's port: labeled accounts with their ledger rows, what their labels are set up as, and participants."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar, cast

from adapters.transport.calls import Upstream
from adapters.transport.transport import Connect
from adapters.zerohash.auth import ZerohashAuth
from adapters.zerohash.client import ZerohashClient
from adapters.zerohash.keys import HOUSES, asset, label, labeled_key, listed_code, listed_key, participant_code
from adapters.zerohash.ledgers import Sought, joined
from adapters.zerohash.listings import Listings
from adapters.zerohash.lookups import Held, Lookups
from adapters.zerohash.platform_code import PlatformCode
from adapters.zerohash.refusals import refusal
from adapters.zerohash.settings import ZerohashSettings
from domain.accounts import Account, AccountKind, Owned
from domain.errors import Unavailable, VenueError
from domain.keys import AccountKey, LabeledKey, Owner
from domain.labeled import CustomerAccount, CustomerPage, CustomerStatus, LabeledPage
from domain.participants import Participant, ParticipantPage, ParticipantStatus
from domain.ports import Result, outcomes
from domain.venues import Venue, VenueState

T = TypeVar("T")


class ZerohashAdapter:
    """Labeled accounts and participants of one platform."""

    venue = Venue.ZEROHASH
    holds = AccountKind.LABELED

    def __init__(self, settings: ZerohashSettings, connect: Connect) -> None:
        self.group = settings.platform_code
        self._transport = connect(
            Upstream(
                venue=self.venue,
                base_url=settings.base_url,
                auth=ZerohashAuth(settings.api_key, settings.api_secret, settings.passphrase),
                limits=settings.limits,
                refusal=refusal,
                probe=self.probe,
            )
        )
        self._client = ZerohashClient(self._transport)
        self._lookups = Lookups(Listings(self._client))
        self._platform_code = PlatformCode(self.group, self._transport)

    def key(self, participant_code: str, label: str, group: str | None = None) -> LabeledKey:
        """Code, label and group; without a group, the platform's own."""
        return labeled_key(participant_code, label, self.group if group is None else group)

    def label(self, text: str) -> str:
        """A label alone."""
        return label(text)

    def asset(self, text: str) -> str:
        """An asset code."""
        return asset(text)

    def key_in_id(self, participant_code: str, label: str, group: str) -> LabeledKey:
        """Code, label and group as the venue may list them."""
        return listed_key(participant_code, label, group)

    def participant_code(self, text: str) -> str:
        """A participant code."""
        return participant_code(text)

    def participant_code_in_id(self, text: str) -> str:
        """A participant code as the venue may list it."""
        return listed_code(text)

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """Each labeled account that has a ledger row."""
        wanted = cast("Sequence[LabeledKey]", keys)
        found = await self._lookups.accounts(wanted)
        self._platform_code.seen(key.group for key, account in zip(wanted, found, strict=True) if _is_there(account))
        empty = [key.group == self.group and account is None for key, account in zip(wanted, found, strict=True)]
        return await self._confirmed(found, empty)

    async def accounts_of(self, owners: Sequence[Owner]) -> Sequence[Result[Owned]]:
        """The labeled accounts of each owner that have ledger rows, in the platform's own group and in others."""
        held = await self._lookups.accounts_of(sorted({owner.participant_code for owner in owners}))
        found = [_owned(self.group, held[owner.participant_code]) for owner in owners]
        counted = [not isinstance(owned, Unavailable) and bool(owned.accounts) for owned in found]
        self._platform_code.seen([self.group] if any(counted) else [])
        empty = [not isinstance(owned, Unavailable) and not owned.accounts for owned in found]
        return await self._confirmed(found, empty)

    async def customers(self, codes: Sequence[str]) -> Sequence[Result[Mapping[LabeledKey, CustomerAccount]]]:
        """What the labels of each participant are set up as, in every group."""
        listed = await self._lookups.customers(sorted(set(codes)))
        self._platform_code.seen(
            key.group for rows in listed.values() if not isinstance(rows, Unavailable) for key in rows
        )
        return [listed[code] for code in codes]

    async def statuses(self, zrns: Sequence[str]) -> Sequence[Result[CustomerStatus | None]]:
        """One call per zrn."""
        return await outcomes(self.venue, [self._client.customer_status(zrn) for zrn in zrns])

    async def ledger_page(self, label: str | None, asset: str | None, page: int) -> LabeledPage:
        """One page of the platform's rows, its own and its float left out."""
        found = await self._client.ledger_page(Sought(label=label, group=self.group, asset=asset), page)
        if found.rows or found.unreadable:
            self._platform_code.seen([self.group])
        elif page == 1:
            await self._platform_code.confirm()
        whole = joined([found])
        accounts = whole.accounts()
        unreadable = self._customers_of(whole.unreadable)
        customers = tuple(accounts[key] for key in self._customers_of(accounts) if key not in unreadable)
        return LabeledPage(customers, page, max(1, found.last), unreadable)

    async def customer_page(self, label: str, page: int) -> CustomerPage:
        """One page of the customer accounts of a label, those of other groups left out."""
        found = await self._client.customer_page(Sought(label=label), page)
        own = {account.key: account for account in found.customers if account.key.group == self.group}
        unreadable = tuple(key for key in found.unreadable if key.group == self.group)
        self._platform_code.seen(key.group for key in (*own, *unreadable))
        customers = tuple(own[key] for key in sorted(own.keys() - set(unreadable)))
        return found._replace(customers=customers, unreadable=unreadable)

    async def participants(self, codes: Sequence[str]) -> Sequence[Result[Participant | None]]:
        """One call per code, the only one that gives the kind."""
        return await outcomes(self.venue, [self._client.participant(code) for code in codes])

    async def participant_page(self, page: int, status: ParticipantStatus | None) -> ParticipantPage:
        """One page of the platform's participants."""
        return await self._client.participant_page(page, status)

    async def probe(self) -> None:
        """Read the first of the platform's own ledger rows, which shows that credential and platform code are right."""
        await self._platform_code.probe()

    async def state(self) -> VenueState:
        """How zerohash answered lately."""
        return await self._transport.state()

    async def close(self) -> None:
        """Give the connections back."""
        await self._transport.close()

    def _customers_of(self, keys: Iterable[LabeledKey]) -> tuple[LabeledKey, ...]:
        """Without the platform's own accounts and its float."""
        return tuple(key for key in keys if key.participant_code not in HOUSES | {self.group})

    async def _confirmed(self, found: list[Result[T]], empty: Sequence[bool]) -> list[Result[T]]:
        """The results, of which those are empty in the platform's own group; or why that is not to be believed."""
        try:
            if any(empty):
                await self._platform_code.confirm()
        except VenueError as error:
            return [error.unavailable if doubted else result for result, doubted in zip(found, empty, strict=True)]
        return found


def _is_there(account: Result[Account | None]) -> bool:
    return account is not None and not isinstance(account, Unavailable)


def _owned(group: str, held: Result[Held]) -> Result[Owned]:
    if isinstance(held, Unavailable):
        return held
    return Owned(
        accounts=tuple(account for key, account in held.items() if key.group == group),
        elsewhere=tuple(account for key, account in held.items() if key.group != group),
    )
