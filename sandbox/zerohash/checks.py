"""What zerohash refuses before it looks: pages, codes, ids and words that cannot be."""

import re
from collections.abc import Collection, Mapping

from sandbox.answers import refuse
from sandbox.world import STATUSES

CODE = re.compile(r"[A-Z0-9]{6}")
ASSET = re.compile(r"[A-Z0-9]+(\.[A-Z0-9]+)?")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ZRN = re.compile(rf"(?:zrn:)?zh:[a-z]{{2}}:accounts?:customer:({UUID.pattern})")

ACCOUNT_TYPES = (
    *("available", "collateral", "payable", "receivable", "collateral_deficiency", "staked"),
    "loan_collateral",  # a custom type, as platforms that lend have
)
ENTITY_TYPES = ("corporation", "llc", "partnership", "sole_proprietorship", "individual")
TIERS = ("lite", "pro", "bronze", "silver", "gold")
MOVEMENT_TYPES = (
    *("initial_margin", "deposit", "execution_fee", "final_settlement", "final_settlement_default"),
    *("final_settlement_default_fallback", "final_settlement_default_partial", "final_settlement_outstanding"),
    *("interest_payment", "collateralize_loan", "loan_collateral_return", "network_fee", "otc_final_settlement"),
    *("principal_swap", "repayment", "transfer", "variation_margin", "variation_margin_call", "withdrawal"),
    *("withdrawal_confirmed", "withdrawal_pending", "commission", "bank_fee", "transaction_fee"),
)
TRANSFER_TYPES = (
    *("trade_allocation", "commission_allocation", "commission_correction", "revenue_capture"),
    *("fund", "pay", "prefunded"),
)
WORDS: Mapping[str, Collection[str]] = {
    "account_type": ACCOUNT_TYPES,
    "account_tier": TIERS,
    "entity_type": ENTITY_TYPES,
    "minors": ("true", "false"),
    "movement_type": MOVEMENT_TYPES,
    "prefunded": ("true", "false"),
    "status": ("approved", *STATUSES),
    "transfer_type": TRANSFER_TYPES,
}
"""The parameters that take only some words."""

CODES = ("account_owner", "participant_code")
NOT_FOUND = {"error": "Not Found"}


def check_query(query: Mapping[str, str]) -> None:
    """Refuses a query with words, codes or assets that the venue does not know, all of them in one answer."""
    wrong = [
        f"query/{name} must be equal to one of the allowed values"
        for name, words in WORDS.items()
        if query.get(name, next(iter(words))) not in words
    ]
    wrong += [code_error(name) for name in CODES if name in query and not CODE.fullmatch(query[name])]
    if not ASSET.fullmatch(query.get("asset", "USD")):
        wrong.append(f'query/asset must match pattern "^{ASSET.pattern}$"')
    if wrong:
        refuse(400, {"errors": wrong})


def check_code(code: str, name: str) -> None:
    """Refuses a path with what cannot be a participant code."""
    if not CODE.fullmatch(code):
        refuse(400, {"errors": [code_error(name, "params")]})


def check_account_id(account_id: str) -> None:
    """Refuses a path with what cannot be the id of a ledger row."""
    if not UUID.fullmatch(account_id):
        refuse(400, {"errors": ["params/account_id must match format uuid"]})


def code_error(name: str, place: str = "query") -> str:
    """What is wrong with a participant code."""
    return f'{place}/{name} must match pattern "^[A-Z0-9]{{6}}$"'


def zrn_id(zrn: str, place: str) -> str:
    """The UUID in a customer account's name, in any of the spellings that the venue prints; refuses anything else."""
    found = ZRN.fullmatch(zrn)
    if found is None:
        refuse(400, {"errors": [f"{place}/zrn must match the format of a zrn"]})
    return found[1]


def page_of(query: Mapping[str, str]) -> int:
    """The asked page; refuses what is not a positive integer."""
    return positive(query, "page", 1)


def positive(query: Mapping[str, str], name: str, default: int) -> int:
    """A positive integer; refuses anything else."""
    text = query.get(name, str(default))
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
        refuse(400, {"errors": [f"query/{name} must be a positive integer"]})
    return int(text)


def pages(total: int, size: int) -> int:
    """How many pages there are; an empty list still has one."""
    return max(1, -(-total // size))
