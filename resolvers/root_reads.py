"""What the root fields read, told beforehand: accounts by key, pages of lists, the states of venues."""

import math
from contextlib import suppress
from dataclasses import replace

from domain.accounts import AccountKind
from domain.errors import InvalidInputError
from domain.keys import AccountKey
from domain.participants import ParticipantStatus
from domain.venues import Venue
from resolvers import sizes
from resolvers.arguments import LONGEST_LIST, check_first, check_length
from resolvers.cursors import LabeledPlace, ListedPlace, NamedLabeledPlace, SweptPlace, decode_cursor
from resolvers.forecast import Arguments, Forecast, Group, Part
from resolvers.ids import PARTICIPANT
from resolvers.labeled_filter import Restriction
from resolvers.labeled_listing import FEWEST_OWNERS, SWEEPS_READ
from resolvers.loaders import EVERY_USER
from resolvers.participants import LIST
from resolvers.participants import PAGES_READ as MOST_PAGES
from resolvers.reads import LISTING, by_key, labeled_of, page, people

SPREAD = 1.5  # owners have so many times fewer accounts than is expected of them, on the average
QUIET = 20.0  # seconds without a call until it counts that a venue is probed before its state is told


def venues(forecast: Forecast, _: Group, __: Arguments) -> list[Part]:
    """The state of each venue, probed first when nothing was heard from it lately."""
    states = [Group(type="VenueState", name="states", count=1, keys=(venue,), venue=venue) for venue in Venue]
    for state, venue in zip(states, Venue, strict=True):
        if not forecast.sizes.heard_within(venue, QUIET):
            forecast.read("probe", venue, state)
    return [Part(state, 1) for state in states]


def labeled_account(forecast: Forecast, _: Group, arguments: Arguments) -> list[Part]:
    """One labeled account by key."""
    venue = forecast.keys.venues(AccountKind.LABELED)[0]
    key = forecast.keys.labeled(venue, arguments["participantCode"], arguments["label"], arguments.get("group"))
    return [by_key(forecast, people([key.participant_code], venue), venue, (key.label,))]


def trading_account(forecast: Forecast, _: Group, arguments: Arguments) -> list[Part]:
    """One trading account by name."""
    venue = forecast.keys.venues(AccountKind.TRADING)[0]
    return [account(forecast, venue, forecast.keys.trading(venue, arguments["name"]))]


def margin_account(forecast: Forecast, _: Group, arguments: Arguments) -> list[Part]:
    """One margin account by address and index."""
    venue = forecast.keys.venues(AccountKind.MARGIN)[0]
    return [account(forecast, venue, forecast.keys.margin(venue, arguments["address"], arguments["accountIndex"]))]


def margin_accounts(forecast: Forecast, group: Group, arguments: Arguments) -> list[Part]:
    """One for each key."""
    check_length("keys", arguments["keys"])
    found = []
    for key in arguments["keys"]:
        with suppress(InvalidInputError):
            found += margin_account(forecast, group, key)
    return found


def account(forecast: Forecast, venue: Venue, key: AccountKey, after: tuple[str, ...] = ()) -> Part:
    """An account by its key; not a labeled one."""
    kind = forecast.keys.holds(venue).value
    return Part(forecast.read("accounts", venue, Group(type=kind, name=key, keys=(key,), venue=venue, after=after)), 1)


def trading_accounts(forecast: Forecast, _: Group, arguments: Arguments) -> list[Part]:
    """A page of all trading accounts, which are one listing."""
    first = arguments["first"]
    check_first(first)
    venue = forecast.keys.venues(AccountKind.TRADING)[0]
    kind = AccountKind.TRADING.value
    everybody = Group(type=kind, name=("every", first, arguments.get("after")), keys=(EVERY_USER,), venue=venue)
    after = forecast.read(LISTING, venue, everybody).after
    count = min(first, forecast.sizes.expect(sizes.TRADING_LISTED, EVERY_USER))
    return page("TradingAccountConnection", replace(everybody, keys=None, count=count), after)


def participants(forecast: Forecast, _: Group, arguments: Arguments) -> list[Part]:
    """A page of the platform's participants, from as many of the venue's own as it takes."""
    first, after, status = arguments["first"], arguments.get("after"), arguments.get("status")
    check_first(first)
    start = 1
    if after is not None:
        start = decode_cursor(after, f"{LIST} {status.value if status else ''}", ListedPlace).page
    known, listed = _listed(forecast, start, status, min(MOST_PAGES, _pages_for(forecast, first, started=start > 1)))
    found = replace(listed, name=("listed", first, after, status), count=min(first, known))
    return page("ParticipantConnection", found, listed.after)


def _pages_for(forecast: Forecast, first: int, *, started: bool) -> int:
    """Pages of the venue for one more than so many; one more where the first was shown in part."""
    return math.ceil((first + 1) / forecast.sizes.expect(sizes.LISTED_ON_PAGE)) + started


def _listed(forecast: Forecast, start: int, status: ParticipantStatus | None, pages: int) -> tuple[int, Group]:
    """Read pages of the venue's listing; how many participants there can be on them and after them."""
    venue = forecast.keys.participants_at
    on_page = max(1, forecast.sizes.expect(sizes.LISTED_ON_PAGE))
    total = _people(forecast, status)
    last = max(start, min(start + pages - 1, math.ceil(total / on_page)))
    listed = Group(type=PARTICIPANT, name="", venue=venue)
    for number in range(start, last + 1):
        listed = forecast.read("participant_pages", venue, replace(listed, keys=((number, status),)))
    return max(0, total - (start - 1) * on_page), replace(listed, keys=None)


def _people(forecast: Forecast, status: ParticipantStatus | None) -> int:
    """Participants of a listing: as seen, at most all there are; before any was seen, those whom the links know."""
    seen = forecast.sizes.known(sizes.LISTED, status or "all")
    if forecast.sizes.least:
        return seen or (len(forecast.links) if status is None else 0)
    everybody = forecast.sizes.known(sizes.LISTED, "all")
    return seen or everybody or len(forecast.links) or sizes.LISTED.at_first


def labeled_accounts(forecast: Forecast, _: Group, arguments: Arguments) -> list[Part]:
    """A page of labeled accounts: of named participants, of swept labels or assets, or of the whole platform."""
    first, after = arguments["first"], arguments.get("after")
    check_first(first)
    only = arguments.get("filter") or {}
    restriction = Restriction.of(forecast.keys, only.get("participantCodes"), only.get("labels"), only.get("assets"))
    if restriction.codes is not None:
        found = _of_codes(forecast, restriction, after)
    elif restriction.labels is not None or restriction.assets is not None:
        found = _swept(forecast, restriction, first, after)
    else:
        found = _of_platform(forecast, restriction, first, after)
    name = ("of list", first, after, restriction.name_of_list)
    group = replace(found, name=name, count=min(first, found.count), owners=_shown(forecast, found, first))
    return page("LabeledAccountConnection", group, group.after)


def _shown(forecast: Forecast, found: Group, first: int) -> Group | None:
    """Whose the first so many accounts are; an owner's accounts stand together."""
    owners = found.owners
    if owners is None or first >= found.count:
        return owners
    each = max(1.0, found.count / owners.count / SPREAD)
    count = min(owners.count, math.ceil(first / each) + 1)
    shown = replace(owners, name=("shown", owners.name, first), keys=None, count=count)
    for loader in ("customers", "accounts_of"):
        forecast.same(loader, forecast.keys.participants_at, owners, shown)
    return shown


def _of_codes(forecast: Forecast, restriction: Restriction, after: str | None) -> Group:
    start = "" if after is None else decode_cursor(after, restriction.name_of_list, NamedLabeledPlace).code
    codes = [code for code in sorted(set(restriction.codes or ())) if code >= start]
    return _read(forecast, restriction, people(codes, forecast.keys.participants_at)).group


def _read(forecast: Forecast, restriction: Restriction, owners: Group) -> Part:
    labels = restriction.labels
    by_key = labels is not None and len(labels) * owners.count <= LONGEST_LIST
    return labeled_of(forecast, owners, labels if by_key else None)


def _of_platform(forecast: Forecast, restriction: Restriction, first: int, after: str | None) -> Group:
    start = 1 if after is None else decode_cursor(after, restriction.name_of_list, LabeledPlace).page
    known, listed = _listed(forecast, start, None, 1)
    chunk = min(max(first, FEWEST_OWNERS), known, forecast.sizes.expect(sizes.LISTED_ON_PAGE))
    owners = replace(listed, name=("owners", first, after), count=chunk)
    return _read(forecast, restriction, owners).group


def _swept(forecast: Forecast, restriction: Restriction, first: int, after: str | None) -> Group:
    """Sweeps until the page is full; of one that has several pages the accounts are read again by their keys."""
    venue = forecast.keys.venues(AccountKind.LABELED)[0]
    start = None if after is None else decode_cursor(after, restriction.name_of_list, SweptPlace)
    names = restriction.labels if restriction.labels is not None else restriction.assets or ()
    by_label = restriction.labels is not None
    nothing = Group(type=AccountKind.LABELED.value, name="", venue=venue, count=0)
    found, steps, read = 0.0, 0, nothing
    for of in sorted(set(names)):
        if start is not None and of < start.of:
            continue
        pages = max(1, forecast.sizes.expect(sizes.LEDGER_PAGES, of))
        begin = start.page if start is not None and start.of == of else 1
        on_page = max(1, forecast.sizes.expect(sizes.SWEPT_ON_PAGE))
        needed = min(pages - begin + 1, math.ceil((first + 1 - found) / on_page), SWEEPS_READ - steps)
        for number in range(begin, begin + max(0, needed)):
            read = forecast.read("ledger_pages", venue, replace(nothing, keys=((of, number),), after=read.after))
            steps += 1
        if pages > 1:
            again = people([], venue)
            again = replace(again, name=("swept", of, first, after), keys=None, count=first + 1, after=read.after)
            read = replace(read, after=forecast.read("accounts", venue, again).after)
        found += max(0, needed) * on_page
        if by_label and found <= first and steps < SWEEPS_READ:
            read = forecast.read("customer_pages", venue, replace(nothing, keys=((of, 1),), after=read.after))
            steps += 1
        if found > first or steps >= SWEEPS_READ:
            break
    owners = replace(people([], venue), name=("swept", first, after), keys=None, count=min(first, found) or 1.0)
    return replace(read, keys=None, count=first if by_label else found, owners=owners)
