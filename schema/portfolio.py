"""One person across all venues, and what that is worth."""

from typing import Annotated, Any, TypeAlias

import strawberry

from domain.errors import Unavailable
from resolvers import net_worth, portfolios, reads
from schema.account import Account, Node
from schema.enums import ErrorCode, Venue
from schema.fields import Asked, attribute, computed, described, resolved
from schema.scalars import DateTime, Decimal
from schema.values import type_of


@type_of(portfolios.VenueAccounts, "The accounts of the person at one venue.")
class VenueAccounts:
    venue: Venue = attribute("The venue.")
    accounts: list[Account] = attribute(
        "Sorted by native key. A labeled account whose ledger has no row holds nothing and is not among them: "
        "`participant { labeledAccounts }` lists it.",
        gives=reads.contents,
    )


def _code(found: Unavailable) -> ErrorCode:
    return ErrorCode(found.code)


@type_of(Unavailable, "The venue could not be read: nothing is known of the accounts there, which is not none.")
class VenueUnavailable:
    venue: Venue = attribute("The venue.")
    code: ErrorCode = computed(_code, "What `extensions.code` of the error would say.")
    message: str = attribute("One sentence for people.")
    retryable: bool = attribute("Whether the same question may be answered later.")
    retry_after: float | None = attribute("In how many seconds, where that is known.")


@type_of(portfolios.VenueForbidden, "The venue does not let the gateway read this person's accounts.")
class VenueForbidden:
    venue: Venue = attribute("The venue.")
    message: str = attribute("One sentence for people.")


PortfolioSection: TypeAlias = Annotated[
    VenueAccounts | VenueUnavailable | VenueForbidden,
    strawberry.union("PortfolioSection", description="What is known of one venue."),
]


@strawberry.type(description="Something that a total does not count.")
class Omission:
    venue: Venue | None = attribute("Where it is.")
    asset: str | None = attribute("What it is; null when all of a venue or account is not known.")
    reason: str = attribute("One sentence for people.")


@strawberry.type(description="A price that a total rests on.")
class PriceUsed:
    asset: str = attribute("The asset.")
    price: Decimal = attribute("US dollars per unit.")
    source: str = attribute("Where the price was read.")
    observed_at: DateTime = attribute("The instant the gateway received it.")
    stale: bool = attribute("Whether it could not be read now and is the last known one, of bounded age.")


@strawberry.type(description="A total that says what it leaves out.")
class NetWorth:
    currency: str = attribute("The currency of the total.")
    total: Decimal | None = attribute(
        "The exact sum of what can be valued. US dollars and Arcus's quote currency count at par, other assets at "
        "Arcus's oracle price. Null when nothing could be read."
    )
    complete: bool = attribute("Whether nothing is omitted.")
    omitted: list[Omission] = attribute("What the total does not count, and why.", gives=reads.contents_of("Omission"))
    prices: list[PriceUsed] = attribute("The prices used, sorted by asset.", gives=reads.contents_of("PriceUsed"))


def _sections(root: Any, info: Asked) -> Any:
    return portfolios.sections(info.context, root)


def _net_worth(
    root: Any, info: Asked, currency: Annotated[str, described("Only USD: there are prices in no other.")] = "USD"
) -> Any:
    return net_worth.net_worth(info.context, root, currency)


@type_of(portfolios.Portfolio, "One person across all venues, one section for each, whatever happened there.")
class Portfolio(Node):
    id: strawberry.ID = computed(portfolios.portfolio_id, "Opaque and global; hand it to `node`.")
    sections: list[PortfolioSection] = resolved(
        _sections, "One for each venue, always in the same order.", gives=reads.sections
    )
    net_worth: NetWorth = resolved(
        _net_worth, "What the accounts are worth together, and what that sum leaves out.", gives=reads.net_worth
    )
