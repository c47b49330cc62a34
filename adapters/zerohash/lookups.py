"""Many keys and owners in few calls: the rows of a label, of an owner, or a sweep of everybody's."""

from collections.abc import Mapping, Sequence
from functools import partial

from adapters.zerohash.ledgers import Ledgers, Sought
from adapters.zerohash.listings import Customers, Listings, TooLongError
from adapters.zerohash.sweeps import Sweeps
from domain.errors import Unavailable, VenueAnswerError
from domain.keys import LabeledKey
from domain.labeled import CustomerAccount, LabeledAccount
from domain.ports import Result, outcomes
from domain.venues import Venue

Held = Mapping[LabeledKey, LabeledAccount]


class Lookups:
    """The listings of one platform, by key and by owner."""

    def __init__(self, listings: Listings) -> None:
        self._listings = listings
        self._sweeps = Sweeps()

    async def accounts(self, keys: Sequence[LabeledKey]) -> list[Result[LabeledAccount | None]]:
        """The account of each key. Several owners and one label are one sweep of that label, where it is cheaper."""
        labels: dict[str, list[str]] = {}
        for code, label in sorted({(key.participant_code, key.label) for key in keys}):
            labels.setdefault(code, []).append(label)
        everywhere = {key.label for key in keys}
        common = everywhere.pop() if len(everywhere) == 1 else None
        swept = await self._sweep(list(labels), common)
        if swept is None:
            singly = await outcomes(Venue.ZEROHASH, [self._of_labels(code, labels[code]) for code in labels])
            by_label = dict(zip(labels, singly, strict=True))
        else:
            by_label = {code: _by_label(held, labels[code]) for code, held in swept.items()}
        return [_pick(by_label[key.participant_code], key) for key in keys]

    async def accounts_of(self, codes: Sequence[str]) -> dict[str, Result[Held]]:
        """The accounts of each participant, in every group."""
        held = await self._sweep(codes, None)
        if held is None:
            found = await outcomes(Venue.ZEROHASH, [self._listings.ledgers(Sought(owner=code)) for code in codes])
            held = dict(zip(codes, found, strict=True))
        return {code: _all_of(ledgers) for code, ledgers in held.items()}

    async def customers(self, codes: Sequence[str]) -> dict[str, Result[Mapping[LabeledKey, CustomerAccount]]]:
        """The customer accounts of each participant, in every group."""
        read = partial(self._listings.customers, Sought())
        listed: dict[str, Result[Customers]] | None = await self._sweeps.swept(codes, "customers", read)
        if listed is None:
            found = await outcomes(Venue.ZEROHASH, [self._listings.customers(Sought(owner=code)) for code in codes])
            listed = dict(zip(codes, found, strict=True))
        return {code: _all_listed(rows) for code, rows in listed.items()}

    async def _sweep(self, codes: Sequence[str], label: str | None) -> dict[str, Result[Ledgers]] | None:
        name = "ledgers" if label is None else f"ledgers {label}"
        return await self._sweeps.swept(codes, name, partial(self._listings.ledgers, Sought(label=label)))

    async def _of_labels(self, code: str, labels: Sequence[str]) -> dict[str, Result[Held]]:
        """One participant's accounts of these labels, by label.

        Several are the whole listing, if its first page says that it has no more pages than labels are wanted. One
        with a row that names nobody is read label by label, too, so that only the label of that row fails.
        """
        if len(labels) > 1:
            try:
                return _by_label(await self._listings.ledgers(Sought(owner=code), most=len(labels)), labels)
            except (TooLongError, VenueAnswerError):
                pass
        found = await outcomes(
            Venue.ZEROHASH, [self._listings.ledgers(Sought(owner=code, label=label)) for label in labels]
        )
        return {label: _all_of(ledgers) for label, ledgers in zip(labels, found, strict=True)}


def _by_label(ledgers: Result[Ledgers], labels: Sequence[str]) -> dict[str, Result[Held]]:
    """One participant's accounts for each label; those of a label with an unreadable row are not known."""
    if isinstance(ledgers, Unavailable):
        return dict.fromkeys(labels, ledgers)
    held = ledgers.accounts()
    broken = {key.label for key in ledgers.unreadable}
    return {
        label: VenueAnswerError.of_row(Venue.ZEROHASH, "accounts").unavailable if label in broken else held
        for label in labels
    }


def _all_of(ledgers: Result[Ledgers]) -> Result[Held]:
    """All accounts that were sought, or none where one would be missing."""
    if isinstance(ledgers, Unavailable):
        return ledgers
    return VenueAnswerError.of_row(Venue.ZEROHASH, "accounts").unavailable if ledgers.unreadable else ledgers.accounts()


def _all_listed(customers: Result[Customers]) -> Result[Mapping[LabeledKey, CustomerAccount]]:
    if isinstance(customers, Unavailable):
        return customers
    return (
        VenueAnswerError.of_row(Venue.ZEROHASH, "clob_accounts").unavailable
        if customers.unreadable
        else customers.accounts
    )


def _pick(by_label: Result[dict[str, Result[Held]]], key: LabeledKey) -> Result[LabeledAccount | None]:
    held = by_label if isinstance(by_label, Unavailable) else by_label[key.label]
    return held if isinstance(held, Unavailable) else held.get(key)
