"""What every account has in common."""

import strawberry

from schema.declare import plain
from schema.enums import AccountStatus, Venue
from schema.scalars import DateTime, Decimal


@strawberry.interface(description="Anything with a global id.")
class Node:
    id: strawberry.ID = plain("Opaque and global; hand it to `node`.")


@strawberry.type(description="One asset in one account. A part that the venue does not report is null, never invented.")
class Balance:
    asset: str = plain("The venue's code of the asset, for example BTC or USD.")
    total: Decimal | None = plain("All of it, what is held back included.")
    available: Decimal | None = plain("What can be spent now.")
    locked: Decimal | None = plain("Held back: collateral or initial margin. Null where the parts do not add up.")


@strawberry.type(description="When and from where a value was read.")
class Observation:
    as_of: DateTime | None = plain("The instant the venue says the value was true; null where the venue gives none.")
    observed_at: DateTime = plain("The instant the gateway received it.")


@strawberry.interface(description="What every account has in common, whichever venue holds it.")
class Account(Node):
    venue: Venue = plain("Who holds it.")
    name: str = plain("What a person calls it.")
    status: AccountStatus = plain("What the venue says of it.")
    balances: list[Balance] | None = plain(
        "One entry an asset. Null, with an error beside it, when the venue could not be read: unknown is not zero."
    )
    observation: Observation = plain("When the account was read.")
