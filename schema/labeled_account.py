"""Labeled accounts at zerohash."""

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import strawberry

from domain import labeled
from resolvers import ids, labeled_accounts, reads, sizes
from schema.account import Account, Balance, Node
from schema.enums import AccountStatus, FundingModel
from schema.fields import Asked, Many, attribute, computed, described, loaded, resolved
from schema.scalars import DateTime, Decimal
from schema.values import type_of

if TYPE_CHECKING:
    from schema.participant import Participant

OF_LABELS = "Only accounts with one of these labels, case-sensitive."
OF_ASSETS = "Only accounts that hold one of these assets, with all that they hold."

Labels: TypeAlias = Annotated[list[str] | None, described(OF_LABELS)]
Assets: TypeAlias = Annotated[list[str] | None, described(OF_ASSETS)]


def _status(root: Any, info: Asked) -> Any:
    return labeled_accounts.status(info.context, root)


def _raw_status(root: Any, info: Asked) -> Any:
    return labeled_accounts.raw_status(info.context, root)


@strawberry.type(description="One row of the venue's ledger. Rows with a balance of zero are left out by the venue.")
class LedgerBalance:
    account_id: strawberry.ID = attribute("The venue's id of the row.")
    asset: str = attribute("The venue's code of the asset.")
    account_type: str = attribute("The venue's word: available, collateral, payable, receivable and others.")
    balance: Decimal = attribute("The amount of the asset, signed.")
    last_update: DateTime | None = attribute("When the row last changed.")
    observed_at: DateTime = attribute("The instant the gateway received the row.")


@type_of(
    labeled.LabeledAccount, "(participant, account group, label): the sub-account that a person would call an account."
)
class LabeledAccount(Account, Node):
    id: strawberry.ID = computed(ids.account_id, "Opaque and global; hand it to `node`.")
    name: str = attribute("Participant code and label.")
    status: AccountStatus = resolved(
        _status,
        "What the venue says of the customer account: one call per account; UNKNOWN without a zrn to look it up by.",
        gives=reads.statuses,
    )
    raw_status: str | None = resolved(_raw_status, "The venue's own word for the status.", gives=reads.statuses)
    balances: list[Balance] | None = attribute(
        "One entry per asset: `available` is the row of that type, `locked` the held types, `total` their sum. "
        "Empty when the ledger has no row but the venue lists the account: its balances are zero.",
        size=Many(sizes.BALANCES, reads.owners),
    )
    participant_code: str = attribute("Whose account it is.")
    participant: Annotated["Participant", strawberry.lazy("schema.participant")] | None = loaded(
        labeled_accounts.participant,
        "Whose account it is; null when the venue knows nobody of that code.",
        gives=reads.participants_of,
    )
    group: str = attribute("The account group: the platform's own code.")
    label: str = attribute("The label, case-sensitive.")
    zrn: str | None = loaded(labeled_accounts.zrn, "The venue's resource name of the customer account, opaque.")
    funding_model: FundingModel = loaded(
        labeled_accounts.funding_model,
        "Where the customer's US dollars lie. UNKNOWN with an error beside it when the venue could not be read.",
    )
    tier: str | None = loaded(labeled_accounts.tier, "The customer account's tier, in the venue's word.")
    ledgers: list[LedgerBalance] | None = attribute(
        "The venue's own rows, one per asset and account type.", size=Many(sizes.LEDGERS, reads.owners)
    )


@strawberry.input(description="Which labeled accounts a list shall hold.")
class LabeledAccountFilter:
    participant_codes: list[str] | None = strawberry.field(
        description="Only these participants, up to 100.", default=None
    )
    labels: list[str] | None = strawberry.field(description=OF_LABELS, default=None)
    assets: list[str] | None = strawberry.field(description=OF_ASSETS, default=None)
