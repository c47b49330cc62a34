"""zerohash's port: labeled accounts with their ledger rows, what their labels are set up as, and participants."""

from collections.abc import Mapping, Sequence
from typing import cast

from adapters.transport.calls import Upstream
from adapters.transport.transport import Connect
from adapters.zerohash.auth import ZerohashAuth
from adapters.zerohash.client import ZerohashClient, refusal
from adapters.zerohash.keys import label, labeled_key, participant_code
from adapters.zerohash.parse import parse_customers, parse_labeled_accounts
from adapters.zerohash.settings import ZerohashSettings
from adapters.zerohash.sweeps import LONGEST_LISTING, Sweeps
from domain.accounts import Account, AccountKind, Owned
from domain.errors import Unavailable
from domain.keys import AccountKey, LabeledKey, Owner
from domain.labeled import CustomerAccount, LabeledAccount
from domain.participants import Participant, ParticipantPage, ParticipantStatus
from domain.ports import Result, outcomes
from domain.venues import Venue, VenueState


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
        self._sweeps = Sweeps()

    def key(self, participant_code: str, label: str, group: str | None = None) -> LabeledKey:
        """Code, label and group; without a group, the platform's own."""
        return labeled_key(participant_code, label, self.group if group is None else group)

    def label(self, text: str) -> str:
        """A label alone."""
        return label(text)

    def participant_code(self, text: str) -> str:
        """A participant code."""
        return participant_code(text)

    async def accounts(self, keys: Sequence[AccountKey]) -> Sequence[Result[Account | None]]:
        """Each labeled account that has a ledger row."""
        wanted = cast("Sequence[LabeledKey]", keys)
        held = await self._held(sorted({key.participant_code for key in wanted}))
        return [_pick(key, held[key.participant_code]) for key in wanted]

    async def accounts_of(self, owners: Sequence[Owner]) -> Sequence[Result[Owned]]:
        """The labeled accounts of each owner that have ledger rows, in the platform's own group and in others."""
        held = await self._held(sorted({owner.participant_code for owner in owners}))
        return [_owned(self.group, held[owner.participant_code]) for owner in owners]

    async def customers(self, codes: Sequence[str]) -> Sequence[Result[Mapping[LabeledKey, CustomerAccount]]]:
        """What the labels of each participant are set up as, in every group."""
        rows = await self._sweeps.rows_of(sorted(set(codes)), "customers", self._client.customers)
        found = {
            code: listed if isinstance(listed, Unavailable) else parse_customers(listed)
            for code, listed in rows.items()
        }
        return [found[code] for code in codes]

    async def participants(self, codes: Sequence[str]) -> Sequence[Result[Participant | None]]:
        """One call per code, the only one that gives the kind."""
        return await outcomes(self.venue, [self._client.participant(code) for code in codes])

    async def participant_page(self, page: int, status: ParticipantStatus | None) -> ParticipantPage:
        """One page of the platform's participants."""
        return await self._client.participant_page(page, status)

    async def probe(self) -> None:
        """Read the platform's own ledger rows."""
        await self._client.ledgers(self.group, most=LONGEST_LISTING)

    async def state(self) -> VenueState:
        """How zerohash answered lately."""
        return await self._transport.state()

    async def close(self) -> None:
        """Give the connections back."""
        await self._transport.close()

    async def _held(self, owners: Sequence[str]) -> dict[str, Result[dict[LabeledKey, LabeledAccount]]]:
        rows = await self._sweeps.rows_of(owners, "ledgers", self._client.ledgers)
        return {
            owner: held if isinstance(held, Unavailable) else parse_labeled_accounts(held)
            for owner, held in rows.items()
        }


def _pick(key: LabeledKey, held: Result[dict[LabeledKey, LabeledAccount]]) -> Result[LabeledAccount | None]:
    return held if isinstance(held, Unavailable) else held.get(key)


def _owned(group: str, held: Result[dict[LabeledKey, LabeledAccount]]) -> Result[Owned]:
    if isinstance(held, Unavailable):
        return held
    return Owned(
        accounts=tuple(account for key, account in held.items() if key.group == group),
        elsewhere=tuple(account for key, account in held.items() if key.group != group),
    )
