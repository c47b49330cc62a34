"""Listings followed to their last page; how far is for the venue to say, and for the request's deadline."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from adapters.zerohash.client import ZerohashClient
from adapters.zerohash.ledgers import Ledgers, Sought, by_owner, joined
from domain.errors import VenueRateLimitedError, VenueTimeoutError
from domain.keys import LabeledKey
from domain.labeled import CustomerAccount
from domain.venues import Venue

AT_ONCE = 16  # pages side by side, so that a venue that says it has a thousand million makes no more tasks than these
A_MOMENT = 1.0  # seconds; a venue's own pause after a 429 is longer


class TooLongError(Exception):
    """A listing was given up: it has at least so many pages, more than were wanted."""

    def __init__(self, pages: int) -> None:
        super().__init__(f"at least {pages} pages")
        self.pages = pages


class Customers(NamedTuple):
    """The customer accounts of a whole listing by key, in the venue's order, from so many pages.

    Those whose row cannot be read are named apart.
    """

    accounts: Mapping[LabeledKey, CustomerAccount]
    pages: int
    unreadable: tuple[LabeledKey, ...] = ()

    def split(self, owners: Iterable[str]) -> dict[str, "Customers"]:
        """What there is of each of these participants."""
        held: dict[str, dict[LabeledKey, CustomerAccount]] = {owner: {} for owner in owners}
        for key, account in self.accounts.items():
            if key.participant_code in held:
                held[key.participant_code][key] = account
        broken = by_owner(self.unreadable)
        return {
            owner: self._replace(accounts=accounts, unreadable=tuple(broken.get(owner, ())))
            for owner, accounts in held.items()
        }


class Listings:
    """Whole listings, which name the accounts of which a row cannot be read.

    Without a most, all pages are read, until the deadline of the request.
    """

    def __init__(self, client: ZerohashClient) -> None:
        self._client = client

    async def ledgers(self, sought: Sought, most: int | None = None) -> Ledgers:
        """All ledger rows that are sought; each page says how many pages there are.

        Raises VenueError, and TooLongError after the first of more pages than `most`.
        """
        pages = [await self._client.ledger_page(sought, 1)]
        last = pages[0].last
        while len(pages) < last:
            if most is not None and last > most:
                raise TooLongError(last)
            numbers = range(len(pages) + 1, min(last, len(pages) + AT_ONCE) + 1)
            with _after(len(pages)):
                latest = await asyncio.gather(*(self._client.ledger_page(sought, number) for number in numbers))
            pages += latest
            last = max(page.last for page in latest)
        return joined(pages)

    async def customers(self, sought: Sought, most: int | None = None) -> Customers:
        """All customer accounts that are sought; of one that is listed twice, the later page counts.

        No page says how many there are, so the listing is given up after a quarter of `most`. Raises VenueError and
        TooLongError.
        """
        accounts: dict[LabeledKey, CustomerAccount] = {}
        broken: set[LabeledKey] = set()
        number: int | None = 1
        pages = 0
        while number is not None:
            if most is not None and pages == max(1, most // 4):
                raise TooLongError(most + 1)
            with _after(pages):
                page = await self._client.customer_page(sought, number)
            broken.update(page.unreadable)
            accounts.update((account.key, account) for account in page.customers)
            number, pages = page.next_page, pages + 1
        return Customers(accounts, pages, tuple(sorted(broken)))


@contextmanager
def _after(pages: int) -> Iterator[None]:
    """Reading on after so many pages: where our own rate would let a call out a moment too late, time is up."""
    try:
        yield
    except VenueRateLimitedError as error:
        if not pages or (error.retry_after or 0.0) >= A_MOMENT:
            raise
        words = f"zerohash has more pages than could be read before the deadline: {pages} were."
        raise VenueTimeoutError(Venue.ZEROHASH, words) from None
