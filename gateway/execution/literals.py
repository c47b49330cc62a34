"""The sizes of what is written into a document: names, texts, numbers, and values inside values."""

from graphql import (
    FloatValueNode,
    IntValueNode,
    ListTypeNode,
    ListValueNode,
    NamedTypeNode,
    NameNode,
    NonNullTypeNode,
    ObjectValueNode,
    StringValueNode,
    TypeNode,
    ValueNode,
)

from gateway.execution.limits import DocumentTooLarge, Limits, hold


class Literals:
    """Checks literals against the limits; each method raises DocumentTooLarge."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def check_name(self, name: NameNode) -> None:
        """Hold a name to its length."""
        if len(name.value) > self._limits.name_characters:
            raise DocumentTooLarge.of("characters in one name", len(name.value), self._limits.name_characters)

    def check_type(self, named: TypeNode) -> None:
        """Hold the name in a type to its length."""
        while isinstance(named, ListTypeNode | NonNullTypeNode):
            named = named.type
        if isinstance(named, NamedTypeNode):
            self.check_name(named.name)

    def check(self, value: ValueNode, level: int = 1) -> None:
        """Hold a value, and the values inside it, to their sizes."""
        if isinstance(value, StringValueNode):
            hold("characters in one text", len(value.value), self._limits.text_characters)
        elif isinstance(value, IntValueNode | FloatValueNode):
            hold("characters in one number", len(value.value), self._limits.number_characters)
        elif isinstance(value, ListValueNode | ObjectValueNode):
            hold("levels of values nested", level, self._limits.value_levels)
            if isinstance(value, ListValueNode):
                for item in value.values:
                    self.check(item, level + 1)
            else:
                for member in value.fields:
                    self.check_name(member.name)
                    self.check(member.value, level + 1)
