"""What a question costs, before anything runs: objects in its answer, and ten for each upstream call.

The operation is gone through once, as an executor would, but over groups of things that nobody has read
(`resolvers/forecast.py`): what each field reads and gives is declared beside it. Lookups that are equal are one, so
two aliases of one portfolio cost its calls once and its objects twice. A pair of a selection and a group is worked out
once, however often fragments bring it up, and an operation with too many selections is refused without a figure.
"""

import math
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_argument_values,
    get_variable_values,
)

from domain.errors import GatewayError
from domain.keys import Owner
from domain.ports import Ports
from gateway.execution.answers import Cost
from gateway.execution.selections import (
    MOST_SELECTIONS,
    Collector,
    Selected,
    Selections,
    TooManySelectionsError,
    identity,
)
from gateway.execution.tariffs import upstream_calls
from resolvers.forecast import Forecast, Group, MostLinked, Part
from resolvers.keys import Keys
from resolvers.lookups import Lookup
from resolvers.sizes import Sizes
from schema.fields import Declared, declared

DOCUMENTS_KEPT = 100
"""Documents of which the collected fields are kept."""
OBVIOUS = 10
"""An estimate of so many times the objects that are allowed is too many whatever is not known yet."""


class Prices:
    """Estimates questions against one schema, for the life of a process."""

    def __init__(self, schema: GraphQLSchema, ports: Ports, links: Mapping[str, Owner], sizes: Sizes) -> None:
        self._schema = schema
        self._ports = ports
        self._keys = Keys(ports)
        self._links = links
        self._most_linked = MostLinked(links)
        self.sizes = sizes
        self._declared: dict[tuple[str, str], Declared | None] = {}
        self._collected: OrderedDict[int, Collector] = OrderedDict()

    def estimate(
        self,
        document: DocumentNode,
        operation: OperationDefinitionNode,
        variables: Mapping[str, Any] | None,
        *,
        least: bool = False,
    ) -> Cost | None:
        """What the operation costs with these variables; None where the variables are wrong, so that nothing runs.

        With `least`, the least that it can be expected to cost: what was not seen yet counts for nothing.

        Raises TooManySelectionsError.
        """
        values = get_variable_values(self._schema, operation.variable_definitions or (), dict(variables or {}))
        root = self._schema.get_root_type(operation.operation)
        if isinstance(values, list) or root is None:
            return None
        sizes = self.sizes.at_least() if least else self.sizes
        forecast = Forecast(self._keys, self._links, self._most_linked, sizes)
        collector = self._collected.get(id(document)) or Collector(self._schema, document, values)
        walk = _Walk(self, forecast, collector, values)
        objects = walk.objects(Group(type=root.name, name=""), (operation.selection_set,))
        self._keep(collector)
        calls = upstream_calls(
            {batch: number for batch, number in forecast.batches.items() if batch.venue in self._ports.accounts},
            self._ports.holds,
            sizes,
        )
        return Cost(math.ceil(objects - 1e-6), calls)

    def _keep(self, collector: Collector) -> None:
        """Keep the fields of a document that is used again, unless they depend on variables."""
        if not collector.depends:
            self._collected[id(collector.document)] = collector
            self._collected.move_to_end(id(collector.document))
            if len(self._collected) > DOCUMENTS_KEPT:
                self._collected.popitem(last=False)

    def declaration(self, kind: str, selected: Selected) -> Declared | None:
        """What is declared of a field."""
        key = (kind, selected.name)
        if key not in self._declared:
            self._declared[key] = declared(selected.field)
        return self._declared[key]

    def object_type(self, name: str) -> GraphQLObjectType | None:
        """The object type of a name."""
        kind = self._schema.type_map.get(name)
        return kind if isinstance(kind, GraphQLObjectType) else None


class _Walk:
    """One operation over one forecast."""

    def __init__(self, prices: Prices, forecast: Forecast, collector: Collector, variables: Any) -> None:  # noqa: ANN401 - graphql-core's own
        self._prices = prices
        self._forecast = forecast
        self._collector = collector
        self._variables = variables
        self._visited = 0
        self._known: dict[tuple[str, object, tuple[int, ...]], float] = {}

    def objects(self, group: Group, selections: Selections) -> float:
        """Objects in the answer for each thing of a group, itself included; lookups are noted on the way."""
        key = (group.type, (group.name, group.after), identity(selections))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = 1.0 + self._below(group, selections)
        return found

    def _below(self, group: Group, selections: Selections) -> float:
        kind = self._prices.object_type(group.type)
        if kind is None:
            return 0.0
        total = 0.0
        fields = self._collector.fields(kind, selections)
        self._visited += len(fields)
        if self._visited > MOST_SELECTIONS:
            raise TooManySelectionsError
        for selected in fields:
            for part in self._parts(group, selected):
                if selected.below:
                    total += part.each * self.objects(part.group, selected.below)
        return total

    def _parts(self, group: Group, selected: Selected) -> list[Part]:
        found = self._prices.declaration(group.type, selected)
        if found is None:
            return []
        if found.gives is not None:
            arguments = {}
            try:
                if selected.field.args:
                    arguments = get_argument_values(selected.field, selected.node, self._variables)
                return list(found.gives(self._forecast, group, arguments))
            except GatewayError:
                return []  # the field will fail with just this before any call
        after = found.source.forecast(self._forecast, group).after if isinstance(found.source, Lookup) else group.after
        if not selected.below:
            return []
        each = 1.0 if found.size is None else self._forecast.each(found.size.size, found.size.of(group))
        return [
            Part(
                Group(
                    type=selected.type.name,
                    name=(group.name, selected.name),
                    count=group.count * each,
                    venue=group.venue,
                    owners=group.owners,
                    after=after,
                ),
                each,
            )
        ]
