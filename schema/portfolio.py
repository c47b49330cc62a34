"""One person across all venues, and what that is worth."""

from typing import Annotated, Any, TypeAlias

import strawberry

from resolvers import net_worth, portfolios
from schema.account import Account
from schema.declare import Asked, asked, described, plain
from schema.enums import Venue
from schema.scalars import DateTime, Decimal


@strawberry.type(description="All accounts of the person at one venue.")
class VenueAccounts:
    venue: Venue = plain("The venue.")
    accounts: list[Account] = plain("Complete; sorted by native key.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Recognise the values that flow through this type."""
        return isinstance(value, portfolios.VenueAccounts)


@strawberry.type(description="The venue could not be read: nothing is known of the accounts there, which is not none.")
class VenueUnavailable:
    venue: Venue = plain("The venue.")
    code: str = plain("The error code, for example VENUE_TIMEOUT.")
    message: str = plain("One sentence for people.")
    retryable: bool = plain("Whether the same question may be answered later.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Recognise the values that flow through this type."""
        return isinstance(value, portfolios.VenueUnavailable)


@strawberry.type(description="The venue does not let the gateway read this person's accounts.")
class VenueForbidden:
    venue: Venue = plain("The venue.")
    message: str = plain("One sentence for people.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Recognise the values that flow through this type."""
        return isinstance(value, portfolios.VenueForbidden)


PortfolioSection: TypeAlias = Annotated[
    VenueAccounts | VenueUnavailable | VenueForbidden,
    strawberry.union("PortfolioSection", description="What is known of one venue."),
]


@strawberry.type(description="Something that a total does not count.")
class Omission:
    venue: Venue | None = plain("Where it is.")
    asset: str | None = plain("What it is; null when all of a venue or account is not known.")
    reason: str = plain("One sentence for people.")


@strawberry.type(description="A price that a total rests on.")
class PriceUsed:
    asset: str = plain("The asset.")
    price: Decimal = plain("US dollars per unit.")
    source: str = plain("Where the price was read.")
    observed_at: DateTime = plain("The instant the gateway received it.")


@strawberry.type(description="A total that says what it leaves out.")
class NetWorth:
    currency: str = plain("The currency of the total.")
    total: Decimal | None = plain(
        "The exact sum of what can be valued: US dollars at par, other assets at Arcus's oracle price. "
        "Null when nothing could be read."
    )
    complete: bool = plain("Whether nothing is omitted.")
    omitted: list[Omission] = plain("What the total does not count, and why.")
    prices: list[PriceUsed] = plain("The prices used, sorted by asset.")


def _net_worth(
    root: Any, info: Asked, currency: Annotated[str, described("Only USD: there are prices in no other.")] = "USD"
) -> Any:
    return net_worth.net_worth(info.context, root, currency)


@strawberry.type(description="One person across all venues, one section for each, whatever happened there.")
class Portfolio:
    sections: list[PortfolioSection] = asked(portfolios.sections, "One for each venue, always in the same order.")
    net_worth: NetWorth = strawberry.field(
        resolver=_net_worth, description="What the accounts are worth together, and what that sum leaves out."
    )
