"""What fields read of their objects, told beforehand: the counterpart of what each resolver does, without doing it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.accounts import AccountKind
from domain.venues import Venue
from resolvers import sizes
from resolvers.forecast import Arguments, Forecast, Group, Part
from resolvers.labeled_filter import Restriction

PEOPLE = "Participant"
LISTING = "accounts"
"""All reads of which trading accounts there are, but for those of one user, are the one listing."""


def itself(group: Group) -> Group:
    """The things themselves are what is looked up."""
    return group


def owners(group: Group) -> Group:
    """Whose the things are is what is looked up; as soon as the things are there."""
    return group if group.owners is None else replace(group.owners, after=group.after)


def at_venue(group: Group) -> Group:
    """One lookup, whatever the number of things: what there is at their venue."""
    return replace(group, keys=(group.venue,), count=1.0)


def contents(_: Forecast, group: Group, __: Arguments) -> Sequence[Part]:
    """What is in the object already."""
    return group.contents


def edges(_: Forecast, group: Group, __: Arguments) -> Sequence[Part]:
    """One edge around each node of a page."""
    kind = group.type.replace("Connection", "Edge")
    return [
        Part(
            Group(type=kind, name=group.name, count=part.each, contents=(part._replace(each=1),), after=group.after),
            part.each,
        )
        for part in group.contents
    ]


def page(kind: str, nodes: Group, after: tuple[str, ...]) -> list[Part]:
    """One page of a list."""
    nodes = replace(nodes, after=after)
    name = ("page", nodes.name)
    return [Part(Group(type=kind, name=name, contents=(Part(nodes, nodes.count),), after=after), 1)]


def people(codes: Sequence[str], venue: Venue) -> Group:
    """Participants whose codes are known."""
    return Group(type=PEOPLE, name=tuple(codes), count=len(codes), keys=tuple(codes), venue=venue)


def participant(forecast: Forecast, _: Group, arguments: Arguments) -> list[Part]:
    """One participant by code."""
    venue = forecast.keys.participants_at
    found = forecast.read("participants", venue, people([forecast.keys.participant(arguments["code"])], venue))
    return [Part(replace(found, complete=True), 1)]


def participants_of(forecast: Forecast, group: Group, _: Arguments) -> list[Part]:
    """Whose an account is."""
    found = forecast.read("participants", forecast.keys.participants_at, owners(group))
    return [Part(replace(found, complete=True), 1)]


def portfolio(forecast: Forecast, _: Group, arguments: Arguments) -> list[Part]:
    """One person's portfolio; whom the links know needs no call."""
    return portfolio_of_code(forecast, forecast.keys.participant(arguments["participantCode"]))


def portfolio_of_code(forecast: Forecast, code: str, after: tuple[str, ...] = ()) -> list[Part]:
    """The portfolio under a participant's code."""
    owner = replace(people([code], forecast.keys.participants_at), after=after)
    if code not in forecast.links:
        owner = forecast.read("participants", forecast.keys.participants_at, owner)
    return portfolios(forecast, owner, {})


def portfolios(_: Forecast, group: Group, __: Arguments) -> list[Part]:
    """The portfolio of each participant."""
    return [Part(Group(type="Portfolio", name=group.name, count=group.count, owners=group, after=group.after), 1)]


def sections(forecast: Forecast, group: Group, _: Arguments) -> list[Part]:
    """One section for each venue, with the accounts that the person has there."""
    return [_section(forecast, group, venue) for venue in forecast.keys.all_venues]


def _section(forecast: Forecast, group: Group, venue: Venue) -> Part:
    held = held_accounts(forecast, owners(group), venue)
    name = ("section", venue, group.name)
    return Part(
        Group(
            type="VenueAccounts",
            name=name,
            count=group.count,
            venue=venue,
            contents=(held,),
            after=held.group.after,
        ),
        1,
    )


def held_accounts(forecast: Forecast, of: Group, venue: Venue) -> Part:
    """The accounts at a venue that hold something, or that are linked."""
    kind = forecast.keys.holds(venue)
    if kind is not AccountKind.LABELED:
        return linked_accounts(forecast, of, venue)
    after = forecast.read("accounts_of", venue, of).after
    return labeled("held", of, venue, forecast.each(sizes.HELD, of), after)


def labeled(name: str, of: Group, venue: Venue, each: float, after: tuple[str, ...]) -> Part:
    """So many labeled accounts of each of some participants."""
    group = Group(
        type=AccountKind.LABELED.value,
        name=(name, of.name),
        count=of.count * each,
        venue=venue,
        owners=of,
        after=after,
    )
    return Part(group, each)


def linked_accounts(forecast: Forecast, of: Group, venue: Venue) -> Part:
    """The accounts at one venue that the links give to some participants."""
    kind = forecast.keys.holds(venue)
    number, keys = forecast.linked(of, venue)

    def weight(code: object) -> float:
        """The venue of margin accounts takes a call for each, the others one for all."""
        return number if code is None else len(forecast.owner(code).at(venue))

    loader = LISTING if kind is AccountKind.TRADING else "accounts_of"
    after = forecast.read(loader, venue, of, weight).after
    group = Group(
        type=kind.value, name=("linked", venue, of.name), count=number, keys=keys, venue=venue, owners=of, after=after
    )
    return Part(group, number / of.count if of.count else 0.0)


def linked(kind: AccountKind) -> Callable[[Forecast, Group, Arguments], list[Part]]:
    """The linked accounts of one kind, at every venue that has such."""

    def read(forecast: Forecast, group: Group, _: Arguments) -> list[Part]:
        return [linked_accounts(forecast, group, venue) for venue in forecast.keys.venues(kind)]

    return read


def labeled_accounts_of(forecast: Forecast, group: Group, arguments: Arguments) -> list[Part]:
    """The labeled accounts of each participant, of these labels or all."""
    only = Restriction.of(forecast.keys, None, arguments.get("labels"), arguments.get("assets"))
    return [labeled_of(forecast, group, only.labels)]


def labeled_of(forecast: Forecast, of: Group, labels: Sequence[str] | None) -> Part:
    """Those of some labels are read by their keys, all of them by owner; the customer listing is read beside."""
    venue = forecast.keys.venues(AccountKind.LABELED)[0]
    if labels is None:
        forecast.read("customers", venue, of)
        after = forecast.read("accounts_of", venue, of).after
        return labeled("all", of, venue, forecast.each(sizes.LABELED, of), after)
    names = tuple(sorted(set(labels)))
    return by_key(forecast, replace(of, after=(*of.after, "labels")), venue, names)


def by_key(forecast: Forecast, of: Group, venue: Venue, labels: tuple[str, ...]) -> Part:
    """The accounts of these labels: by the ledger; where it has no row, the customer listing decides.

    That splits the owners whose customer listing is read: those without rows first, the others when a field wants it.
    """
    read = forecast.read("accounts", venue, of, what=labels)
    if of.keys is None:
        forecast.read("customers_again", venue, read)
        after = forecast.read("customers", venue, read).after
    else:
        rowless = [
            str(code)
            for code in of.keys
            if any(forecast.sizes.expect(sizes.ROWLESS, (code, label)) for label in labels)
        ]
        after = forecast.read("customers", venue, replace(people(rowless, venue), after=read.after)).after
    return labeled(f"of {labels}", of, venue, len(labels), after)


def statuses(forecast: Forecast, group: Group, _: Arguments) -> list[Part]:
    """Where accounts stand: the customer listing of their owners, and then one lookup for each that has a zrn."""
    assert group.venue is not None  # noqa: S101 - a labeled account is somewhere
    listed = forecast.read("customers", group.venue, owners(group))
    each = min(group.count / listed.count if listed.count else 1.0, forecast.each(sizes.ZRNS, listed))
    forecast.read("statuses", group.venue, replace(group, keys=None, count=listed.count * each, after=listed.after))
    return []


def net_worth(forecast: Forecast, group: Group, _: Arguments) -> list[Part]:
    """All accounts, what trading accounts hold, which dollars are the customer's, and prices."""
    prices_at = forecast.keys.prices_at
    forecast.read("prices", prices_at, replace(group, keys=(prices_at,)))
    omitted = 1.0
    for venue in forecast.keys.all_venues:
        held = held_accounts(forecast, owners(group), venue)
        if forecast.keys.holds(venue) is AccountKind.LABELED:
            forecast.read("customers", venue, replace(owners(group), after=held.group.after))
        elif forecast.keys.holds(venue) is AccountKind.TRADING:
            forecast.read("cash", venue, held.group)
            forecast.read("positions", venue, held.group)
            omitted += held.each * forecast.each(sizes.POSITIONS, held.group)
    found = Group(type="NetWorth", name=group.name, count=group.count, owners=group.owners, after=group.after)
    return [Part(replace(found, contents=(_in(found, "Omission", omitted), _assets(forecast, found))), 1)]


def _assets(forecast: Forecast, group: Group) -> Part:
    return _in(group, "PriceUsed", forecast.each(sizes.ASSETS, group.owners))


def _in(group: Group, kind: str, each: float) -> Part:
    return Part(Group(type=kind, name=group.name, count=group.count * each, after=group.after), each)


def contents_of(kind: str) -> Callable[[Forecast, Group, Arguments], list[Part]]:
    """What is in the object already, of one type."""

    def read(_: Forecast, group: Group, __: Arguments) -> list[Part]:
        return [part for part in group.contents if part.group.type == kind]

    return read


def single(kind: str, loader: str) -> Callable[[Forecast, Group, Arguments], list[Part]]:
    """What a venue of trading accounts has once."""

    def read(forecast: Forecast, _: Group, __: Arguments) -> list[Part]:
        venue = forecast.keys.venues(AccountKind.TRADING)[0]
        thing = forecast.read(loader, venue, Group(type=kind, name=loader, keys=(venue,), venue=venue))
        return [Part(thing, 1)]

    return read
