"""What one request carries: keys, links, loaders, and the errors to be reported beside its data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.budget import Budget
from domain.errors import FaultError, GatewayError, Unavailable
from domain.keys import Owner
from domain.ports import Ports, failure
from domain.venues import Venue
from resolvers.keys import Keys
from resolvers.loaders import Loaders
from resolvers.prices import LastPrices
from resolvers.sizes import Sizes

MOST_REPORTS = 20


@dataclass(frozen=True, slots=True)
class Context:
    """Built under the running loop for each request, and closed with it. The loaders are the only road to a read."""

    keys: Keys
    links: Mapping[str, Owner]
    """Who owns what across the venues, by participant code: our own knowledge, for no venue knows the others."""
    loaders: Loaders
    last_prices: LastPrices
    reports: list[dict[str, object]] = field(default_factory=list)
    """Errors of data that is there but not whole, as the client reads them beside the data; each once."""

    @classmethod
    def open(
        cls,
        ports: Ports,
        links: Mapping[str, Owner],
        last_prices: LastPrices,
        budget: Budget,
        sizes: Sizes | None = None,
    ) -> "Context":
        """A context for one request; what it sees of the sizes of things is kept in `sizes`."""
        return cls(Keys(ports), links, Loaders(ports, budget.usage, sizes or Sizes()), last_prices)

    def owner(self, code: str) -> Owner:
        """What the links know of a participant; without links, its code alone."""
        return self.links.get(code) or Owner(code)

    def report(self, error: GatewayError, **details: object) -> None:
        """Report once something that the data lacks, up to 20 of them."""
        report: dict[str, object] = {"message": str(error), "extensions": {**error.extensions, **details}}
        if report not in self.reports and len(self.reports) < MOST_REPORTS:
            self.reports.append(report)

    def unavailable(self, venue: Venue, error: Exception) -> Unavailable:
        """A failure as data; a fault of ours is reported beside the data, too, and its traceback goes to the log."""
        failed = failure(venue, error)
        if failed.code == FaultError.code:
            self.report(failed.error())
        return failed

    def close(self) -> None:
        """Cancel what the request still has under way."""
        self.loaders.close()
