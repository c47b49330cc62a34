"""What every account has in common."""

import strawberry

from schema.enums import AccountStatus, Venue
from schema.fields import attribute
from schema.scalars import DateTime, Decimal


@strawberry.interface(description="Anything with a global id.")
class Node:
    id: strawberry.ID = attribute("Opaque and global; hand it to `node`.")


@strawberry.type(description="One asset in one account. A part that the venue does not report is null, never invented.")
class Balance:
    asset: str = attribute("The venue's code of the asset, for example BTC or USD.")
    total: Decimal | None = attribute("All of it, what is held back included.")
    available: Decimal | None = attribute("What can be spent now.")
    locked: Decimal | None = attribute(
        "Held back: collateral, staked amounts, initial margin. Null where the parts do not add up."
    )


@strawberry.type(description="When and from where a value was read.")
class Observation:
    as_of: DateTime | None = attribute(
        "The instant the venue says the value was true; null where the venue gives none."
    )
    observed_at: DateTime = attribute("The instant the gateway received it.")


@strawberry.interface(description="What every account has in common, whichever venue holds it.")
class Account(Node):
    venue: Venue = attribute("Who holds it.")
    name: str = attribute("What a person calls it.")
    status: AccountStatus = attribute("What the venue says of it.")
    balances: list[Balance] | None = attribute(
        "One entry per asset. Null, with an error beside it, when the venue could not be read: unknown is not zero."
    )
    observation: Observation = attribute("When the account was read.")
