"""Labeled accounts at zerohash."""

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from adapters import values
from resolvers import accounts, labeled_accounts, participants
from resolvers.context import Context
from schema.account import Account, Balance, Node
from schema.declare import asked, derived, plain
from schema.enums import FundingModel
from schema.scalars import DateTime, Decimal

if TYPE_CHECKING:
    from schema.participant import Participant


def _participant(context: Context, account: values.LabeledAccount) -> Any:
    return participants.participant(context, account.participant_code)


@strawberry.type(description="One row of the venue's ledger. Rows with a balance of zero are left out by the venue.")
class LedgerBalance:
    account_id: strawberry.ID = plain("The venue's id of the row.")
    asset: str = plain("The venue's code of the asset.")
    account_type: str = plain("The venue's word: available, collateral, payable, receivable and others.")
    balance: Decimal = plain("The amount of the asset, signed.")
    last_update: DateTime | None = plain("When the row last changed.")


@strawberry.type(
    description="(participant, account group, label): the sub-account that a person would call an account."
)
class LabeledAccount(Account, Node):
    id: strawberry.ID = derived(accounts.account_id, "Opaque and global; hand it to `node`.")
    name: str = derived(accounts.account_name, "Participant code and label.")
    balances: list[Balance] | None = asked(
        accounts.balances,
        "One entry an asset: `available` is the row of that type, `locked` the held types, `total` their sum. "
        "Empty when the ledger has no row but the venue lists the account: its balances are zero.",
    )
    participant_code: str = plain("Whose account it is.")
    participant: Annotated["Participant", strawberry.lazy("schema.participant")] | None = asked(
        _participant, "Whose account it is; null when the venue knows no such participant."
    )
    group: str = plain("The account group: the platform's own code.")
    label: str = plain("The label, case-sensitive.")
    zrn: str | None = derived(labeled_accounts.zrn, "The venue's resource name of the customer account, opaque.")
    funding_model: FundingModel = asked(
        labeled_accounts.funding_model,
        "Where the customer's US dollars lie. UNKNOWN with an error beside it when the venue could not be asked.",
    )
    tier: str | None = derived(labeled_accounts.tier, "The customer account's tier, in the venue's word.")
    ledgers: list[LedgerBalance] | None = plain("The venue's own rows, one per asset and account type.")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Recognise the values that flow through this type."""
        return isinstance(value, values.LabeledAccount)
