"""Measures a document in one linear pass that remembers each fragment's measure: nothing is ever written out."""

from typing import NamedTuple, TypeAlias

from graphql import (
    DefinitionNode,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    OperationType,
    SelectionNode,
    SelectionSetNode,
)

from gateway.execution.limits import DocumentTooLarge, Limits, hold
from gateway.execution.literals import Literals

Fragments: TypeAlias = dict[str, FragmentDefinitionNode]


class Measure(NamedTuple):
    """What a selection set amounts to with its fragments written out."""

    fields: int = 0
    """At its own level."""
    selections: int = 0
    aliases: int = 0
    introspections: int = 0
    depth: int = 0
    introspection_depth: int = 0
    levels: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Both in one selection set."""
        return Measure(
            self.fields + other.fields,
            self.selections + other.selections,
            self.aliases + other.aliases,
            self.introspections + other.introspections,
            max(self.depth, other.depth),
            max(self.introspection_depth, other.introspection_depth),
            max(self.levels, other.levels),
        )


NOTHING = Measure()
INTROSPECTION = ("__schema", "__type")
_MEANS = {OperationType.QUERY: "query", OperationType.MUTATION: "mutation", OperationType.SUBSCRIPTION: "subscription"}


class Measuring:
    """One pass over one document. `visited` counts the nodes that were looked at."""

    def __init__(self, document: DocumentNode, limits: Limits) -> None:
        self.limits = limits
        self.fragments: Fragments = {}
        self.visited = 0
        self._definitions = document.definitions
        self._literals = Literals(limits)
        self._measures: dict[str, Measure] = {}
        self._directives = 0
        self._level = 0

    def check(self) -> list[SelectionSetNode]:
        """The selection sets that everything else is reached from. Raises DocumentTooLarge."""
        operations = [part for part in self._definitions if isinstance(part, OperationDefinitionNode)]
        fragments = [part for part in self._definitions if isinstance(part, FragmentDefinitionNode)]
        hold("operations", len(operations), self.limits.operations)
        hold("fragments", len(fragments), self.limits.fragments)
        self.fragments = {part.name.value: part for part in fragments}
        roots = [part.selection_set for part in operations]
        found = [self._operation(part) for part in operations]
        for part in fragments:
            self._directed(part)
            self._literals.check_type(part.type_condition)
            if part.name.value not in self._measures:
                found.append(self._fragment(part.name.value))
                roots.append(part.selection_set)
        self._hold(found)
        return roots

    def _hold(self, found: list[Measure]) -> None:
        limits = self.limits
        hold("selections with each fragment written out", sum(one.selections for one in found), limits.selections)
        hold("aliases", sum(one.aliases for one in found), limits.aliases)
        hold("introspections", sum(one.introspections for one in found), limits.introspections)
        hold("levels of fields", max((one.depth for one in found), default=0), limits.depth)
        deepest = max((one.introspection_depth for one in found), default=0)
        hold("levels of introspection", deepest, limits.introspection_depth)
        hold("levels of selections nested", max((one.levels for one in found), default=0), limits.levels)

    def _operation(self, operation: OperationDefinitionNode) -> Measure:
        self._directed(operation)
        variables = operation.variable_definitions or ()
        hold("variables in one operation", len(variables), self.limits.variables)
        for variable in variables:
            self._literals.check_name(variable.variable.name)
            self._literals.check_type(variable.type)
            self._directives_of(variable.directives)
            if variable.default_value is not None:
                self._literals.check(variable.default_value)
        measure = self._set(operation.selection_set)
        kind = _MEANS[operation.operation]
        allowed = self.limits.query_fields if kind == "query" else self.limits.mutation_fields
        hold(f"fields at the root of one {kind}", measure.fields, allowed)
        return measure

    def _set(self, selection_set: SelectionSetNode) -> Measure:
        self._level += 1
        if self._level > self.limits.levels:
            raise DocumentTooLarge(f"The document is nested deeper than {self.limits.levels} levels.")
        whole = NOTHING
        for selection in selection_set.selections:
            whole = whole.beside(self._selection(selection))
        self._level -= 1
        return whole._replace(levels=whole.levels + 1)

    def _selection(self, selection: SelectionNode) -> Measure:
        self.visited += 1
        self._directives_of(selection.directives)
        if isinstance(selection, FieldNode):
            return self._field(selection)
        if isinstance(selection, InlineFragmentNode):
            if selection.type_condition is not None:
                self._literals.check_type(selection.type_condition)
            inside = self._set(selection.selection_set)
        elif isinstance(selection, FragmentSpreadNode):
            self._literals.check_name(selection.name)
            inside = self._fragment(selection.name.value)
        else:
            return NOTHING
        return inside._replace(selections=inside.selections + 1)

    def _field(self, field: FieldNode) -> Measure:
        self._literals.check_name(field.name)
        if field.alias is not None:
            self._literals.check_name(field.alias)
        for argument in field.arguments or ():
            self._literals.check_name(argument.name)
            self._literals.check(argument.value)
        inside = self._set(field.selection_set) if field.selection_set is not None else NOTHING
        introspects = field.name.value in INTROSPECTION
        if introspects:
            hold("aliases inside an introspection", inside.aliases, self.limits.introspection_aliases)
        deepest = 1 + max(inside.depth, inside.introspection_depth)
        return Measure(
            1,
            1 + inside.selections,
            inside.aliases + (field.alias is not None),
            inside.introspections + introspects,
            0 if introspects else 1 + inside.depth,
            deepest if introspects else inside.introspection_depth and 1 + inside.introspection_depth,
            inside.levels,
        )

    def _fragment(self, name: str) -> Measure:
        """Each fragment once; one that is not there, or spreads itself, is left to validation."""
        if name not in self._measures:
            self._measures[name] = NOTHING
            if name in self.fragments:
                self._measures[name] = self._set(self.fragments[name].selection_set)
        return self._measures[name]

    def _directed(self, definition: DefinitionNode) -> None:
        if isinstance(definition, OperationDefinitionNode | FragmentDefinitionNode):
            self._directives_of(definition.directives)
            if definition.name is not None:
                self._literals.check_name(definition.name)

    def _directives_of(self, directives: tuple[DirectiveNode, ...] | None) -> None:
        if directives:
            self._directives += len(directives)
            hold("directives in one place", len(directives), self.limits.directives_in_one_place)
            hold("directives", self._directives, self.limits.directives)
            for directive in directives:
                self._literals.check_name(directive.name)
                for argument in directive.arguments or ():
                    self._literals.check_name(argument.name)
                    self._literals.check(argument.value)
