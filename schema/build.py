"""The schema as one object, and as the printed contract."""

from pathlib import Path

import strawberry
from graphql import GraphQLSchema
from strawberry.printer import print_schema
from strawberry.schema.config import StrawberryConfig

from schema.labeled_account import LabeledAccount
from schema.margin_account import MarginAccount
from schema.participant import Participant
from schema.query import Query
from schema.scalars import SCALARS
from schema.trading_account import Firm, TradingAccount, TradingUser

CONTRACT = Path(__file__).parent / "schema.graphql"


def build_schema() -> strawberry.Schema:
    """Declare the schema once more; two schemas share no state."""
    nodes = [Participant, LabeledAccount, Firm, TradingUser, TradingAccount, MarginAccount]
    return strawberry.Schema(query=Query, types=nodes, config=StrawberryConfig(scalar_map=SCALARS))


def executable(schema: strawberry.Schema) -> GraphQLSchema:
    """The graphql-core schema inside: what documents are validated against and executed with."""
    return schema._schema  # noqa: SLF001 - Strawberry offers no other way to it


def printed(schema: strawberry.Schema) -> str:
    """The contract in schema definition language, ending in a newline."""
    return print_schema(schema).rstrip() + "\n"
