"""The fields of an operation as an executor would collect them: fragments put in, equal response names joined."""

from collections.abc import Sequence
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLIncludeDirective,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    SelectionNode,
    SelectionSetNode,
    get_directive_values,
    get_named_type,
    is_abstract_type,
)
from graphql.execution.values import VariableValues

Selections = tuple[SelectionSetNode, ...]

MOST_SELECTIONS = 20_000
"""Selections looked at for one operation; one that takes more is too costly, whatever it would cost."""


class TooManySelectionsError(Exception):
    """The operation has more selections, fragments put in wherever they are spread, than are looked at."""


class Selected(NamedTuple):
    """A field of a type as it is selected under one response name."""

    name: str
    node: FieldNode
    field: GraphQLField
    type: GraphQLNamedType
    below: Selections


class Collector:
    """Collects the fields of one operation with its variables; what was collected once is not collected again."""

    def __init__(self, schema: GraphQLSchema, document: DocumentNode, variables: VariableValues) -> None:
        self.document = document
        self.depends = False
        """Whether @skip or @include decided something, so that other variables may give other fields."""
        self._schema = schema
        self._variables = variables
        self._fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        self._collected: dict[tuple[str, tuple[int, ...]], list[Selected]] = {}
        self._looked_at = 0

    def fields(self, kind: GraphQLObjectType, selections: Selections) -> list[Selected]:
        """The fields of an object type under these selection sets, GraphQL's own left out."""
        key = (kind.name, identity(selections))
        found = self._collected.get(key)
        if found is None:
            found = self._collected[key] = self._collect(kind, selections)
        return found

    def _collect(self, kind: GraphQLObjectType, selections: Selections) -> list[Selected]:
        nodes: dict[str, list[FieldNode]] = {}
        spread: set[str] = set()
        for selection_set in selections:
            self._gather(kind, selection_set.selections, nodes, spread)
        found = []
        for same in nodes.values():
            field = kind.fields.get(same[0].name.value)
            if field is not None:
                below = tuple(node.selection_set for node in same if node.selection_set is not None)
                found.append(Selected(same[0].name.value, same[0], field, get_named_type(field.type), below))
        return found

    def _gather(
        self,
        kind: GraphQLObjectType,
        selections: Sequence[SelectionNode],
        nodes: dict[str, list[FieldNode]],
        spread: set[str],
    ) -> None:
        for selection in selections:
            self._looked_at += 1
            if self._looked_at > MOST_SELECTIONS:
                raise TooManySelectionsError
            if selection.directives and not self._included(selection):
                continue
            if isinstance(selection, FieldNode):
                nodes.setdefault((selection.alias or selection.name).value, []).append(selection)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                if condition is None or self._fits(kind, condition.name.value):
                    self._gather(kind, selection.selection_set.selections, nodes, spread)
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in spread:
                spread.add(selection.name.value)
                fragment = self._fragments[selection.name.value]
                if self._fits(kind, fragment.type_condition.name.value):
                    self._gather(kind, fragment.selection_set.selections, nodes, spread)

    def _included(self, selection: SelectionNode) -> bool:
        self.depends = True
        skip = get_directive_values(GraphQLSkipDirective, selection, self._variables)
        include = get_directive_values(GraphQLIncludeDirective, selection, self._variables)
        return not (skip and skip["if"]) and not (include and not include["if"])

    def _fits(self, kind: GraphQLObjectType, condition: str) -> bool:
        if condition == kind.name:
            return True
        wanted = self._schema.type_map[condition]
        return is_abstract_type(wanted) and self._schema.is_sub_type(wanted, kind)


def identity(selections: Selections) -> tuple[int, ...]:
    """Equal for the same selection sets of one document."""
    return tuple(map(id, selections))
