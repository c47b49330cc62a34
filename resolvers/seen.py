"""What each kind of batch shows of the sizes of things, for the estimates of later questions."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.accounts import Account, Owned
from domain.errors import Unavailable
from domain.keys import LabeledKey, Owner
from domain.labeled import CustomerAccount, LabeledAccount, LabeledPage
from domain.margin import MarginAccount
from domain.participants import ParticipantPage, ParticipantStatus
from domain.trading import ListedAccounts
from domain.venues import Venue
from resolvers import sizes
from resolvers.sizes import Sizes


class Seen:
    """Takes note of what was found, loader by loader."""

    def __init__(self, seen: Sizes) -> None:
        self._sizes = seen
        self._notes: dict[str, Callable[[Any, Any], None]] = {
            "accounts": self._account,
            "accounts_of": self._owned,
            "customers": self._customers,
            "ledger_pages": self._ledger_page,
            "participant_pages": self._participant_page,
            "users": lambda venue, found: seen.note(sizes.USERS, len(found), venue),
            "accounts_of_users": self._trading_accounts,
            "cash": lambda key, found: seen.note(sizes.CASH, len(found), key),
            "positions": lambda key, found: seen.note(sizes.POSITIONS, len(found), key),
            "open_orders": lambda key, found: seen.note(sizes.ORDERS, len(found), key),
        }

    def note(self, loader: str, venue: Venue, keys: Sequence[Any], found: Sequence[Any], calls: int) -> None:
        """A batch of these keys was answered, and took so many upstream calls."""
        if calls:
            self._sizes.hear(venue)
            self._sizes.note_batch(f"{venue.value} {loader}", len({_owner(key) for key in keys}), calls)
        if loader == "prices" and calls > 1:
            self._sizes.hear(loader)
        note = self._notes.get(loader)
        if note is not None:
            for key, result in zip(keys, found, strict=True):
                if loader == "accounts" and isinstance(key, LabeledKey) and not isinstance(result, Unavailable):
                    self._sizes.note(sizes.ROWLESS, int(result is None), (key.participant_code, key.label))
                if result is not None and not isinstance(result, Unavailable):
                    note(key, result)

    def _account(self, _: object, account: Account) -> None:
        if isinstance(account, MarginAccount):
            self._sizes.note(sizes.MARGIN_POSITIONS, len(account.positions), account.key)

    def _owned(self, owner: Owner, owned: Owned) -> None:
        for account in owned.accounts:
            self._account(None, account)
            if isinstance(account, LabeledAccount):
                self._sizes.note(sizes.ROWLESS, 0, (account.participant_code, account.label))
        held = [account for account in owned.accounts if isinstance(account, LabeledAccount)]
        if held:
            code = owner.participant_code
            self._sizes.note(sizes.HELD, len(held), code)
            self._sizes.note(sizes.LEDGERS, max(len(account.ledgers) for account in held), code)
            self._sizes.note(sizes.BALANCES, max(len(account.balances) for account in held), code)
            self._sizes.note(sizes.ASSETS, len({row.asset for account in held for row in account.balances}), code)

    def _trading_accounts(self, user: str, found: ListedAccounts) -> None:
        self._sizes.note(sizes.TRADING_ACCOUNTS if user else sizes.TRADING_LISTED, len(found.accounts), user)

    def _customers(self, code: str, customers: Mapping[LabeledKey, CustomerAccount]) -> None:
        self._sizes.note(sizes.LABELED, len(customers), code)
        self._sizes.note(sizes.ZRNS, sum(customer.zrn is not None for customer in customers.values()), code)

    def _ledger_page(self, key: tuple[str | None, str | None, int], page: LabeledPage) -> None:
        label, asset, _ = key
        self._sizes.note(sizes.LEDGER_PAGES, page.last_page, label or asset)
        self._sizes.note(sizes.SWEPT_ON_PAGE, len(page.accounts))

    def _participant_page(self, key: tuple[int, ParticipantStatus | None], page: ParticipantPage) -> None:
        _, status = key
        on_page = len(page.participants)
        if page.page < page.last_page:
            self._sizes.note(sizes.LISTED_ON_PAGE, on_page)
        listed = (page.last_page - 1) * self._sizes.expect(sizes.LISTED_ON_PAGE) + (
            on_page if page.page == page.last_page else self._sizes.expect(sizes.LISTED_ON_PAGE)
        )
        self._sizes.note(sizes.LISTED, listed, status or "all")


def _owner(key: object) -> object:
    return getattr(key, "participant_code", key)
