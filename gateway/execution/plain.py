"""Which lists are plain: nothing below them is looked up, so their items may be completed at any time.

A list whose items ask loaders is completed in one go, however long it is: the loaders make one batch of what is asked
in one turn of the event loop.
"""

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    SelectionSetNode,
    get_named_type,
)
from graphql.language import FragmentDefinitionNode, InlineFragmentNode

from schema.fields import Kind, declared

PLAIN = (Kind.ATTRIBUTE, Kind.COMPUTED)


class Plain:
    """Looks at selections, each once in an execution."""

    def __init__(self, schema: GraphQLSchema, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._schema = schema
        self._fragments = fragments
        self._known: dict[tuple[int, str], bool] = {}

    def below(self, fields: list[FieldNode], kind: GraphQLNamedType) -> bool:
        """Whether everything selected below these fields, which are of that type, is plain."""
        sets = (field.selection_set for field in fields)
        return all(selected is None or self._selected(selected, kind) for selected in sets)

    def _selected(self, selection_set: SelectionSetNode, kind: GraphQLNamedType) -> bool:
        place = (id(selection_set), kind.name)
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = self._look(selection_set, kind)
        return known

    def _look(self, selection_set: SelectionSetNode, kind: GraphQLNamedType) -> bool:
        for selection in selection_set.selections:
            if isinstance(selection, FieldNode):
                if not self._field(selection, kind):
                    return False
            elif isinstance(selection, InlineFragmentNode | FragmentSpreadNode):
                part = self._fragments[selection.name.value] if isinstance(selection, FragmentSpreadNode) else selection
                condition = part.type_condition
                inside = self._schema.get_type(condition.name.value) if condition is not None else kind
                if inside is None or not self._selected(part.selection_set, inside):
                    return False
        return True

    def _field(self, node: FieldNode, kind: GraphQLNamedType) -> bool:
        if node.name.value == "__typename":
            return True
        return all(
            is_plain(of.fields[node.name.value], of)
            and self.below([node], get_named_type(of.fields[node.name.value].type))
            for of in self._objects(kind)
        )

    def _objects(self, kind: GraphQLNamedType) -> list[GraphQLObjectType]:
        """What may stand there: a field that is an attribute of one type may be looked up for another."""
        if isinstance(kind, GraphQLInterfaceType):
            return list(self._schema.get_possible_types(kind))
        return [kind] if isinstance(kind, GraphQLObjectType) else []


def is_plain(field: GraphQLField, kind: GraphQLNamedType) -> bool:
    """Whether a field of that type is an attribute, a pure function, or introspection's own."""
    if field.resolve is None or kind.name.startswith("__"):
        return True
    found = declared(field)
    return found is not None and found.kind in PLAIN
