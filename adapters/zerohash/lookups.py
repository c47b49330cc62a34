"""Many keys and owners in few calls: the rows of a label, of an owner, or a sweep of everybody's."""

from collections.abc import Mapping, Sequence
from functools import partial

from adapters.zerohash.ledgers import ContradictionError, Ledgers, Sought
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
            by_label = {code: dict.fromkeys(labels[code], _accounts(held)) for code, held in swept.items()}
        return [_pick(by_label[key.participant_code], key) for key in keys]

    async def accounts_of(self, codes: Sequence[str]) -> dict[str, Result[Held]]:
        """The accounts of each participant, in every group."""
        held = await self._sweep(codes, None)
        if held is None:
            found = await outcomes(Venue.ZEROHASH, [self._listings.ledgers(Sought(owner=code)) for code in codes])
            held = dict(zip(codes, found, strict=True))
        return {code: _accounts(ledgers) for code, ledgers in held.items()}

    async def customers(self, codes: Sequence[str]) -> dict[str, Result[Mapping[LabeledKey, CustomerAccount]]]:
        """The customer accounts of each participant, in every group."""
        read = partial(self._listings.customers, Sought())
        listed: dict[str, Result[Customers]] | None = await self._sweeps.swept(codes, "customers", read)
        if listed is None:
            found = await outcomes(Venue.ZEROHASH, [self._listings.customers(Sought(owner=code)) for code in codes])
            listed = dict(zip(codes, found, strict=True))
        return {code: rows if isinstance(rows, Unavailable) else rows.accounts for code, rows in listed.items()}

    async def _sweep(self, codes: Sequence[str], label: str | None) -> dict[str, Result[Ledgers]] | None:
        name = "ledgers" if label is None else f"ledgers {label}"
        return await self._sweeps.swept(codes, name, partial(self._listings.ledgers, Sought(label=label)))

    async def _of_labels(self, code: str, labels: Sequence[str]) -> dict[str, Result[Held]]:
        """One participant's accounts of these labels, by label.

        Several are the whole listing, if its first page says that it has no more pages than labels are wanted; a
        listing with a broken row is read label by label, too, so that only the label of that row fails. One that
        contradicts itself is not: label by label the contradiction would not show.
        """
        if len(labels) > 1:
            try:
                whole = await self._listings.ledgers(Sought(owner=code), most=len(labels))
                return dict.fromkeys(labels, whole.accounts())
            except ContradictionError:
                raise
            except (TooLongError, VenueAnswerError):
                pass
        found = await outcomes(
            Venue.ZEROHASH, [self._listings.ledgers(Sought(owner=code, label=label)) for label in labels]
        )
        return {label: _accounts(ledgers) for label, ledgers in zip(labels, found, strict=True)}


def _accounts(ledgers: Result[Ledgers]) -> Result[Held]:
    return ledgers if isinstance(ledgers, Unavailable) else ledgers.accounts()


def _pick(by_label: Result[dict[str, Result[Held]]], key: LabeledKey) -> Result[LabeledAccount | None]:
    held = by_label if isinstance(by_label, Unavailable) else by_label[key.label]
    return held if isinstance(held, Unavailable) else held.get(key)
