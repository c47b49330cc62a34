"""A small schema whose fields end in all the ways that a field can."""

import asyncio

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInt,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLString,
)

from domain.errors import VenueTimeoutError
from domain.venues import Venue

SECRET = "a secret that no client may read"


def whole(_root: object, _info: object, n: int = 1) -> str:
    """Answer with text that JSON has to escape."""
    return '"é"' * n


def late(_root: object, _info: object) -> str:
    """Fail as a venue does."""
    raise VenueTimeoutError(Venue.ARCUS, "Arcus did not answer in time.")


def broken(_root: object, _info: object) -> str:
    """Fail in a way that nobody thought of."""
    raise ZeroDivisionError(SECRET)


async def slow(_root: object, _info: object) -> str:
    """Answer after a minute."""
    await asyncio.sleep(60)
    return "at last"


SCHEMA = GraphQLSchema(
    GraphQLObjectType(
        "Query",
        {
            "whole": GraphQLField(GraphQLString, {"n": GraphQLArgument(GraphQLInt)}, resolve=whole),
            "late": GraphQLField(GraphQLString, resolve=late),
            "broken": GraphQLField(GraphQLString, resolve=broken),
            "needed": GraphQLField(GraphQLNonNull(GraphQLString), resolve=broken),
            "slow": GraphQLField(GraphQLString, resolve=slow),
        },
    )
)
