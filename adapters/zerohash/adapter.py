"""zerohash's port: labeled accounts, read by the cheaper of one call an owner and one sweep of the platform."""

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TypeVar

from domain.errors import GatewayError, InvalidInputError, VenueAnswerError
from domain.ports import Result, settle
from adapters.settings import ZerohashSettings
from adapters.transport.transport import Connect
from domain.accounts import Account, AccountKind
from domain.keys import AccountKey, LabeledKey, Owner
from domain.labeled import LabeledAccount
from domain.participants import Participant, ParticipantPage, ParticipantStatus
from domain.venues import Venue, VenueState
from adapters.zerohash.auth import ZerohashAuth
from adapters.zerohash.client import LONGEST_LISTING, ZerohashClient
from adapters.zerohash.parse import Customers, Ledgers, parse_labeled_accounts

CODE = re.compile(r"[A-Z0-9]{6}")
GROUP = re.compile(r"[A-Z0-9]{6}|UNALLOCATED")
LABEL = re.compile(r"[A-Za-z0-9:_-]{1,60}")
FEW_OWNERS = 2  # up to here a sweep cannot be the cheaper way
MEMORY = 600.0  # seconds for which the length of a sweep is remembered

Rows = TypeVar("Rows", Ledgers, Customers)
Accounts = dict[LabeledKey, LabeledAccount]


class ZerohashAdapter:
    """Labeled accounts and participants of one platform."""

    venue = Venue.ZEROHASH
    holds = AccountKind.LABELED

    def __init__(self, settings: ZerohashSettings, connect: Connect) -> None:
        auth = ZerohashAuth(settings.api_key, settings.api_secret, settings.passphrase)
        self._platform = settings.platform_code
        self._client = ZerohashClient(partial(connect, self.venue, settings.base_url, auth, settings.limits))
        self._sweeps: dict[str, tuple[float, int]] = {}

    def canonical(self, key: AccountKey) -> LabeledKey:
        """Check code, label and group; a group of None becomes the platform's own."""
        if not isinstance(key, LabeledKey):
            raise TypeError(f"expected LabeledKey, got {type(key).__name__}")
        if not LABEL.fullmatch(key.label):
            raise InvalidInputError("label", "label must be 1 to 60 letters, digits, colons, hyphens or underscores.")
        if key.group is not None and not GROUP.fullmatch(key.group):
            raise InvalidInputError("group", "group must be six capital letters or digits.")
        return LabeledKey(self.canonical_code(key.participant_code), key.label, key.group or self._platform)

    def canonical_code(self, code: str) -> str:
        """Check a participant code."""
        if not CODE.fullmatch(code):
            raise InvalidInputError("participantCode", "participantCode must be six capital letters or digits.")
        return code

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """Each labeled account that has a ledger row or stands in the customer listing."""
        wanted = [self.canonical(key) for key in keys]
        owners: defaultdict[str, set[str]] = defaultdict(set)
        for key in wanted:
            owners[key.group or self._platform].add(key.participant_code)
        held = await asyncio.gather(*(self._held(sorted(codes), group) for group, codes in owners.items()))
        by_group = dict(zip(owners, held, strict=True))
        return [_pick(key, by_group[key.group or self._platform][key.participant_code]) for key in wanted]

    async def accounts_of(self, owners: Sequence[Owner]) -> Sequence[Result[tuple[Account, ...]]]:
        """The labeled accounts of each owner in the platform's own group, sorted by label."""
        codes = [owner.participant_code for owner in owners]
        held = await self._held(sorted(set(codes)), self._platform)
        return [_all(held[code]) for code in codes]

    async def participants(self, codes: Sequence[str]) -> Sequence[Result[Participant | None]]:
        """One call a code, the only one that tells the kind."""
        wanted = [self.canonical_code(code) for code in codes]
        return await settle([self._client.participant(code) for code in wanted])

    async def participant_page(self, page: int, status: ParticipantStatus | None) -> ParticipantPage:
        """One page of the platform's participants."""
        return await self._client.participant_page(page, status)

    async def probe(self) -> None:
        """Read the platform's own ledger rows."""
        await self._client.ledgers(self._platform, self._platform, most=LONGEST_LISTING)

    async def state(self) -> VenueState:
        """How zerohash answered lately."""
        return await self._client.transport.state(self.probe)

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.transport.close()

    async def _held(self, owners: Sequence[str], group: str) -> dict[str, Result[tuple[Accounts, GatewayError | None]]]:
        """The accounts of each owner; where the customer listing failed, also why the list may be incomplete."""
        ledgers, customers = await asyncio.gather(
            self._by_owner(owners, f"ledgers of {group}", partial(self._client.ledgers, group)),
            self._by_owner(owners, "customers", self._client.customers),
        )
        return {owner: _join(group, ledgers[owner], customers[owner]) for owner in owners}

    async def _by_owner(
        self, owners: Sequence[str], listing: str, read: Callable[[str | None, int], Awaitable[Rows | int]]
    ) -> dict[str, Result[Rows]]:
        """One call an owner, or one sweep of everything where that takes fewer calls.

        How long a sweep is shows on its first pages and is remembered for ten minutes, so that a sweep is seldom begun
        in vain. A sweep with a broken row is read again owner by owner, so that only the owner of that row fails.
        """
        if len(owners) > FEW_OWNERS and self._remembered_pages(listing) <= len(owners):
            try:
                swept = await read(None, len(owners))
            except VenueAnswerError:
                pass
            except GatewayError as error:
                return dict.fromkeys(owners, error)
            else:
                self._sweeps[listing] = (time.monotonic(), swept if isinstance(swept, int) else swept.pages)
                if not isinstance(swept, int):
                    return {**swept.split(owners)}
        found = await settle([self._whole(read, owner) for owner in owners])
        return dict(zip(owners, found, strict=True))

    async def _whole(self, read: Callable[[str | None, int], Awaitable[Rows | int]], owner: str) -> Rows:
        rows = await read(owner, LONGEST_LISTING)
        if isinstance(rows, int):
            raise VenueAnswerError(self.venue, f"zerohash lists more than {LONGEST_LISTING} pages for one participant.")
        return rows

    def _remembered_pages(self, listing: str) -> int:
        seen_at, pages = self._sweeps.get(listing, (0.0, 0))
        return pages if time.monotonic() - seen_at < MEMORY else 0


def _join(
    group: str, ledgers: Result[Ledgers], customers: Result[Customers]
) -> Result[tuple[Accounts, GatewayError | None]]:
    """Without ledger rows nothing is known; without the customer listing the accounts that have rows still are."""
    if isinstance(ledgers, GatewayError):
        return ledgers
    if not isinstance(customers, GatewayError):
        return {account.key: account for account in parse_labeled_accounts(group, ledgers, customers)}, None
    if not ledgers.rows:
        return customers
    accounts = parse_labeled_accounts(group, ledgers, Customers.none(), customers)
    return {account.key: account for account in accounts}, customers


def _pick(key: LabeledKey, held: Result[tuple[Accounts, GatewayError | None]]) -> Result[LabeledAccount | None]:
    if isinstance(held, GatewayError):
        return held
    accounts, incomplete = held
    return accounts.get(key) or incomplete


def _all(held: Result[tuple[Accounts, GatewayError | None]]) -> Result[tuple[Account, ...]]:
    if isinstance(held, GatewayError):
        return held
    accounts, _ = held
    return tuple(accounts.values())
