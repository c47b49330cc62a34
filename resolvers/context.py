"""What one request carries: ports, links, loaders, and the errors to be reported beside its data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.errors import GatewayError
from domain.ports import Ports
from domain.budget import Budget
from domain.accounts import AccountKind
from domain.keys import Owner
from domain.venues import Venue
from resolvers.loaders import Loaders

MOST_REPORTS = 20


@dataclass(frozen=True, slots=True)
class Context:
    """Built under the running loop for each request, and closed with it."""

    ports: Ports
    links: Mapping[str, Owner]
    """Who owns what across the venues, by participant code: our own knowledge, for no venue knows the others."""
    loaders: Loaders
    reports: list[dict[str, object]] = field(default_factory=list)
    """Errors of data that is there but not whole, as the client reads them beside the data; each once."""

    @classmethod
    def open(cls, ports: Ports, links: Mapping[str, Owner], scope: Budget) -> "Context":
        """A context for one request."""
        return cls(ports, links, Loaders(ports, scope.usage))

    def owner(self, code: str) -> Owner:
        """What the links know of a participant; without links, its code alone."""
        return self.links.get(code) or Owner(code)

    def holding(self, kind: AccountKind) -> list[Venue]:
        """The venues that hold accounts of a kind, in the order of the registry."""
        return [venue for venue, port in self.ports.accounts.items() if port.holds is kind]

    def report(self, error: GatewayError, **details: object) -> None:
        """Tell the client once about something that its data lacks, up to 20 such things."""
        told: dict[str, object] = {"message": str(error), "extensions": {**error.extensions, **details}}
        if told not in self.reports and len(self.reports) < MOST_REPORTS:
            self.reports.append(told)

    def close(self) -> None:
        """Cancel what the request still has under way."""
        self.loaders.close()
