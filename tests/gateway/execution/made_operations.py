"""Operations made from a seed over the whole schema: fields, aliases, fragments, variables and arguments at random."""

from collections.abc import Mapping
from random import Random
from typing import Any, NamedTuple

from graphql import (
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    get_named_type,
)

from domain.venues import Venue
from resolvers.ids import NodeId
from sandbox import Sandbox

DEEPEST = 7
LEFT_OUT = ("after", "group", "assets")
"""Arguments that are not made: how much of a list is after a cursor or holds an asset, only the venue knows."""
LABELS = ("general", "label-1", "label-2")


class Made(NamedTuple):
    """One operation and its variables."""

    text: str
    variables: dict[str, Any]


class Pool:
    """What arguments may name: people, accounts and ids of a sandbox, all of them there."""

    def __init__(self, sandbox: Sandbox, random: Random, people: int) -> None:
        self._random = random
        self.codes = ["ABC123"]
        for person in sandbox.world.people():
            if len(self.codes) >= people:
                break
            self.codes.append(person.code)
        links = {code: linked for code, linked in sandbox.links().items() if code in set(self.codes)}
        self.trading = [str(name) for linked in links.values() for name in linked.get("trading_accounts", [])]
        self.margin: list[Any] = [key for linked in links.values() for key in linked.get("margin_accounts", [])]

    def of(self, argument: str) -> Any:
        """A value of an argument, as JSON."""
        pick = self._random
        made: dict[str, Any] = {
            "code": pick.choice(self.codes),
            "participantCode": pick.choice(self.codes),
            "label": "general",
            "first": pick.choice((1, 3, 5, 8, 12)),
            "name": pick.choice(self.trading),
            "address": pick.choice(self.margin)["address"],
            "accountIndex": 0,
            "labels": ["general", pick.choice(LABELS)],
            "assets": [pick.choice(("BTC", "ETH", "USDC"))],
            "currency": "USD",
            "id": self._id(),
            "ids": [self._id() for _ in range(pick.randint(1, 6))],
            "keys": [
                {"address": key["address"], "accountIndex": 0}
                for key in pick.sample(self.margin, min(len(self.margin), pick.randint(1, 6)))
            ],
            "filter": self._filter(),
            "status": "APPROVED",
        }
        return made.get(argument)

    def _filter(self) -> dict[str, Any]:
        pick = self._random
        forms: tuple[dict[str, Any], ...] = (
            {},
            {"participantCodes": pick.sample(self.codes, min(len(self.codes), pick.randint(1, 8)))},
            {"participantCodes": pick.sample(self.codes, 2), "labels": ["general"]},
            {"labels": ["general"]},
        )
        return pick.choice(forms)

    def _id(self) -> str:
        pick = self._random
        kinds: tuple[NodeId, ...] = (
            NodeId(Venue.ZEROHASH, "Participant", (pick.choice(self.codes),)),
            NodeId(Venue.ZEROHASH, "Portfolio", (pick.choice(self.codes),)),
            NodeId(Venue.ZEROHASH, "LabeledAccount", (pick.choice(self.codes), "general", "DEF456")),
            NodeId(Venue.POLYMARKET_US, "TradingAccount", (pick.choice(self.trading),)),
            NodeId(Venue.ARCUS, "MarginAccount", (pick.choice(self.margin)["address"], 0)),
        )
        return pick.choice(kinds).encode()


class Maker:
    """Makes operations, one after the other."""

    def __init__(self, schema: GraphQLSchema, pool: Pool, random: Random) -> None:
        self._schema = schema
        self._pool = pool
        self._random = random
        self._variables: dict[str, tuple[str, Any]] = {}
        self._fragments: list[str] = []
        self._aliases = 0

    def make(self) -> Made:
        """One operation."""
        self._variables, self._fragments, self._aliases = {}, [], 0
        query = self._schema.query_type
        assert query is not None
        body = self._selections(query, 1)
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in self._variables.items())
        text = f"query Made{f'({declared})' if declared else ''} {body}\n" + "\n".join(self._fragments)
        return Made(text, {name: value for name, (_, value) in self._variables.items()})

    def _selections(self, kind: GraphQLNamedType, depth: int) -> str:
        if isinstance(kind, GraphQLUnionType):
            parts = [f"... on {part.name} {self._selections(part, depth)}" for part in kind.types]
        elif isinstance(kind, GraphQLInterfaceType):
            shown = self._random.sample([*self._schema.get_possible_types(kind)], 2)
            parts = [self._fields(kind, depth)]
            parts += [f"... on {part.name} {self._selections(part, depth)}" for part in shown if depth < DEEPEST]
        else:
            parts = [self._fields(kind, depth)]
        return self._wrapped(kind, "{ " + " ".join(parts) + " }")

    def _wrapped(self, kind: GraphQLNamedType, body: str) -> str:
        """Now and then what is selected stands in a fragment."""
        if self._random.random() > 0.15:
            return body
        name = f"Part{len(self._fragments)}"
        self._fragments.append(f"fragment {name} on {kind.name} {body}")
        return f"{{ __typename ...{name} }}"

    def _fields(self, kind: GraphQLNamedType, depth: int) -> str:
        assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        plain = {name: field for name, field in kind.fields.items() if not _is_object(field)}
        deep = {name: field for name, field in kind.fields.items() if _is_object(field)}
        few = self._random.choice((1, 1, 2)) if depth == 1 else self._random.choice((0, 1, 1, 2))
        names = self._random.sample(list(plain), min(len(plain), self._random.randint(1, 3)))
        if depth < DEEPEST:
            names += self._random.sample(list(deep), min(len(deep), few if plain else max(1, few)))
        written = [self._field(name, kind.fields[name], depth) for name in names]
        return " ".join(written) or "__typename"

    def _field(self, name: str, field: GraphQLField, depth: int) -> str:
        given = [
            self._argument(argument, str(declared.type))
            for argument, declared in field.args.items()
            if argument not in LEFT_OUT and (str(declared.type).endswith("!") or self._random.random() < 0.5)
        ]
        arguments = f"({', '.join(given)})" if given else ""
        below = get_named_type(field.type)
        selections = self._selections(below, depth + 1) if _is_object(field) else ""
        self._aliases += 1
        return f"a{self._aliases}: {name}{arguments} {selections}"

    def _argument(self, name: str, kind: str) -> str:
        value = self._pool.of(name)
        if self._random.random() < 0.3:
            variable = f"v{len(self._variables)}"
            self._variables[variable] = (kind, value)
            return f"{name}: ${variable}"
        return f"{name}: {'APPROVED' if name == 'status' else _literal(value)}"


def _is_object(field: GraphQLField) -> bool:
    return isinstance(get_named_type(field.type), GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType)


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, list):
        return f"[{', '.join(map(_literal, value))}]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {_literal(part)}" for name, part in value.items()) + "}"
    return str(value)
